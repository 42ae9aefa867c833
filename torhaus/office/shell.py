"""What stands around every page of the office: navigation in the order of work, the person, the numbers beside it."""

import functools
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.ui.shell import MENU, NavGroup, NavItem, Shell

HOME = "office:home"


@dataclass(frozen=True)
class Entry:
    """A link of the navigation and the permission without which it is absent; `page` names its route."""

    page: str
    label: str
    icon: str
    needs: P
    count_key: str | None = None
    is_hot: bool = False
    is_tab: bool = False


def _groups() -> list[tuple[str, list[Entry]]]:
    return [
        (
            "",
            [
                Entry(HOME, _("Heute"), "layout-dashboard", P.HOME_READ, is_tab=True),
                Entry("office:tickets", _("Tickets"), "inbox", P.TICKET_READ, "tickets", is_hot=True, is_tab=True),
                Entry("office:visits", _("Einsätze"), "calendar-days", P.VISIT_READ, "visits", is_tab=True),
                Entry("office:reports", _("Leistungsbelege"), "pen-line", P.REPORT_READ, "reports", is_tab=True),
            ],
        ),
        (
            _("Verkauf"),
            [
                Entry("office:jobs", _("Aufträge"), "briefcase", P.JOB_READ),
                Entry("office:invoices", _("Rechnungen"), "receipt-euro", P.INVOICE_READ, "invoices"),
            ],
        ),
        (
            _("Stammdaten"),
            [
                Entry("office:customers", _("Kunden"), "users", P.CUSTOMER_READ),
                Entry("office:sites", _("Objekte"), "building-2", P.SITE_READ),
            ],
        ),
        (
            _("Firma"),
            [
                Entry("office:settings", _("Einstellungen"), "settings", P.PROVIDER_EDIT),
                Entry("office:mails", _("Postausgang"), "mail", P.MAIL_READ),
            ],
        ),
    ]


def shell_for(request: ViewerRequest) -> Shell:
    """The frame for this request's viewer; asks nothing of the database."""
    viewer, provider = request.viewer, request.viewer.shown_provider
    groups = [(label, [entry for entry in entries if viewer.may(entry.needs)]) for label, entries in _groups()]
    tabs = [_item(entry, request.path) for _label, entries in groups for entry in entries if entry.is_tab]
    return Shell(
        name=provider.name,
        home=address(HOME),
        tagline=_("Büro"),
        logo_url=provider.logo_url,
        nav_groups=[
            NavGroup(label=label, items=[_item(entry, request.path) for entry in entries])
            for label, entries in groups
            if entries
        ],
        tabs=[*tabs[:4], NavItem(url=MENU, label=_("Mehr"), icon="menu")],
        person_name=str(viewer.person),
        person_detail=_detail(request),
        initials=viewer.person.initials,
        account_url=address("office:account"),
        logout_url=address("doorstep:logout"),
        counts_url=address("office:counts"),
    )


@functools.cache
def address(page: str) -> str:
    """The address of a page without arguments; it never changes while the process lives."""
    return reverse(page)


def _item(entry: Entry, path: str) -> NavItem:
    url = address(entry.page)
    return NavItem(
        url=url,
        label=entry.label,
        icon=entry.icon,
        is_current=path == url if entry.page == HOME else path.startswith(url),
        count_key=entry.count_key,
        is_hot=entry.is_hot,
    )


def _detail(request: ViewerRequest) -> str:
    member = request.viewer.membership
    return (member.job_title or str(member.get_role_display())) if member else ""
