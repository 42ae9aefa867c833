"""The customer's sites: list with search, a section of the map, one site."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers import queries
from torhaus.customers.models import Site
from torhaus.portal.entry import portal_view
from torhaus.portal.sites import overview
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page

ORDER = ("name", "id")


@require_GET
@portal_view(P.SITE_READ)
def sites(request: ViewerRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET
    box = overview.box_of(asked.get("box", ""))
    rows = list_for(viewer, Site, P.SITE_READ)
    rows = queries.within(rows, **box) if box else rows
    rows = queries.searched(rows, provider_id=viewer.provider.pk, words=asked.get("q", ""))
    page = keyset_page(rows, order=ORDER, cursor=asked.get("after"))
    context = overview.list_context(request, page, rows, box=box)
    return page_or_fragment(request, "portal/sites/list.html", "rows", context)


@require_GET
@portal_view(P.SITE_READ)
def site(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Site, pk, P.SITE_READ)
    return render_page(request, "portal/sites/detail.html", overview.detail_context(request.viewer, row))
