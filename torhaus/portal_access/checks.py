"""Whether somebody can be invited, and what is missing, in words for the page where the button is."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from torhaus.customers.models import Contact, Customer
from torhaus.providers.models import Plan, Provider


def missing_for_portal(provider: Provider) -> list[str]:
    """Why this provider cannot open any portal; empty when it can."""
    missing = []
    if provider.plan != Plan.PRO:
        missing.append(_("Das Kundenportal gehört zum Tarif PRO. Bitte wechseln Sie den Tarif, um es zu öffnen."))
    if not provider.has_portal_plugin:
        missing.append(_("Das Kundenportal ist für Ihre Firma ausgeschaltet."))
    return missing


def missing_for_invitation(contact: Contact) -> list[str]:
    """What a contact lacks to be invited; empty when nothing."""
    missing = []
    if not contact.is_active:
        missing.append(_("Der Kontakt ist nicht aktiv."))
    if not has_valid_email(contact):
        missing.append(_("Es fehlt eine gültige E-Mail-Adresse."))
    if not contact.is_notified:
        missing.append(_("„Kundenbenachrichtigung“ ist ausgeschaltet."))
    return missing


def missing_for_activation(main: Contact | None) -> list[str]:
    """Why activating the portal would invite nobody by itself."""
    if main is None:
        return [_("Der Kunde hat keinen Hauptansprechpartner.")]
    return missing_for_invitation(main)


def has_valid_email(contact: Contact) -> bool:
    try:
        validate_email(contact.email)
    except ValidationError:
        return False
    return True


def is_open(customer: Customer) -> bool:
    """Whether the portal is open to this customer at present."""
    return customer.is_active and customer.portal_enabled and customer.provider.has_portal
