"""What a history says to whom."""

import re

from django.utils import translation

from tests import factories as make
from tests.factories.invoices import make_draft
from tests.house.layers import PACKAGE, sources
from torhaus.access.fetch import history_for
from torhaus.access.history import describe
from torhaus.access.history_words import WORDS
from torhaus.access.viewer import portal_viewer, staff_viewer
from torhaus.activity.actions import record
from torhaus.flows.accept_ticket import accept_ticket
from torhaus.portal_access.models import PortalAccess
from torhaus.providers.models import Membership
from torhaus.tickets import actions

WINDOW = {"starts_at": "2026-11-26T08:00:00+00:00", "ends_at": "2026-11-26T10:00:00+00:00"}


def told(viewer, **touched):
    return [(entry.title, entry.actor) for entry in describe(history_for(viewer, **touched).order_by("id"), viewer)]


def test_office_reads_names_and_internals(cast):
    ticket = make.make_ticket(cast.brandt)
    actions.comment(ticket=ticket, body="Hallo", by=cast["brandt.all"])
    actions.note(ticket=ticket, body="Geheim", by=cast["tech1"])
    job = accept_ticket(ticket=ticket, by=cast["office1"])
    viewer = staff_viewer(cast["owner1"])
    assert told(viewer, ticket_id=ticket.pk) == [
        ("Nachricht vom Kunden", str(cast["brandt.all"])),
        ("Interne Notiz", "Tarek Aydın"),
        (f"Auftrag {job.number} angelegt", "Jonas Keller"),
        (f"Angenommen als Auftrag {job.number}", "Jonas Keller"),
    ]


def test_customer_reads_the_provider_not_its_people(cast):
    ticket = make.make_ticket(cast.brandt)
    actions.comment(ticket=ticket, body="Hallo", by=cast["brandt.all"])
    actions.note(ticket=ticket, body="Geheim", by=cast["tech1"])
    actions.assign(ticket=ticket, member=make.make_member(cast.lindner), by=cast["office1"])
    accept_ticket(ticket=ticket, by=cast["office1"])
    assert told(portal_viewer(cast["brandt.all"]), ticket_id=ticket.pk) == [
        ("Nachricht gesendet", "Sie"),
        ("Meldung angenommen", "Lindner Gebäudeservice"),
    ]
    colleague = portal_viewer(cast["brandt.colleague"])
    assert told(colleague, ticket_id=ticket.pk)[0] == ("Nachricht gesendet", str(cast["brandt.all"]))


def test_visits_that_are_switched_off_leave_the_history(cast):
    job = make.make_job(cast.brandt, site=cast.ufer)
    visit = make.make_visit(job)
    record(
        "visit.planned", provider_id=cast.lindner.pk, by=cast["office1"], side="office", public=True, data=WINDOW,
        job_id=job.pk, visit_id=visit.pk, customer_id=cast.brandt.pk,
    )  # fmt: skip
    sentence = [("Termin geplant: Do, 26. November 2026, 09:00 bis 11:00 Uhr", "Lindner Gebäudeservice")]
    assert told(portal_viewer(cast["brandt.all"]), job_id=job.pk) == sentence
    cast.brandt.show_visits = False
    cast.brandt.save()
    assert told(portal_viewer(cast["brandt.all"]), job_id=job.pk) == []
    assert told(staff_viewer(cast["office1"]), job_id=job.pk)[0][0].startswith("Einsatz geplant")


def test_invoices_and_payments_follow_the_right_to_see_them(cast):
    job = make.make_job(cast.brandt)
    for verb in ("invoice.issued", "payment.recorded"):
        data = {"number": "RE-2026-0001", "amount": "119.00"}
        record(
            verb, provider_id=cast.lindner.pk, by=cast["office1"], public=True, data=data, job_id=job.pk, invoice_id=404
        )
    office = told(staff_viewer(cast["office1"]), job_id=job.pk)
    assert [title.replace("\u00a0", " ") for title, _actor in office] == [
        "Rechnung RE-2026-0001 ausgestellt", "Zahlung über 119,00 € erfasst",
    ]  # fmt: skip
    assert told(portal_viewer(cast["brandt.colleague"]), job_id=job.pk) == []


def test_technicians_read_of_a_job_what_they_may_see_and_no_money(cast):
    tech = Membership.objects.get(person=cast["tech1"])
    job = make.make_job(cast.brandt, site=cast.ufer)
    own, colleague = make.make_visit(job, (tech,)), make.make_visit(job)
    invoice = make_draft(cast.brandt)
    data = WINDOW | {"number": "RE-2026-0001", "amount": "119.00"}
    for verb, touched in [
        ("visit.started", {"visit_id": own.pk}), ("visit.finished", {"visit_id": colleague.pk}),
        ("invoice.issued", {"invoice_id": invoice.pk}), ("payment.recorded", {"invoice_id": invoice.pk}),
    ]:  # fmt: skip
        record(verb, provider_id=cast.lindner.pk, by=None, data=data, job_id=job.pk, **touched)
    assert len(told(staff_viewer(cast["office1"]), job_id=job.pk)) == 4
    assert told(staff_viewer(cast["tech1"]), job_id=job.pk) == [("Einsatz begonnen", "")]


def test_colleagues_tickets_stay_hidden_in_the_history_of_a_visit(cast):
    """The words typed on one ticket never reach somebody who may read only their own, by way of the visit."""
    PortalAccess.objects.filter(person=cast["brandt.colleague"]).update(sees_colleagues_tickets=False)
    job = make.make_job(cast.brandt, site=cast.ufer)
    visit = make.make_visit(job)
    tickets = [
        make.make_ticket(cast.brandt, job=job, visit=visit, reported_by=cast[key])
        for key in ("brandt.all", "brandt.colleague")
    ]
    for ticket in tickets:
        actions.close(ticket=ticket, by=ticket.reported_by, side="portal")
    everything = [("Meldung abgeschlossen", "Sie"), ("Meldung abgeschlossen", str(cast["brandt.colleague"]))]
    assert told(portal_viewer(cast["brandt.all"]), visit_id=visit.pk) == everything
    assert told(portal_viewer(cast["brandt.colleague"]), visit_id=visit.pk) == [("Meldung abgeschlossen", "Sie")]


def test_the_history_of_an_object_costs_no_query_for_the_object_itself(cast, django_assert_num_queries):
    ticket = make.make_ticket(cast.brandt)
    actions.close(ticket=ticket, by=cast["brandt.all"], side="portal")
    viewer = portal_viewer(cast["brandt.all"])
    rows = list(history_for(viewer, ticket_id=ticket.pk))
    with django_assert_num_queries(0):
        assert len(describe(rows, viewer, root=ticket)) == 1


def test_unknown_verbs_and_missing_values_do_no_harm(cast):
    for verb in ("ticket.danced", "visit.move_asked"):
        record(verb, provider_id=cast.lindner.pk, by=None, customer_id=cast.brandt.pk)
    assert told(staff_viewer(cast["office1"]), customer_id=cast.brandt.pk) == [("Anderer Termin gewünscht", "")]


def test_every_verb_of_the_actions_has_words():
    nouns = "|".join({verb.partition(".")[0] for verb in WORDS})
    verb = re.compile(rf'"((?:{nouns})\.[a-z_]+)"')
    written = {found for path in sources() if "actions" in str(path) for found in verb.findall(path.read_text())}
    written |= {found for path in sources(below="flows") for found in verb.findall(path.read_text())}
    assert "visit.planned" in written
    assert written - set(WORDS) == {"provider.created"}  # a company has no page of its own with a history


def test_every_sentence_fills_in_and_has_an_icon(cast):
    icons = (PACKAGE / "ui" / "icons.txt").read_text().split()
    with translation.override("de"):
        for words in WORDS.values():
            assert words.icon in icons
            for sentence in (words.office, words.portal):
                str(sentence) % dict.fromkeys(
                    (
                        "company",
                        "when",
                        "job",
                        "reason",
                        "member",
                        "number",
                        "name",
                        "amount",
                        "wish",
                        "day",
                        "from",
                        "to",
                        "deputy",
                        "away",
                        "answer",
                        "job_word",
                        "request_word",
                        "report_word",
                        "lines",
                    ),
                    "x",
                )


def test_only_what_still_waits_is_marked_as_waiting(cast):
    report = make.make_report(make.make_visit(make.make_job(cast.brandt, site=cast.ufer)))
    touched = {"provider_id": cast.lindner.pk, "side": "office", "public": True, "report_id": report.pk}
    viewer = staff_viewer(cast["owner1"])

    def states():
        rows = history_for(viewer, report_id=report.pk).order_by("-id")
        return [(entry.verb, entry.state) for entry in describe(rows, viewer)]

    record("report.presented", by=cast["office1"], data={"number": "LB-1"}, **touched)
    assert states() == [("report.presented", "cur")]
    record("report.signed", by=cast["office1"], data={"number": "LB-1"}, **touched)
    assert states() == [("report.signed", ""), ("report.presented", "")]
