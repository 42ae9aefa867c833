"""What the list of reports shows, and photos as the components want them."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.fetch import id_in
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.kernel.rows import joined
from torhaus.reports import queries
from torhaus.reports.models import ReportPhoto, ServiceReport
from torhaus.reports.states import report_chip
from torhaus.ui.lists import Page, Tab, with_query

VIEWS = ("waiting", "drafts", "refused", "closed", "all")


@dataclasses.dataclass(frozen=True)
class Asked:
    """What the address of the list asks for; nonsense in it counts as not asked."""

    view: str
    words: str
    numbers: dict[str, int]


def read_list(request: ViewerRequest) -> Asked:
    given = request.GET
    numbers = {name: pk for name in ("customer", "site", "job") if (pk := id_in(given.get(name))) is not None}
    words = given.get("q", "").strip()[:200]
    view = given.get("view", "")
    return Asked(view=view if view in VIEWS else "all" if numbers or words else "waiting", words=words, numbers=numbers)


def narrowed(viewer: Viewer, reports: QuerySet[ServiceReport], asked: Asked) -> QuerySet[ServiceReport]:
    view = {
        "waiting": queries.waiting, "drafts": queries.drafts, "refused": queries.refused, "closed": queries.closed,
    }.get(asked.view)  # fmt: skip
    reports = view(reports) if view else reports
    reports = reports.filter(**{f"{name}_id": pk for name, pk in asked.numbers.items()})
    reports = queries.search_reports(reports, provider_id=viewer.provider.pk, words=asked.words)
    return joined(reports, "customer", "site", "job", without=("remarks",))


def list_context(request: ViewerRequest, page: Page[ServiceReport], asked: Asked) -> dict[str, Any]:
    first = page.items[0] if page.items else None
    names = {
        "customer": first.customer.name if first else _("Kunde"),
        "site": first.site.name if first else request.words.site.one,
        "job": first.job.number if first else request.words.job.one,
    }
    views = [
        ("waiting", _("Ohne Unterschrift")), ("drafts", _("Entwürfe")), ("refused", _("Verweigert")),
        ("closed", _("Abgeschlossen")), ("all", _("Alle")),
    ]  # fmt: skip
    return {
        "rows": page,
        "chips": {report.pk: report_chip(report) for report in page.items},
        "tabs": [Tab(with_query(request, view=view), label, asked.view == view) for view, label in views],
        "pills": [(names[name], with_query(request, **{name: None})) for name in asked.numbers],
        "asked": asked,
        "keep": {name: value for name, value in request.GET.items() if name not in {"q", "after"} and value},
    }


def photo_views(report: ServiceReport, photos: Iterable[ReportPhoto]) -> list[dict[str, Any]]:
    return [
        {
            "id": photo.pk,
            "url": reverse("office:report_photo", args=[report.pk, photo.pk]),
            "thumb_url": reverse("office:report_thumbnail", args=[report.pk, photo.pk]),
            "alt": photo.caption or _("Foto %(number)s") % {"number": number},
            "caption": photo.caption,
        }
        for number, photo in enumerate(photos, start=1)
    ]
