"""The portal's start page."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from torhaus.access.fetch import id_in
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.portal.entry import portal_view
from torhaus.portal.home import overview
from torhaus.ui.render import render_page


@require_GET
@portal_view(P.HOME_READ)
def home(request: ViewerRequest) -> HttpResponse:
    context = overview.context(request.viewer, selected=id_in(request.GET.get("site")))
    return render_page(request, "portal/home/home.html", context)
