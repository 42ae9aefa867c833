"""Plan, trial, plugin and basic settings as actions."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make
from torhaus.activity.models import Activity
from torhaus.customers.models import Customer
from torhaus.flows.choose_sector import choose_sector
from torhaus.flows.edit_job import change_job, open_job
from torhaus.jobs import actions as jobs
from torhaus.kernel.errors import Conflict, Refused
from torhaus.providers import actions
from torhaus.providers.models import JobPortal, Plan, Provider, Sector
from torhaus.providers.sectors import PRESETS
from torhaus.providers.words import words_of
from torhaus.tickets.models import TicketCategory

pytestmark = pytest.mark.django_db


def test_trial_lasts_thirty_days_with_today_and_comes_once(cast):
    row = actions.start_trial(provider=cast.basic, by=cast["owner3"])
    assert (row.trial_days_left, row.has_portal, row.lives_by_trial) == (30, True, True)
    assert row.trial_until == timezone.localdate() + dt.timedelta(days=29)
    with pytest.raises(Refused, match="einmal"):
        actions.start_trial(provider=row, by=cast["owner3"])
    Provider.objects.filter(pk=row.pk).update(trial_until=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(Refused, match="einmal"):
        actions.start_trial(provider=row, by=cast["owner3"])


def test_trial_is_refused_where_the_plan_has_the_portal(cast):
    with pytest.raises(Refused, match="enthält"):
        actions.start_trial(provider=cast.lindner, by=cast["owner1"])


def test_plan_is_written_down_with_who_and_what(cast):
    row = actions.change_plan(
        provider=cast.basic, by=cast["operator"], version=cast.basic.version, plan="basic", has_portal_plus=True,
        trial_until=None,
    )  # fmt: skip
    assert (row.plan, row.has_portal_plus, row.has_portal) == (Plan.BASIC, True, True)
    log = Activity.objects.get(verb="provider.plan_changed")
    assert (log.actor_id, log.actor_side) == (cast["operator"].pk, "operator")
    assert log.data["changes"] == {"has_portal_plus": ["False", "True"]}
    with pytest.raises(Conflict):
        actions.change_plan(
            provider=row, by=None, version=row.version - 1, plan="pro", has_portal_plus=False, trial_until=None
        )


def test_company_data_cannot_set_the_plan(cast):
    for name in ("plan", "has_portal_plus", "trial_until"):
        with pytest.raises(TypeError):
            actions.change_basics(provider=cast.basic, by=cast["owner3"], **{name: "pro"})


@pytest.mark.parametrize("sector", PRESETS)
def test_sector_brings_its_words_and_categories(cast, sector):
    row = choose_sector(provider=cast.lindner, sector=sector, by=cast["owner1"])
    preset = PRESETS[sector]
    assert {name: getattr(row, name) for name in preset.settings} == preset.settings
    active = TicketCategory.objects.filter(provider=row, is_active=True)
    assert set(active.values_list("name", flat=True)) == set(preset.categories)


def test_sector_keeps_own_and_used_categories(cast):
    own, used = make.make_category(cast.lindner, "Aquarien"), make.make_category(cast.lindner, "Heizung")
    unused = make.make_category(cast.lindner, "Elektro")
    make.make_ticket(cast.brandt, category=used)
    choose_sector(provider=cast.lindner, sector=Sector.CARE, by=cast["owner1"])
    states = dict(TicketCategory.objects.filter(pk__in=[own.pk, used.pk, unused.pk]).values_list("name", "is_active"))
    assert states == {"Aquarien": True, "Heizung": True, "Elektro": False}


def test_care_knows_no_objekt_and_construction_says_mangel(cast):
    care = words_of(choose_sector(provider=cast.lindner, sector=Sector.CARE, by=cast["owner1"]))
    assert (care.job.many, care.report.one, care.site.one) == ("Kunden", "Tätigkeitsnachweis", "Einsatzort")
    build = words_of(choose_sector(provider=cast.hofer, sector=Sector.CONSTRUCTION, by=cast["owner2"]))
    assert (build.job.many, build.request.many, build.report.many) == ("Projekte", "Mängel", "Regieberichte")
    assert words_of(cast.lindner, is_home=True).site.many == "Adressen"


@pytest.mark.parametrize(
    ("default", "master", "by_hand", "from_ticket"),
    [("inherit", True, "inherit", "inherit"), ("on", True, "on", "on"), ("off", True, "off", "on"),
     ("inherit", False, "inherit", "on"), ("on", False, "on", "on")],
)  # fmt: skip
def test_new_jobs_begin_with_the_default_but_never_hide_a_ticket(cast, default, master, by_hand, from_ticket):
    row = actions.change_basics(
        provider=cast.lindner, by=cast["owner1"], default_job_portal=default, has_customer_master=master
    )
    facts = {"provider": row, "customer": cast.brandt, "title": "Neu", "by": cast["office1"]}
    assert jobs.open_job(**facts).portal == by_hand
    ticket = make.make_ticket(cast.brandt)
    assert jobs.open_job(**facts, ticket_id=ticket.pk).portal == from_ticket
    assert jobs.open_job(**facts, portal="off").portal == "off"


def test_job_that_is_on_opens_its_customer_only_without_customer_master(cast):
    facts = {"provider": cast.lindner, "customer": cast.kita, "title": "Neu", "by": cast["office1"]}
    open_job(**facts, portal=JobPortal.ON)
    assert not Customer.objects.get(pk=cast.kita.pk).portal_enabled
    cast.lindner.has_customer_master = False
    cast.lindner.save()
    job = open_job(**facts, portal=JobPortal.OFF)
    assert not Customer.objects.get(pk=cast.kita.pk).portal_enabled
    change_job(job=job, version=job.version, by=cast["office1"], portal=JobPortal.ON)
    assert Customer.objects.get(pk=cast.kita.pk).portal_enabled
