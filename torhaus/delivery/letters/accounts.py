"""Letters that carry a secret link: invitation to the portal, welcome of a colleague, new password."""

from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.delivery.audience import Recipient, Told, as_recipient, greeting
from torhaus.delivery.letter import Letter
from torhaus.delivery.letters import Telling
from torhaus.notices.models import SECRET_LINK
from torhaus.portal_access.models import OPEN_INVITATIONS, Invitation


def invited(told: Told) -> list[Recipient]:
    invitation = _invitation(told)
    if invitation is None:
        return []
    contact = invitation.contact
    words = greeting(contact.salutation, contact.first_name, contact.last_name, language=contact.language)
    return [Recipient(address=invitation.email.lower(), name=str(contact), language=contact.language, greeting=words)]


def invitation(told: Told, recipient: Recipient) -> Letter | None:
    row = _invitation(told)
    if row is None:
        return None
    names = {"provider": row.provider.name, "customer": row.customer.name}
    return Letter(
        title=_("Ihr Zugang zum Kundenportal"),
        subject=_("Einladung ins Kundenportal von %(provider)s") % names,
        paragraphs=[
            _("%(provider)s lädt Sie ein, alles rund um „%(customer)s“ online zu verfolgen: Meldungen, Termine, "
              "Leistungsbelege und Rechnungen.") % names,
            _("Wählen Sie Ihr Passwort, dann sind Sie schon angemeldet."),
        ],
        link=SECRET_LINK,
        link_label=_("Zugang einrichten"),
        small_print=_("Der Link gilt sieben Tage und nur für Sie. Danach lassen Sie sich dort einen neuen senden."),
    )  # fmt: skip


def person_told(told: Told) -> list[Recipient]:
    person = Person.objects.filter(pk=told.data.get("person_id"), is_active=True).first()
    return [as_recipient(person, None)] if person is not None and person.email else []


def new_password(told: Told, recipient: Recipient) -> Letter:
    return Letter(
        title=_("Neues Passwort wählen"),
        paragraphs=[
            _("Für Ihr Konto wurde ein neues Passwort angefordert."),
            _("Waren Sie das nicht? Dann ist nichts zu tun, Ihr Passwort bleibt, wie es ist."),
        ],
        link=SECRET_LINK,
        link_label=_("Neues Passwort wählen"),
        small_print=_("Der Link gilt 24 Stunden und nur einmal."),
    )


def welcome(told: Told, recipient: Recipient) -> Letter:
    names = {"provider": told.provider.name if told.provider else "Torhaus"}
    return Letter(
        title=_("Willkommen bei %(provider)s") % names,
        subject=_("Ihr Zugang bei %(provider)s") % names,
        paragraphs=[
            _("%(provider)s hat ein Konto für Sie angelegt. Wählen Sie Ihr Passwort, dann können Sie anfangen.") % names
        ],
        link=SECRET_LINK,
        link_label=_("Passwort wählen"),
        small_print=_("Der Link gilt sieben Tage und nur einmal."),
    )


def _invitation(told: Told) -> Invitation | None:
    found = Invitation.objects.select_related("contact", "customer", "provider")
    return found.filter(pk=told.data.get("invitation_id"), status__in=OPEN_INVITATIONS).first()


TELLINGS = {
    "invitation.created": [Telling(invited, invitation, is_secret=True)],
    "person.reset_asked": [Telling(person_told, new_password, is_secret=True)],
    "staff.invited": [Telling(person_told, welcome, is_secret=True)],
}
