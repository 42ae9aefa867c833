"""Rooms of a site: several at once from a list, and one by one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from torhaus.access.fetch import get_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers import actions
from torhaus.customers.models import Room, Site
from torhaus.kernel.errors import Refused
from torhaus.office.editform import carried_out
from torhaus.office.entry import office_view
from torhaus.office.sites.forms import RoomForm, RoomsForm
from torhaus.ui.render import render_page


@require_http_methods(["GET", "POST"])
@office_view(P.CUSTOMER_EDIT)
def rooms_new(request: ViewerRequest, pk: int) -> HttpResponse:
    """Adding the same list twice adds nothing the second time, so a double submit is harmless by itself."""
    site = get_for(request.viewer, Site, pk, P.CUSTOMER_EDIT, related=("customer",))
    form = RoomsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rooms = actions.create_rooms(site=site, by=request.viewer.person, lines=form.cleaned_data["lines"])
        except Refused as refused:
            form.add_error("lines", str(refused.message))
        else:
            messages.success(request, _added(len(rooms)))
            return redirect(reverse("office:site", args=[pk]) + "#rooms")
    context = {"form": form, "site": site}
    return render_page(request, "office/sites/rooms_form.html", context, status=422 if form.errors else 200)


def _added(number: int) -> str:
    if not number:
        return _("Diese Räume gibt es hier schon alle.")
    return ngettext("%(number)s Raum ist angelegt.", "%(number)s Räume sind angelegt.", number) % {"number": number}


@require_http_methods(["GET", "POST"])
@office_view(P.CUSTOMER_EDIT)
def room_edit(request: ViewerRequest, pk: int) -> HttpResponse:
    room = get_for(request.viewer, Room, pk, P.CUSTOMER_EDIT, related=("site__customer",))
    form = RoomForm(request.POST or None, instance=room)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        changed = carried_out(
            form,
            lambda: actions.change_room(room=room, by=request.viewer.person, version=version, **form.values),
            current=lambda: get_for(request.viewer, Room, pk, P.CUSTOMER_EDIT),
        )
        if changed:
            messages.success(request, _("Gespeichert."))
            return redirect(reverse("office:site", args=[room.site_id]) + "#rooms")
    context = {"form": form, "room": room, "site": room.site}
    return render_page(request, "office/sites/room_form.html", context, status=422 if form.errors else 200)
