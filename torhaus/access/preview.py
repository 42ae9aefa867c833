"""„Ansicht als Kunde“: somebody of the office looks at the portal exactly as one access sees it, for an hour, read only.

The one place that refuses writing meanwhile: every request other than GET and HEAD ends here, and so do the pages about
the customer's own login, which are nobody else's business.
"""

import dataclasses
import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from torhaus.access.fetch import get_for
from torhaus.access.permissions import Permission
from torhaus.access.viewer import Preview, Viewer, portal_viewer, staff_viewer
from torhaus.accounts.models import Person
from torhaus.portal_access.actions import note_preview
from torhaus.portal_access.models import PortalAccess
from torhaus.ui.errors import ErrorText, error_page

KEY = "portal_preview"
LASTS = dt.timedelta(hours=1)
SAFE = ("GET", "HEAD")
PRIVATE = "/portal/account/"
READ_ONLY = ErrorText(
    title=gettext_lazy("Nur Ansicht"),
    text=gettext_lazy(
        "Sie sehen das Portal mit den Augen dieses Kunden. Ändern, senden und unterschreiben geht hier nicht."
    ),
    icon="eye",
)
NOT_YOURS = ErrorText(
    title=gettext_lazy("Das sieht nur die Person selbst"),
    text=gettext_lazy("Konto, Passwort und Sitzungen gehören der Person, deren Zugang Sie ansehen."),
    icon="lock",
)


def begin(request: HttpRequest, *, access: PortalAccess, by: Person) -> None:
    """Look through this access from now on; it came through the office's door."""
    note_preview(access=access, by=by, has_begun=True)
    until = timezone.now() + LASTS
    request.session[KEY] = {"access": access.pk, "customer": access.customer_id, "until": until.isoformat()}


def end(request: HttpRequest) -> int | None:
    """See the office again; the customer whose portal it was, None when nothing was going on."""
    running = request.session.pop(KEY, None)
    if running is None:
        return None
    access = PortalAccess.objects.select_related("person").filter(pk=running["access"]).first()
    if access is not None and isinstance(request.user, Person):
        note_preview(access=access, by=request.user, has_begun=False)
    return int(running["customer"])


def is_running(request: HttpRequest) -> bool:
    return KEY in request.session


def enter(request: HttpRequest) -> Viewer | HttpResponse:
    """The viewer of the chosen access, or the answer with which the request ends."""
    running, person = request.session[KEY], request.user
    assert isinstance(person, Person)
    until = parse_datetime(running["until"])
    access = _access(person, running["access"])
    if access is None or until is None or until <= timezone.now():
        return _over(request, _("Die Ansicht als Kunde ist beendet; sie dauert höchstens eine Stunde."))
    if request.method not in SAFE:
        return error_page(request, status=403, text=READ_ONLY)
    if request.path.startswith(PRIVATE):
        return error_page(request, status=403, text=NOT_YOURS)
    viewer = _through(access, Preview(by=person, until=until, customer_id=access.customer_id))
    return viewer or _over(request, _("Dieser Zugang ist zurzeit geschlossen: Die Person sieht kein Portal."))


def _access(person: Person, pk: int) -> PortalAccess | None:
    """The access, if the office person may still look after it."""
    staff = staff_viewer(person)
    if staff is None:
        return None
    seats = tuple(seat for seat in staff.seats if not seat.lacks_factor)
    staff = dataclasses.replace(staff, seats=seats)
    try:
        return get_for(staff, PortalAccess, pk, Permission.PORTAL_INVITE, related=("person",))
    except Http404:
        return None


def _through(access: PortalAccess, preview: Preview) -> Viewer | None:
    """As the person sees this company; what they are elsewhere stays elsewhere."""
    if not access.person.is_active:
        return None
    viewer = portal_viewer(access.person, provider_id=access.provider_id, customer_id=access.customer_id)
    if viewer is None or viewer.seat.key != access.customer_id:
        return None
    here = tuple(seat for seat in viewer.seats if seat.provider.pk == access.provider_id)
    return dataclasses.replace(viewer, seats=here, has_other_side=False, preview=preview)


def _over(request: HttpRequest, words: str) -> HttpResponse:
    customer_id = end(request)
    messages.warning(request, words)
    return redirect("office:portal", customer_id) if customer_id else redirect("/")
