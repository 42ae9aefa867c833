"""Which rows the cast sees through the doors."""

import pytest
from django.http import Http404

from tests import factories as make
from torhaus.access.fetch import children_for, get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import portal_viewer, staff_viewer
from torhaus.files.models import StoredFile
from torhaus.portal_access.models import PortalAccess
from torhaus.tickets.models import Ticket, TicketAttachment, TicketMessage


def titles(person, build=portal_viewer):
    viewer = build(person)
    return set(list_for(viewer, Ticket, P.TICKET_READ).values_list("title", flat=True)) if viewer else None


def test_customers_see_their_own_tickets_only(cast):
    make.make_ticket(cast.brandt, site=cast.ufer, title="Ufer")
    make.make_ticket(cast.brandt, site=cast.lindenhof, title="Lindenhof")
    make.make_ticket(cast.stadtbau, job=cast.stadtbau_job, title="Fassade")
    make.make_ticket(cast.altmann, title="Altmann")
    assert titles(cast["brandt.all"]) == {"Ufer", "Lindenhof"}
    assert titles(cast["brandt.site"]) == {"Ufer"}
    assert titles(cast["stadtbau.job"]) == {"Fassade"}
    assert titles(cast["owner1"], staff_viewer) == {"Ufer", "Lindenhof", "Fassade"}
    assert titles(cast["owner2"], staff_viewer) == {"Altmann"}
    assert titles(cast["kita.off"]) is None
    assert titles(cast["weber.all"]) is None


def test_technician_sees_tickets_of_own_visits(cast):
    member = staff_viewer(cast["tech1"]).membership
    job = make.make_job(cast.brandt, site=cast.ufer)
    make.make_visit(job, performers=(member,))
    make.make_ticket(cast.brandt, job=job, title="Meiner")
    make.make_ticket(cast.brandt, title="Anderer")
    assert titles(cast["tech1"], staff_viewer) == {"Meiner"}


def test_person_of_two_providers_lists_one_and_finds_both(cast):
    make.make_ticket(cast.stadtbau, title="Bau")
    altmann = make.make_ticket(cast.altmann, title="Altmann")
    viewer = portal_viewer(cast["both"])
    assert titles(cast["both"]) == {"Bau"}
    assert get_for(viewer, Ticket, altmann.pk, P.TICKET_READ) == altmann


def test_stranger_gets_404_for_foreign_ticket(cast):
    ticket = make.make_ticket(cast.brandt)
    assert get_for(portal_viewer(cast["brandt.all"]), Ticket, ticket.pk, P.TICKET_READ) == ticket
    with pytest.raises(Http404):
        get_for(portal_viewer(cast["stadtbau.all"]), Ticket, ticket.pk, P.TICKET_READ)


def test_internal_notes_stay_in_the_office(cast):
    ticket = make.make_ticket(cast.brandt)
    note = TicketMessage.objects.create(
        provider=cast.lindner, ticket=ticket, author_name="J", is_from_office=True, is_internal=True, body="intern"
    )
    assert list(children_for(staff_viewer(cast["office1"]), TicketMessage, ticket)) == [note]
    assert list(children_for(portal_viewer(cast["brandt.all"]), TicketMessage, ticket)) == []
    assert get_for(staff_viewer(cast["office1"]), TicketMessage, note.pk, P.TICKET_READ) == note
    with pytest.raises(Http404):
        get_for(portal_viewer(cast["brandt.all"]), TicketMessage, note.pk, P.TICKET_READ)


def test_thread_is_closed_to_who_may_not_read_messages(cast):
    ticket = make.make_ticket(cast.brandt)
    for person in (cast["office1"], cast["brandt.colleague"]):
        TicketMessage.objects.create(
            provider=cast.lindner,
            ticket=ticket,
            author=person,
            author_name="J",
            is_from_office=False,
            body=person.last_name,
        )
    viewer = portal_viewer(cast["brandt.colleague"])
    assert children_for(viewer, TicketMessage, ticket).count() == 2
    PortalAccess.objects.filter(person=cast["brandt.colleague"]).update(reads_messages=False)
    viewer = portal_viewer(cast["brandt.colleague"])
    [own] = children_for(viewer, TicketMessage, ticket)
    assert own.body == cast["brandt.colleague"].last_name
    make_attachment(cast, ticket, None)
    make_attachment(cast, ticket, TicketMessage.objects.get(author=cast["office1"]))
    assert [a.message for a in children_for(viewer, TicketAttachment, ticket)] == [None]
    assert children_for(portal_viewer(cast["brandt.all"]), TicketAttachment, ticket).count() == 2
    assert children_for(staff_viewer(cast["office1"]), TicketMessage, ticket).count() == 2


def make_attachment(cast, ticket, message):
    file = StoredFile.objects.create(
        provider=cast.lindner, sha256="0" * 64, size=1, media_type="image/jpeg", name="a.jpg"
    )
    TicketAttachment.objects.create(provider=cast.lindner, ticket=ticket, message=message, file=file)
