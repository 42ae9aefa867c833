"""Whether somebody can be invited, and what is missing, in words for the page where the button is."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from torhaus.customers.models import Contact, Customer
from torhaus.providers.models import Provider
from torhaus.ui import formats


def missing_for_portal(provider: Provider) -> list[str]:
    """Why this provider cannot open any portal; empty when it can."""
    missing = []
    if not provider.plan_has_portal:
        missing.append(_plan_missing(provider))
    if not provider.has_portal_plugin:
        missing.append(_("Das Kundenportal ist ausgeschaltet. Einschalten: Einstellungen › Plugins."))
    return missing


def _plan_missing(provider: Provider) -> str:
    if provider.trial_until is not None:
        return _(
            "Die Testphase ging bis %(date)s. Das Kundenportal gehört zum Tarif PRO oder zum Zusatz „Portal Plus“; der "
            "Inhaber sieht unter Einstellungen › Plugins, wie es weitergeht."
        ) % {"date": formats.date(provider.trial_until)}
    return _(
        "Das Kundenportal gehört zum Tarif PRO oder zum Zusatz „Portal Plus“. Der Inhaber kann es unter Einstellungen › "
        "Plugins kostenlos testen."
    )


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
