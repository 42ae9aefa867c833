"""Letters about accounts: those with a secret link (invitations, login, new password), and what its owner should hear of."""

import dataclasses

from django.utils.translation import gettext as _

from torhaus.accounts import devices
from torhaus.accounts.models import Person
from torhaus.delivery.audience import Recipient, Told, as_recipient, greeting
from torhaus.delivery.letter import Letter, address_of
from torhaus.delivery.letters import Telling
from torhaus.notices.models import SECRET_LINK
from torhaus.portal_access.models import OPEN_INVITATIONS, Invitation
from torhaus.providers.models import Membership
from torhaus.ui import formats


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


def colleague(told: Told) -> list[Recipient]:
    """The invited mail box, under the name that the office typed: the outbox shows no more of an account than that."""
    rows = Membership.objects.select_related("person").filter(pk=told.data.get("membership_id"), accepted_at=None)
    member = rows.filter(is_active=True, person__is_active=True).first()
    if member is None or not member.person.email:
        return []
    language, name = member.person.language, str(member)
    words = greeting("", name, "", language=language)
    return [Recipient(address=member.person.email, name=name, language=language, greeting=words)]


def join_the_team(told: Told, recipient: Recipient) -> Letter:
    names = {"provider": told.provider.name if told.provider else "Torhaus"}
    return Letter(
        title=_("Einladung ins Team von %(provider)s") % names,
        paragraphs=[
            _("%(provider)s lädt Sie ein, im Büro von Torhaus mitzuarbeiten.") % names,
            _("Erst wenn Sie annehmen, gehören Sie dazu. Kennen Sie die Firma nicht? Dann ist nichts zu tun."),
        ],
        link=SECRET_LINK,
        link_label=_("Einladung ansehen"),
        small_print=_("Der Link gilt sieben Tage und nur einmal."),
    )


def login_link(told: Told, recipient: Recipient) -> Letter:
    return Letter(
        title=_("Ihr Link zum Anmelden"),
        paragraphs=[
            _("Mit diesem Link melden Sie sich ohne Passwort an."),
            _("Waren Sie das nicht? Dann ist nichts zu tun; ohne den Link kommt niemand hinein."),
        ],
        link=SECRET_LINK,
        link_label=_("Anmelden"),
        small_print=_("Der Link gilt 15 Minuten und nur einmal."),
    )


def new_address(told: Told) -> list[Recipient]:
    person = Person.objects.filter(pk=told.data.get("person_id"), is_active=True).first()
    return [dataclasses.replace(as_recipient(person, None), address=told.data["address"])] if person else []


def confirm_address(told: Told, recipient: Recipient) -> Letter:
    return Letter(
        title=_("Neue E-Mail-Adresse bestätigen"),
        paragraphs=[
            _("Diese Adresse soll künftig zu Ihrem Konto gehören. Bitte bestätigen Sie, dass sie Ihre ist."),
            _("Waren Sie das nicht? Dann ist nichts zu tun."),
        ],
        link=SECRET_LINK,
        link_label=_("Adresse bestätigen"),
        small_print=_("Der Link gilt 24 Stunden und nur einmal."),
    )


def old_address(told: Told) -> list[Recipient]:
    person = Person.objects.filter(pk=told.data.get("person_id"), is_active=True).first()
    old = told.data.get("old", "")
    return [dataclasses.replace(as_recipient(person, None), address=old)] if person and old else []


def address_changed(told: Told, recipient: Recipient) -> Letter:
    return _warning(
        _("Ihre E-Mail-Adresse wurde geändert"),
        _("Sie melden sich künftig mit %(address)s an.") % {"address": told.data["new"]},
    )


def new_device(told: Told, recipient: Recipient) -> Letter:
    return Letter(
        title=_("Anmeldung von einem neuen Gerät"),
        paragraphs=[_("Bei Ihrem Konto hat sich jemand von einem Gerät angemeldet, das wir noch nicht kennen.")],
        facts=[
            (_("Gerät"), devices.name_of(told.data.get("agent", ""))),
            (_("Netzadresse"), told.data.get("address", "")),
            (_("Zeit"), formats.datetime(told.activity.at)),
        ],
        link=address_of("doorstep:start"),
        link_label=_("Zum Konto"),
        small_print=_(
            "Waren Sie das? Dann ist nichts zu tun. Sonst ändern Sie Ihr Passwort und melden andere Geräte ab."
        ),
    )


def factor_changed(told: Told, recipient: Recipient) -> Letter:
    name, left = told.data.get("name", ""), told.data.get("left", 0)
    said = {
        "totp_added": _("Eine Authenticator-App wurde eingerichtet."),
        "totp_removed": _("Die Authenticator-App wurde entfernt."),
        "passkey_added": _("Der Passkey „%(name)s“ wurde hinzugefügt.") % {"name": name},
        "passkey_removed": _("Der Passkey „%(name)s“ wurde entfernt.") % {"name": name},
        "codes_made": _("Es wurden neue Wiederherstellungscodes erstellt. Die alten gelten nicht mehr."),
        "code_used": _("Ein Wiederherstellungscode wurde zum Anmelden benutzt. Es sind noch %(left)s übrig.")
        % {"left": left},
        "all_removed": _("Alle zweiten Faktoren wurden entfernt. Bitte richten Sie neue ein."),
    }
    return _warning(_("Änderung an Ihrer Anmeldung"), said[told.data["what"]])


def password_changed(told: Told, recipient: Recipient) -> Letter:
    return _warning(_("Ihr Passwort wurde geändert"), _("Auf allen anderen Geräten sind Sie abgemeldet."))


def _warning(title: str, what: str) -> Letter:
    return Letter(
        title=title,
        paragraphs=[what],
        link=address_of("doorstep:start"),
        link_label=_("Zum Konto"),
        small_print=_(
            "Waren Sie das nicht? Dann ändern Sie sofort Ihr Passwort, und fragen Sie Ihren Dienstleister um Hilfe."
        ),
    )


def _invitation(told: Told) -> Invitation | None:
    found = Invitation.objects.select_related("contact", "customer", "provider")
    return found.filter(pk=told.data.get("invitation_id"), status__in=OPEN_INVITATIONS).first()


TELLINGS = {
    "invitation.created": [Telling(invited, invitation, is_secret=True)],
    "person.reset_asked": [Telling(person_told, new_password, is_secret=True)],
    "person.login_link_asked": [Telling(person_told, login_link, is_secret=True)],
    "person.email_asked": [Telling(new_address, confirm_address, is_secret=True)],
    "person.email_changed": [Telling(old_address, address_changed)],
    "person.password_changed": [Telling(person_told, password_changed)],
    "person.factor_changed": [Telling(person_told, factor_changed)],
    "person.new_device": [Telling(person_told, new_device)],
    "staff.invited": [Telling(colleague, join_the_team, is_secret=True)],
}
