"""Random combinations of every switch against a plain model of docs/access.md: list, page, file, count, mail, explanation.

The model below is the table of docs/access.md in Python, written apart from the code that it checks.
"""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.cast import Cast, make_cast
from tests.factories import invoices as bill
from torhaus.access import reasons
from torhaus.access.permissions import Permission as P
from torhaus.activity.models import Activity
from torhaus.customers.models import Customer, Site, SiteHandover
from torhaus.delivery.audience import INVOICE, REPORT, TICKET, VISIT, Told, customers
from torhaus.portal_access.models import Deputyship, PortalAccess, PortalAccessSite
from torhaus.providers.models import Provider
from torhaus.reports.models import ReportLine, ServiceReport
from torhaus.tickets.models import Ticket

pytestmark = pytest.mark.django_db

STATES = st.sampled_from(["inherit", "show", "hide"])
MOSTLY = st.sampled_from([True, True, True, False])
RIGHTS = [
    "sees_visits", "sees_reports", "signs_reports", "sees_working_times", "sees_materials", "sees_invoices",
    "sees_prices", "sees_colleagues_tickets", "reads_messages",
]  # fmt: skip
ACCESS = st.fixed_dictionaries(
    {name: MOSTLY for name in [*RIGHTS, "is_active"]}
    | {"scope": st.sampled_from(["customer", "customer", "ufer", "lindenhof", "job"])}
)
SWITCHES = st.fixed_dictionaries(
    {
        "plan": st.sampled_from(["pro", "pro", "pro", "pro", "basic"]),
        "plugin": st.sampled_from([True] * 5 + [False]),
        "portal": st.sampled_from([True] * 5 + [False]),
        "master": MOSTLY,
        "job": st.sampled_from(["inherit", "inherit", "on", "off"]),
        "customer": st.fixed_dictionaries(
            {
                "show_visits": st.booleans(), "show_reports": MOSTLY, "show_invoices": st.booleans(),
                "show_performers": st.sampled_from(["full", "first", "team", "hidden"]),
                "show_times": st.sampled_from(["detail", "sums", "off"]),
            }
        ),
        "site": st.fixed_dictionaries(
            {f"show_{name}": STATES for name in ("visits", "reports", "invoices", "performers", "times")}
        ),
        "own": ACCESS,
        "until": st.sampled_from([None, None, 0, 1, -1]),
        "deputised": st.one_of(st.none(), ACCESS),
        "deputy_days": st.sampled_from([(0, 0), (-3, 3), (1, 3), (-3, -1)]),
        "handover": st.sampled_from([None, None, None, 0, -2, 1]),
    }
)  # fmt: skip
NAMES, TIMES = ["hidden", "team", "first", "full"], ["off", "sums", "detail"]


@dataclasses.dataclass
class Stage:
    """Two sites, the same rows at each; the subject of the test is brandt.colleague, deputised is brandt.all."""

    cast: Cast
    rows: dict[str, dict[str, Any]]
    client: Client
    new_manager: Client


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        member = make.make_member(cast.lindner, "technician")
        rows = {key: _rows(cast, site, member) for key, site in (("ufer", cast.ufer), ("lindenhof", cast.lindenhof))}
        clients = [Client(), Client()]
        for client, key in zip(clients, ("brandt.colleague", "stadtbau.all"), strict=True):
            client.force_login(cast[key])
        yield Stage(cast, rows, *clients)
        transaction.set_rollback(True)


def _rows(cast, site, member):
    job = make.make_job(cast.brandt, site=site)
    visit = make.make_visit(job, (member,))
    report = make.make_report(
        visit, status="open", pdf=make.make_stored_file(cast.lindner), paper_names="first", paper_times="sums",
        paper_has_materials=True,
    )  # fmt: skip
    for place, kind in enumerate(("service", "material", "time")):
        ReportLine.objects.create(
            provider=cast.lindner, report=report, position=place, kind=kind, text=f"Zeile {kind}", quantity=1
        )
    return {
        "site": site,
        "job": job,
        "visit": visit,
        "report": report,
        "ticket": make.make_ticket(cast.brandt, site=site, job=job, reported_by=cast["brandt.site"], status="waiting"),
        "own_ticket": make.make_ticket(cast.brandt, site=site, job=job, reported_by=cast["brandt.colleague"]),
        "invoice": bill.make_issued(cast.brandt, by=cast["owner1"], site=site, job=job),
    }


# --- the model: docs/access.md ---


def shown(s, place, what):
    """A site's switch goes before the customer's; it exists here at the Uferstraße only."""
    at_site = s["site"][what] if place == "ufer" else "inherit"
    return at_site == "show" or (at_site != "hide" and s["customer"][what])


def level(s, place, what, most, none):
    at_site = s["site"][what] if place == "ufer" else "inherit"
    if at_site == "hide":
        return none
    return most if at_site == "show" and s["customer"][what] == none else s["customer"][what]


def is_open(s, access):
    is_open = s["plan"] == "pro" and s["plugin"] and s["portal"] and access["is_active"]
    return is_open and (access["scope"] != "job" or job_opens(s, "ufer"))


def job_opens(s, place):
    """The job's switch; „wie beim Kunden“ needs the Kundenstamm. It is drawn for the job at the Uferstraße."""
    state = s["job"] if place == "ufer" else "inherit"
    return state == "on" or (state == "inherit" and s["master"])


def has_gone(s, place):
    """The Uferstraße belongs to Stadtbau by now."""
    return place == "ufer" and s["handover"] is not None and s["handover"] <= 0


def sees(s, access, who, place, what):
    """Whether this access opens this row; `who` is the holder of the access."""
    row = what.removeprefix("own_")
    if not is_open(s, access) or (has_gone(s, place) and row in {"site", "ticket", "thread", "visit", "job"}):
        return False
    if row != "site" and not job_opens(s, place):
        return False
    scope = access["scope"]
    in_scope = scope in {"customer", place} or (scope == "job" and place == "ufer")
    if has_gone(s, place) and scope == "ufer":
        in_scope = False
    if not in_scope:
        return False
    paper = (
        (access["sees_materials"])
        and TIMES.index("sums")
        <= TIMES.index(level(s, place, "show_times", "detail", "off") if access["sees_working_times"] else "off")
        and NAMES.index("first") <= NAMES.index(level(s, place, "show_performers", "full", "hidden"))
    )
    report = access["sees_reports"] and shown(s, place, "show_reports")
    is_own = what.startswith("own_") and who == "colleague"
    return {
        "site": True,
        "job": True,
        "ticket": access["sees_colleagues_tickets"] or is_own,
        "thread": (access["sees_colleagues_tickets"] or is_own) and access["reads_messages"],
        "visit": access["sees_visits"] and shown(s, place, "show_visits"),
        "report": report,
        "paper": report and paper,
        "sign": report and paper and access["signs_reports"],
        "material": report and access["sees_materials"],
        "times": report and access["sees_working_times"] and level(s, place, "show_times", "detail", "off") != "off",
        "invoice": access["sees_invoices"] and access["sees_prices"] and shown(s, place, "show_invoices"),
    }[row]


def person_sees(s, place, what):
    """By their own access, or as today's deputy of a colleague while their own is open and not for one job only."""
    own = s["own"] | ({"is_active": False} if s["until"] == -1 else {})
    first, last = s["deputy_days"]
    stands_in = s["deputised"] is not None and first <= 0 <= last and is_open(s, own) and own["scope"] != "job"
    return sees(s, own, "colleague", place, what) or (stands_in and sees(s, s["deputised"], "all", place, what))


# --- the machine under test ---


def arrange(stage, s):
    cast, today = stage.cast, timezone.localdate()
    Provider.objects.filter(pk=cast.lindner.pk).update(
        plan=s["plan"], has_portal_plugin=s["plugin"], has_customer_master=s["master"]
    )
    type(stage.rows["ufer"]["job"]).objects.filter(pk=stage.rows["ufer"]["job"].pk).update(portal=s["job"])
    Customer.objects.filter(pk=cast.brandt.pk).update(portal_enabled=s["portal"], **s["customer"])
    Site.objects.filter(pk=cast.ufer.pk).update(**s["site"])
    own = _set(cast, "brandt.colleague", s["own"], stage)
    until = None if s["until"] is None else today + dt.timedelta(days=s["until"])
    PortalAccess.objects.filter(pk=own.pk).update(valid_until=until)
    if s["deputised"] is not None:
        away = _set(cast, "brandt.all", s["deputised"], stage)
        first, last = (today + dt.timedelta(days=days) for days in s["deputy_days"])
        Deputyship.objects.create(
            provider=cast.lindner, customer=cast.brandt, access=away, deputy=cast["brandt.colleague"],
            starts_on=first, ends_on=last, named_by=cast["brandt.all"],
        )  # fmt: skip
    if s["handover"] is not None:
        rows = stage.rows["ufer"]
        SiteHandover.objects.create(
            provider=cast.lindner, site=cast.ufer, from_customer=cast.brandt, to_customer=cast.stadtbau,
            starts_on=today + dt.timedelta(days=s["handover"]), job_ids=[rows["job"].pk],
            ticket_ids=[rows["ticket"].pk, rows["own_ticket"].pk],
        )  # fmt: skip
        Customer.objects.filter(pk__in=[cast.brandt.pk, cast.stadtbau.pk]).update(is_in_handover=True)


def _set(cast, key, drawn, stage):
    access = PortalAccess.objects.get(person=cast[key], customer=cast.brandt)
    place = drawn["scope"]
    scope = "sites" if place in {"ufer", "lindenhof"} else place
    job = stage.rows["ufer"]["job"] if scope == "job" else None
    rights = {name: value for name, value in drawn.items() if name != "scope"}
    PortalAccess.objects.filter(pk=access.pk).update(scope=scope, job=job, **rights)
    if scope == "sites":
        site = cast.ufer if place == "ufer" else cast.lindenhof
        PortalAccessSite.objects.create(provider=cast.lindner, access=access, site=site)
    return access


def status(client, path):
    return client.get(path).status_code == 200


def pages(client, rows):
    """What answers, by kind of row."""
    found = {
        what: status(client, f"/portal/{what.removeprefix('own_')}s/{rows[what].pk}/")
        for what in ("site", "ticket", "own_ticket", "visit", "report", "invoice")
    }
    return found | {"paper": status(client, f"/portal/reports/{rows['report'].pk}/pdf/")}


def told(stage, rows):
    """Who would get a mail about each row."""
    cast, found = stage.cast, {}
    for what, root, permission in (
        ("ticket", TICKET, P.TICKET_READ), ("thread", TICKET, P.THREAD_READ), ("visit", VISIT, P.VISIT_READ),
        ("report", REPORT, P.REPORT_READ), ("sign", REPORT, P.REPORT_SIGN), ("invoice", INVOICE, P.INVOICE_READ),
    ):  # fmt: skip
        row = rows["report" if what == "sign" else "ticket" if what == "thread" else what]
        activity = Activity(verb="x", provider_id=cast.lindner.pk, customer_id=cast.brandt.pk, **{root[1]: row.pk})
        recipients = customers(root, permission)(Told(activity, cast.lindner))
        found[what] = cast["brandt.colleague"].email in {one.address for one in recipients}
    return found


ASPECTS = {
    "site": ("site", P.SITE_READ), "job": ("job", P.JOB_READ), "ticket": ("ticket", P.TICKET_READ),
    "own_ticket": ("own_ticket", P.TICKET_READ), "thread": ("ticket", P.THREAD_READ),
    "visit": ("visit", P.VISIT_READ), "report": ("report", P.REPORT_READ), "paper": ("report", P.PAPER_READ),
    "sign": ("report", P.REPORT_SIGN), "material": ("report", P.MATERIAL_READ), "times": ("report", P.TIME_READ),
    "invoice": ("invoice", P.INVOICE_READ),
}  # fmt: skip


def explained(stage, rows):
    today, found = timezone.localdate(), {}
    for what, (key, permission) in ASPECTS.items():
        record = type(rows[key]).objects.get(pk=rows[key].pk)
        bearers = reasons.bearers_at(record, today=today)
        verdicts = reasons.verdicts(record, permission, bearers=bearers, today=today)
        mine = [one for one in verdicts if one.person == stage.cast["brandt.colleague"]]
        found[what] = bool(mine) and mine[0].is_seen
        assert all(one.is_seen or one.reason.text for one in verdicts)
    return found


def expected(s, place, whats):
    return {what: person_sees(s, place, what) for what in whats}


@settings(
    max_examples=25,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(s=SWITCHES)
def test_every_channel_agrees_with_the_table(stage, s):
    with transaction.atomic():
        arrange(stage, s)
        for place in ("ufer", "lindenhof"):
            rows = stage.rows[place]
            answers = pages(stage.client, rows)
            assert answers == expected(s, place, answers), place
            mails = told(stage, rows)
            assert mails == expected(s, place, mails), place
            words = explained(stage, rows)
            assert words == expected(s, place, words), place
        counts = _counts(stage.client)
        lists = _lists(stage, s)
        transaction.set_rollback(True)
    assert counts == _expected_counts(s)
    assert lists == {}


def _counts(client):
    answer = client.get("/portal/counts/")
    return answer.json() if answer.status_code == 200 else None


def _expected_counts(s):
    places = ("ufer", "lindenhof")
    if not _gets_in(s):
        return None
    number = {"tickets": sum(person_sees(s, place, "ticket") for place in places)}
    may_sign, may_pay = _holds(s, "sees_reports", "signs_reports"), _holds(s, "sees_invoices", "sees_prices")
    number |= {"reports": sum(person_sees(s, place, "sign") for place in places)} if may_sign else {}
    return number | ({"invoices": sum(person_sees(s, place, "invoice") for place in places)} if may_pay else {})


def _gets_in(s):
    return is_open(s, s["own"]) and s["until"] != -1


def _holds(s, *rights):
    own = all(s["own"][name] for name in rights)
    first, last = s["deputy_days"]
    stands_in = s["deputised"] and is_open(s, s["deputised"]) and first <= 0 <= last and s["own"]["scope"] != "job"
    return own or bool(stands_in and all(s["deputised"][name] for name in rights))


def _lists(stage, s):
    """Rows in lists that differ from the model: none."""
    wrong = {}
    for what in ("ticket", "visit", "report", "invoice"):
        answer = stage.client.get(f"/portal/{what}s/")
        text = answer.content.decode() if answer.status_code == 200 else ""
        for place in ("ufer", "lindenhof"):
            is_there = f'/portal/{what}s/{stage.rows[place][what].pk}/"' in text
            if is_there != person_sees(s, place, what):
                wrong[what, place] = is_there
    return wrong


@pytest.mark.parametrize("when", [None, 1, 0])
def test_the_new_customer_sees_what_goes_along_from_the_day_on(stage, when):
    s = {
        "plan": "pro", "plugin": True, "portal": True, "master": True, "job": "inherit", "until": None, "deputised": None, "handover": when,
        "customer": {
            "show_visits": True, "show_reports": True, "show_invoices": True, "show_performers": "full",
            "show_times": "detail",
        },
        "site": {f"show_{name}": "inherit" for name in ("visits", "reports", "invoices", "performers", "times")},
        "own": {name: True for name in [*RIGHTS, "is_active"]} | {"scope": "customer"},
    }  # fmt: skip
    has_come = when == 0
    with transaction.atomic():
        arrange(stage, s)
        old, new = (pages(client, stage.rows["ufer"]) for client in (stage.client, stage.new_manager))
        transaction.set_rollback(True)
    assert old == {
        "site": not has_come, "ticket": not has_come, "own_ticket": not has_come, "visit": not has_come,
        "report": True, "invoice": True, "paper": True,
    }  # fmt: skip
    assert new == {
        "site": has_come, "ticket": has_come, "own_ticket": has_come, "visit": has_come,
        "report": False, "invoice": False, "paper": False,
    }  # fmt: skip


def test_the_stage_has_what_could_leak(stage):
    assert ServiceReport.objects.count() == 2
    assert Ticket.objects.count() == 4


def test_an_access_whose_sites_are_all_gone_counts_nothing(stage):
    """Rows known to be none count 0, not null."""
    with transaction.atomic():
        PortalAccess.objects.filter(person=stage.cast["brandt.colleague"]).update(scope="sites")
        counts = _counts(stage.client)
        transaction.set_rollback(True)
    assert counts == {"tickets": 0, "reports": 0}
