"""Visits in the office: the list and the page of one."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from torhaus.access.fetch import get_for, list_for
from torhaus.access.performers import performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.jobs.models import Visit
from torhaus.office.entry import office_view
from torhaus.office.visits import overview
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page


@require_GET
@office_view(P.VISIT_READ)
def visits(request: ViewerRequest) -> HttpResponse:
    asked = overview.read_list(request)
    rows = overview.narrowed(request.viewer, list_for(request.viewer, Visit, P.VISIT_READ), asked)
    page = keyset_page(rows, order=asked.order, cursor=request.GET.get("after"))
    performers = performers_for(request.viewer, page.items)
    context = overview.list_context(request, page, performers, asked)
    return page_or_fragment(request, "office/visits/list.html", "rows", context)


@require_GET
@office_view(P.VISIT_READ)
def visit(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, Visit, pk, P.VISIT_READ, related=("job__room", "customer", "site"))
    return render_page(request, "office/visits/detail.html", overview.detail_context(request.viewer, row))
