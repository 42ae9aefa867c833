"""The portal's start page."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.portal.entry import portal_view
from torhaus.portal.home import overview
from torhaus.ui.render import render_page


@require_GET
@portal_view(P.HOME_READ)
def home(request: ViewerRequest) -> HttpResponse:
    selected = request.GET.get("site", "")
    context = overview.context(
        request.viewer, selected=int(selected) if selected.isdecimal() and len(selected) < 19 else None
    )
    return render_page(request, "portal/home/home.html", context)
