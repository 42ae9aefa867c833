"""Letters about visits: to customers when somebody comes, to the performers their plan, to the office a wish for another time."""

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from torhaus.access.performers import performers_for
from torhaus.access.permissions import Permission as P
from torhaus.delivery.audience import VISIT, Recipient, Told, customers, office, performers
from torhaus.delivery.letter import Letter, address_of
from torhaus.delivery.letters import Telling
from torhaus.jobs.models import Visit, VisitStatus
from torhaus.ui import formats


def planned(told: Told, recipient: Recipient) -> Letter | None:
    visit = _visit(told, recipient)
    return _about(
        visit,
        recipient,
        title=_("Ihr Termin steht fest"),
        lead=_("Wir kommen zu Ihnen:"),
        subject=_("Termin: %(when)s"),
    )


def moved(told: Told, recipient: Recipient) -> Letter | None:
    visit = _visit(told, recipient)
    return _about(
        visit,
        recipient,
        title=_("Ihr Termin wurde verschoben"),
        lead=_("Der Termin hat eine neue Zeit:"),
        subject=_("Neuer Termin: %(when)s"),
    )


def cancelled(told: Told, recipient: Recipient) -> Letter | None:
    visit = _visit(told, recipient)
    return _about(
        visit,
        recipient,
        title=_("Ihr Termin wurde abgesagt"),
        lead=_("Dieser Termin findet nicht statt:"),
        subject=_("Abgesagt: %(when)s"),
        quote=str(told.data.get("reason", "")),
        names_performers=False,
    )


def move_confirmed(told: Told, recipient: Recipient) -> Letter | None:
    visit = _visit(told, recipient)
    return _about(
        visit,
        recipient,
        title=_("Ihr Wunschtermin ist bestätigt"),
        lead=_("Wir kommen zur neuen Zeit:"),
        subject=_("Bestätigt: %(when)s"),
        quote=str(told.data.get("answer", "")),
    )


def move_declined(told: Told, recipient: Recipient) -> Letter | None:
    visit = _visit(told, recipient)
    return _about(
        visit,
        recipient,
        title=_("Ihr Wunschtermin ist leider nicht möglich"),
        lead=_("Es bleibt bei diesem Termin:"),
        subject=_("Es bleibt bei %(when)s"),
        quote=str(told.data.get("answer", "")),
    )


def no_show(told: Told, recipient: Recipient) -> Letter | None:
    visit = _visit(told, recipient)
    return _about(
        visit,
        recipient,
        title=_("Wir haben Sie nicht angetroffen"),
        lead=_("Wir waren da und konnten nicht arbeiten. Bitte melden Sie sich für einen neuen Termin."),
        subject=_("Nicht angetroffen: %(when)s"),
    )


def move_asked(told: Told, recipient: Recipient) -> Letter | None:
    """To the office."""
    visit = _visit(told, recipient)
    if visit is None:
        return None
    wished = parse_datetime(str(told.data.get("wished", "")))
    return Letter(
        title=_("Terminwunsch von %(customer)s") % {"customer": visit.customer.name},
        subject=_("Terminwunsch: %(title)s") % {"title": visit.title},
        paragraphs=[_("Der Kunde bittet um eine andere Zeit.")],
        facts=[
            (_("Termin"), _when(visit)),
            (_("Wunsch"), formats.datetime(wished) if wished else ""),
            (_("Wo"), str(visit.site)),
        ]
        if wished
        else [(_("Termin"), _when(visit)), (_("Wo"), str(visit.site))],
        quote=str(told.data.get("wish", "")),
        link=address_of("office:visit", pk=visit.pk),
        link_label=_("Antworten"),
    )


def own_plan(told: Told, recipient: Recipient) -> Letter | None:
    """To the performers: a visit came, moved or fell away."""
    visit = _visit(told, recipient)
    if visit is None:
        return None
    titles = {
        "visit.planned": _("Neuer Einsatz für Sie"),
        "visit.cancelled": _("Einsatz abgesagt"),
    }
    title = titles.get(told.activity.verb, _("Einsatz verschoben"))
    contact = " ".join(part for part in (visit.contact_name, visit.contact_phone) if part)
    facts = [
        (_("Wann"), _when(visit)),
        (_("Was"), visit.title),
        (_("Wo"), _place(visit)),
        (_("Kunde"), visit.customer.name),
        (_("Vor Ort"), contact),
    ]
    return Letter(
        title=title,
        subject=f"{title}: {formats.day(visit.starts_at)}, {formats.window(visit.starts_at, visit.ends_at)}",
        facts=[(name, value) for name, value in facts if value],
        quote=visit.note,
        link=address_of("office:visit", pk=visit.pk),
        link_label=_("Einsatz öffnen"),
    )


def _visit(told: Told, recipient: Recipient) -> Visit | None:
    visit: Visit | None = told.fetch(recipient.viewer, VISIT, P.VISIT_READ, "customer", "site", "job__room")
    is_news = visit is not None and (visit.status == VisitStatus.CANCELLED) == (told.activity.verb == "visit.cancelled")
    return visit if is_news else None


def _about(
    visit: Visit | None,
    recipient: Recipient,
    *,
    title: str,
    lead: str,
    subject: str,
    quote: str = "",
    names_performers: bool = True,
) -> Letter | None:
    if visit is None or recipient.viewer is None:
        return None
    names = ", ".join(one.name for one in performers_for(recipient.viewer, [visit])[visit.pk])
    facts = [
        (_("Wann"), _when(visit)),
        (_("Was"), visit.title),
        (_("Wo"), _place(visit)),
        (_("Wer kommt"), names if names_performers else ""),
    ]
    return Letter(
        title=title,
        subject=subject % {"when": f"{formats.day(visit.starts_at)} – {visit.title}"},
        paragraphs=[lead],
        facts=[(name, value) for name, value in facts if value],
        quote=quote,
        link=address_of("portal:visit", pk=visit.pk),
        link_label=_("Termin ansehen"),
    )


def _when(visit: Visit) -> str:
    return f"{formats.weekday_date(visit.starts_at)}, {formats.window(visit.starts_at, visit.ends_at)}"


def _place(visit: Visit) -> str:
    site, room = visit.site, visit.job.room
    names = [site.name, room.name if room and room.site_id == site.pk else ""]
    city = f"{site.postcode} {site.city}".strip()
    return ", ".join(part for part in (*names, site.street if site.street != site.name else "", city) if part)


TO_CUSTOMER = customers(VISIT, P.VISIT_READ, only_concerned=True)

TELLINGS = {
    "visit.planned": [Telling(TO_CUSTOMER, planned), Telling(performers, own_plan)],
    "visit.moved": [Telling(TO_CUSTOMER, moved), Telling(performers, own_plan)],
    "visit.cancelled": [Telling(TO_CUSTOMER, cancelled), Telling(performers, own_plan)],
    "visit.move_asked": [Telling(office(VISIT, P.VISIT_PLAN), move_asked)],
    "visit.move_confirmed": [Telling(TO_CUSTOMER, move_confirmed), Telling(performers, own_plan)],
    "visit.move_declined": [Telling(TO_CUSTOMER, move_declined)],
    "visit.no_show": [Telling(TO_CUSTOMER, no_show)],
}
