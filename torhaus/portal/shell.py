"""What stands around every page of the portal: only what is open to this customer, and whom to call."""

import functools

from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.seats import choices
from torhaus.access.switches import shows
from torhaus.access.viewer import PortalSeat, Viewer
from torhaus.access.words import is_home
from torhaus.providers.models import Provider
from torhaus.providers.words import Words
from torhaus.ui import formats
from torhaus.ui.shell import MENU, Banner, Contact, NavGroup, NavItem, SeatChoice, Shell

HOME = "portal:home"


def shell_for(request: ViewerRequest) -> Shell:
    """The frame for this request's viewer."""
    viewer, provider = request.viewer, request.viewer.shown_provider
    words = request.page_words()
    items = _items(viewer, request.path, words)
    sites = [] if is_home(viewer) else [_item(request.path, "portal:sites", words.site.many, "building-2")]
    account = _account_items(viewer, request.path)
    return Shell(
        name=provider.name,
        home=address(HOME),
        tagline=provider.tagline,
        logo_url=provider.logo_url,
        nav_groups=[NavGroup(items=items)]
        + ([NavGroup(label=_("Rund um: %(sites)s") % {"sites": words.site.inlines}, items=sites)] if sites else [])
        + [NavGroup(label=_("Ihr Zugang"), items=account)],
        tabs=_tabs(viewer, items, words),
        person_name=str(viewer.person),
        person_detail=_detail(viewer),
        initials=viewer.person.initials,
        account_url=address("portal:account"),
        logout_url=address("doorstep:logout"),
        contact=_contact(provider),
        counts_url=address("portal:counts"),
        banner=_banner(viewer),
        seats=[
            SeatChoice(name=seat.name, detail=seat.detail, is_current=seat.is_current, fields={seat.field: seat.key})
            for seat in choices(viewer)
        ],
        seat_url=address("portal:seat"),
        other_side_url="/office/" if viewer.has_other_side else "",
        other_side_label=_("Zum Büro"),
    )


def _items(viewer: Viewer, path: str, words: Words) -> list[NavItem]:
    items = [
        _item(path, HOME, _("Start"), "house"),
        _item(path, "portal:tickets", words.request.many, "message-square-plus", "tickets"),
    ]
    if viewer.may(P.VISIT_READ) and shows(viewer, "show_visits"):
        items.append(_item(path, "portal:visits", _("Termine"), "calendar-days"))
    if viewer.may(P.REPORT_READ) and shows(viewer, "show_reports"):
        items.append(_item(path, "portal:reports", words.report.many, "pen-line", "reports"))
    if viewer.may(P.INVOICE_READ) and shows(viewer, "show_invoices"):
        items.append(_item(path, "portal:invoices", _("Rechnungen"), "receipt-euro", "invoices"))
    return items


def _banner(viewer: Viewer) -> Banner | None:
    """Whose eyes an office person looks with, and the way back."""
    if viewer.preview is None:
        return None
    values = {"name": viewer.person, "customer": _detail(viewer), "time": formats.clock(viewer.preview.until)}
    return Banner(
        text=_("Ansicht als %(name)s (%(customer)s), nur lesen, bis %(time)s Uhr") % values,
        button=_("Ansicht beenden"),
        url=reverse("office:preview_end"),
    )


def _account_items(viewer: Viewer, path: str) -> list[NavItem]:
    items = [_item(path, "portal:account", _("Einstellungen"), "settings")]
    assert isinstance(viewer.seat, PortalSeat)
    if viewer.may(P.CUSTOMER_ASK) or any(access.contact_id for access in viewer.seat.accesses):
        items.insert(0, _item(path, "portal:details", _("Ihre Angaben"), "contact-round"))
    if viewer.may(P.REFERRAL_CREATE):
        items.append(_item(path, "portal:referrals", _("Empfehlen"), "heart-handshake"))
    return items


@functools.cache
def address(page: str) -> str:
    """The address of a page without arguments; it never changes while the process lives."""
    return reverse(page)


def _item(path: str, page: str, label: str, icon: str, count_key: str | None = None) -> NavItem:
    url = address(page)
    is_current = path == url if page == HOME else path.startswith(url)
    return NavItem(
        url=url, label=label, icon=icon, is_current=is_current, count_key=count_key, is_hot=count_key is not None
    )


def _tabs(viewer: Viewer, items: list[NavItem], words: Words) -> list[NavItem]:
    """Start, Meldungen, the camera in the middle, the next open area, and everything else."""
    tabs = items[:2]
    if viewer.may(P.TICKET_CREATE):
        tabs.append(NavItem(url=address("portal:ticket_new"), label=words.request.new, icon="camera", is_primary=True))
    return [*tabs, *items[2:3], NavItem(url=MENU, label=_("Mehr"), icon="menu")]


def _detail(viewer: Viewer) -> str:
    return _seat(viewer).name


def _seat(viewer: Viewer) -> PortalSeat:
    assert isinstance(viewer.seat, PortalSeat)
    return viewer.seat


def _contact(provider: Provider) -> Contact | None:
    person = provider.contact_person
    if person is None:
        return (
            Contact(name=provider.name, label=_("So erreichen Sie uns"), phone=provider.phone)
            if provider.phone
            else None
        )
    return Contact(
        name=str(person),
        label=_("Für Sie da"),
        phone=person.phone or provider.phone,
        email=provider.email,
        initials=person.initials,
    )
