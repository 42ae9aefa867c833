"""What stands around every page of the office: navigation in the order of work, the person, the numbers beside it."""

import functools
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.seats import choices
from torhaus.access.viewer import Viewer
from torhaus.providers.words import Words
from torhaus.ui.shell import MENU, NavGroup, NavItem, SeatChoice, Shell

HOME = "office:home"
INSTALLATION = "office:installation"
CUSTOMERS = "office:customers"


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


def _groups(words: Words) -> list[tuple[str, list[Entry]]]:
    return [
        (
            "",
            [
                Entry(HOME, _("Heute"), "layout-dashboard", P.HOME_READ, is_tab=True),
                Entry("office:tickets", words.ticket.many, "inbox", P.TICKET_READ, "tickets", is_hot=True, is_tab=True),
                Entry("office:visits", _("Einsätze"), "calendar-days", P.VISIT_READ, "visits", is_tab=True),
                Entry("office:reports", words.report.many, "pen-line", P.REPORT_READ, "reports", is_tab=True),
            ],
        ),
        (
            _("Verkauf"),
            [
                Entry("office:jobs", words.job.many, "briefcase", P.JOB_READ),
                Entry("office:invoices", _("Rechnungen"), "receipt-euro", P.INVOICE_READ, "invoices"),
            ],
        ),
        (
            _("Stammdaten"),
            [
                Entry(CUSTOMERS, _("Kunden"), "users", P.CUSTOMER_READ),
                Entry("office:sites", words.site.many, "building-2", P.SITE_READ),
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
    groups = [
        (label, [entry for entry in entries if _is_shown(entry, viewer)])
        for label, entries in _groups(request.page_words())
    ]
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
        ]
        + ([installation_group(request.path)] if viewer.person.is_operator else []),
        tabs=[*tabs[:4], NavItem(url=MENU, label=_("Mehr"), icon="menu")],
        person_name=str(viewer.person),
        person_detail=_detail(request),
        initials=viewer.person.initials,
        account_url=address("office:account"),
        logout_url=address("doorstep:logout"),
        counts_url=address("office:counts"),
        seats=[
            SeatChoice(name=seat.name, is_current=seat.is_current, fields={seat.field: seat.key})
            for seat in choices(viewer)
        ],
        seat_url=address("office:seat"),
        other_side_url="/portal/" if viewer.has_other_side else "",
        other_side_label=_("Zum Kundenportal"),
    )


def _is_shown(entry: Entry, viewer: Viewer) -> bool:
    """Without Kundenstamm customers come into being with their jobs and have no list of their own."""
    return viewer.may(entry.needs) and (entry.page != CUSTOMERS or viewer.provider.has_customer_master)


def installation_group(path: str) -> NavGroup:
    """For the operator of the installation, beside or without a company of their own."""
    url = address(INSTALLATION)
    item = NavItem(url=url, label=_("Firmen"), icon="building", is_current=path.startswith(url))
    return NavGroup(label=_("Installation"), items=[item])


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
