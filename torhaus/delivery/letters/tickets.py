"""Letters about tickets: to the office what customers report and write, to customers what became of it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from torhaus.access.permissions import Permission as P
from torhaus.delivery.audience import TICKET, Recipient, Told, customers, office
from torhaus.delivery.letter import Letter, address_of
from torhaus.delivery.letters import Telling
from torhaus.providers.words import Words, words_of
from torhaus.tickets.models import Channel, Ticket, TicketMessage, TicketStatus, Urgency


def new_ticket(told: Told, recipient: Recipient) -> Letter | None:
    """To the office."""
    ticket = _ticket(told, recipient, "customer", "site", "room", "category")
    if ticket is None or not told.is_from_portal:
        return None
    trial = _("Test: ") if ticket.is_test else ""
    urgency = f" – {Urgency(ticket.urgency).label}" if ticket.urgency in {Urgency.HIGH, Urgency.EMERGENCY} else ""
    return Letter(
        title=trial + _("%(request)s: %(title)s") % {"request": _words(told).request.one, "title": ticket.title},
        subject=trial
        + _("%(number)s%(urgency)s: %(title)s") % {"number": ticket.number, "urgency": urgency, "title": ticket.title},
        paragraphs=[_("%(customer)s hat etwas gemeldet.") % {"customer": ticket.customer.name}],
        facts=_facts(ticket, is_office=True),
        quote=ticket.description,
        link=address_of("office:ticket", pk=ticket.pk),
        link_label=_("%(ticket)s öffnen") % {"ticket": _words(told).ticket.inline},
    )


def receipt(told: Told, recipient: Recipient) -> Letter | None:
    """To the customer: it has arrived."""
    ticket = _ticket(told, recipient, "customer", "site", "room", "category", "provider")
    if ticket is None:
        return None
    hours = ticket.provider.reply_hours
    is_phoned = ticket.channel != Channel.PORTAL
    return Letter(
        title=_("%(request)s eingegangen") % {"request": _words(told).request.one},
        subject=_("Eingegangen: %(title)s (%(number)s)") % {"title": ticket.title, "number": ticket.number},
        paragraphs=[
            _("Wir haben das für Sie aufgenommen.") if is_phoned else _("Vielen Dank, dass Sie uns Bescheid geben."),
            ngettext(
                "Sie hören innerhalb einer Stunde von uns.", "Sie hören innerhalb von %(hours)s Stunden von uns.", hours
            )
            % {"hours": hours},
        ],
        facts=_facts(ticket),
        quote=ticket.description,
        link=address_of("portal:ticket", pk=ticket.pk),
        link_label=_("%(request)s ansehen") % {"request": _words(told).request.inline},
    )


def answer(told: Told, recipient: Recipient) -> Letter | None:
    """To the customer: the office wrote."""
    ticket = _ticket(told, recipient, "provider")
    message = _message(told, ticket)
    if ticket is None or message is None or told.fetch(recipient.viewer, TICKET, P.THREAD_READ) is None:
        return None
    asks = told.data.get("status") == TicketStatus.WAITING
    title = _("Eine Rückfrage an Sie") if asks else _("Eine Antwort für Sie")
    return Letter(
        title=title,
        subject=_("%(what)s „%(title)s“ (%(number)s)")
        % {"what": title, "title": ticket.title, "number": ticket.number},
        paragraphs=[_("%(provider)s hat Ihnen geschrieben:") % {"provider": ticket.provider.name}],
        quote=message.body,
        link=address_of("portal:ticket", pk=ticket.pk),
        link_label=_("Antworten") if asks else _("%(request)s ansehen") % {"request": _words(told).request.inline},
        small_print=_("Bitte antworten Sie im Kundenportal, damit nichts verloren geht."),
    )


def comment(told: Told, recipient: Recipient) -> Letter | None:
    """To the office: the customer wrote."""
    ticket = _ticket(told, recipient, "customer")
    message = _message(told, ticket)
    if ticket is None or message is None:
        return None
    return Letter(
        title=_("Neue Nachricht zu %(ticket)s") % {"ticket": ticket.number},
        subject=_("%(number)s: Nachricht von %(name)s") % {"number": ticket.number, "name": message.author_name},
        paragraphs=[
            _("%(name)s (%(customer)s) schreibt zu „%(title)s“:")
            % {"name": message.author_name, "customer": ticket.customer.name, "title": ticket.title}
        ],
        quote=message.body,
        link=address_of("office:ticket", pk=ticket.pk),
        link_label=_("%(ticket)s öffnen") % {"ticket": _words(told).ticket.inline},
    )


def accepted(told: Told, recipient: Recipient) -> Letter | None:
    """To the customer, unless the visit was planned in the same breath, which says more."""
    ticket = _ticket(told, recipient, "site")
    if ticket is None or ticket.status != TicketStatus.ACCEPTED:
        return None
    return Letter(
        title=_("Wir kümmern uns darum"),
        subject=_("Angenommen: %(title)s (%(number)s)") % {"title": ticket.title, "number": ticket.number},
        paragraphs=[_("Es ist angenommen. Sobald ein Termin feststeht, erfahren Sie es hier.")],
        facts=_facts(ticket),
        link=address_of("portal:ticket", pk=ticket.pk),
        link_label=_("%(request)s ansehen") % {"request": _words(told).request.inline},
    )


def declined(told: Told, recipient: Recipient) -> Letter | None:
    """To the customer, with the reason."""
    ticket = _ticket(told, recipient)
    if ticket is None:
        return None
    return Letter(
        title=_("Das können wir nicht übernehmen"),
        subject=_("Abgelehnt: %(title)s (%(number)s)") % {"title": ticket.title, "number": ticket.number},
        paragraphs=[_("Der Grund:")],
        quote=str(told.data.get("reason", "")),
        link=address_of("portal:ticket", pk=ticket.pk),
        link_label=_("%(request)s ansehen") % {"request": _words(told).request.inline},
    )


def closed(told: Told, recipient: Recipient) -> Letter | None:
    """To the customer: done, says the office."""
    ticket = _ticket(told, recipient)
    if ticket is None or told.is_from_portal:
        return None
    return Letter(
        title=_("%(request)s erledigt") % {"request": _words(told).request.one},
        subject=_("Erledigt: %(title)s (%(number)s)") % {"title": ticket.title, "number": ticket.number},
        paragraphs=[_("Fehlt noch etwas? Dann öffnen Sie den Vorgang einfach wieder.")],
        link=address_of("portal:ticket", pk=ticket.pk),
        link_label=_("%(request)s ansehen") % {"request": _words(told).request.inline},
    )


def reopened(told: Told, recipient: Recipient) -> Letter | None:
    """To the office: something is left to do, says the customer."""
    ticket = _ticket(told, recipient, "customer")
    if ticket is None or not told.is_from_portal:
        return None
    return Letter(
        title=_("Wieder geöffnet: %(title)s") % {"title": ticket.title},
        subject=_("%(number)s wieder geöffnet: %(title)s") % {"number": ticket.number, "title": ticket.title},
        paragraphs=[_("%(customer)s meldet, dass noch etwas fehlt.") % {"customer": ticket.customer.name}],
        link=address_of("office:ticket", pk=ticket.pk),
        link_label=_("%(ticket)s öffnen") % {"ticket": _words(told).ticket.inline},
    )


def _words(told: Told) -> Words:
    assert told.provider is not None
    return words_of(told.provider)


def _ticket(told: Told, recipient: Recipient, *related: str) -> Ticket | None:
    ticket: Ticket | None = told.fetch(recipient.viewer, TICKET, P.TICKET_READ, *related)
    return ticket


def _message(told: Told, ticket: Ticket | None) -> TicketMessage | None:
    if ticket is None:
        return None
    return TicketMessage.objects.filter(pk=told.data.get("message"), ticket=ticket, is_internal=False).first()


def _facts(ticket: Ticket, *, is_office: bool = False) -> list[tuple[str, str]]:
    place = ", ".join(str(part) for part in (ticket.site, ticket.room if ticket.room_id else None) if part)
    facts = [
        (_("Nummer"), ticket.number),
        (_("Titel"), ticket.title),
        (_("Wo"), place),
    ]
    if is_office:
        contact = " ".join(part for part in (ticket.contact_name, ticket.contact_phone) if part)
        facts += [(_("Vor Ort"), contact), (_("Wunschtermine"), ticket.preferred_dates)]
    return [(name, value) for name, value in facts if value]


TO_OFFICE = office(TICKET, P.TICKET_DECIDE)
TO_CUSTOMER = customers(TICKET, P.TICKET_READ, only_concerned=True)

TELLINGS = {
    "ticket.reported": [
        Telling(TO_OFFICE, new_ticket),
        Telling(customers(TICKET, P.TICKET_READ, only_concerned=True, even_the_actor=True), receipt),
    ],
    "ticket.answered": [Telling(TO_CUSTOMER, answer)],
    "ticket.commented": [Telling(TO_OFFICE, comment)],
    "ticket.accepted": [Telling(TO_CUSTOMER, accepted)],
    "ticket.declined": [Telling(TO_CUSTOMER, declined)],
    "ticket.closed": [Telling(TO_CUSTOMER, closed)],
    "ticket.reopened": [Telling(TO_OFFICE, reopened)],
}
