"""The checklist of a new company on the start page: what is done, what is left, until the first invoice is out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from torhaus.access.counts import counted
from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import Viewer
from torhaus.customers.models import Customer
from torhaus.office.shell import address
from torhaus.portal_access.models import Invitation, PortalAccess
from torhaus.providers.checks import missing_for_invoices
from torhaus.providers.models import Provider


@dataclass(frozen=True)
class Step:
    """One thing that a new company does once."""

    title: str
    detail: str
    url: str
    icon: str
    is_done: bool


def at(page: str, query: str = "") -> str:
    """The address of a page, narrowed by a query."""
    return f"{address(page)}?{query}" if query else address(page)


def setup_steps(viewer: Viewer, *, has_issued: bool) -> list[Step]:
    """The whole way in its order; empty once the first invoice is issued and nothing of what it needs is missing."""
    provider = viewer.provider
    missing = missing_for_invoices(provider)
    if has_issued and not missing:
        return []
    found = milestones(viewer)
    steps = [
        _company_step(missing),
        _sector_step(provider),
        _look_step(provider),
        _customers_step(is_done=bool(found["customers"])),
        _portal_step(provider, is_done=bool(found["portals"])),
        _invitation_step(is_done=bool(found["invitations"] or found["accesses"])),
        _invoice_step(is_done=has_issued),
    ]
    return [] if all(step.is_done for step in steps) else steps


def milestones(viewer: Viewer) -> dict[str, int]:
    """How far a new company has come: customers, open portals, people in or invited. One query."""
    customers = list_for(viewer, Customer, P.CUSTOMER_READ)
    return counted(
        viewer,
        customers=customers,
        portals=customers.filter(portal_enabled=True),
        invitations=list_for(viewer, Invitation, P.PORTAL_INVITE),
        accesses=list_for(viewer, PortalAccess, P.PORTAL_INVITE),
    )


def _company_step(missing: list[str]) -> Step:
    detail = _("Es fehlt: %(names)s") % {"names": ", ".join(missing)} if missing else _("Anschrift, Steuer und Konto.")
    return Step(_("Firmendaten für Rechnungen"), detail, at("office:settings"), "building", not missing)


def _sector_step(provider: Provider) -> Step:
    detail = _("Passende Bezeichnungen, Ticketkategorien und Voreinstellungen.")
    return Step(_("Branche wählen"), detail, at("office:basics"), "list-checks", bool(provider.sector))


def _look_step(provider: Provider) -> Step:
    detail = _("So erkennen Ihre Kunden Sie im Portal und auf Rechnungen.")
    return Step(_("Logo und Farbe"), detail, at("office:look"), "palette", provider.logo_file_id is not None)


def _customers_step(*, is_done: bool) -> Step:
    detail = _("Aus einer Tabelle (CSV, XLSX) oder von Hand.")
    return Step(_("Kunden anlegen oder importieren"), detail, at("office:imports"), "users", is_done)


def _portal_step(provider: Provider, *, is_done: bool) -> Step:
    if not provider.has_portal:
        detail = _("Tarif, Testphase und Schalter stehen unter Plugins.")
        return Step(_("Kundenportal freischalten"), detail, at("office:plugins"), "door-open", False)
    detail = _("Auf der Seite des Kunden, oder für neue Kunden gleich beim Anlegen.")
    return Step(_("Kundenportal für einen Kunden öffnen"), detail, at("office:customers"), "door-open", is_done)


def _invitation_step(*, is_done: bool) -> Step:
    detail = _("Der Ansprechpartner bekommt einen Link und wählt sein Passwort.")
    return Step(_("Ersten Kunden einladen"), detail, at("office:customers"), "mail", is_done)


def _invoice_step(*, is_done: bool) -> Step:
    detail = _("Aus einem unterschriebenen Beleg oder frei.")
    return Step(_("Erste Rechnung stellen"), detail, at("office:invoices"), "receipt-euro", is_done)
