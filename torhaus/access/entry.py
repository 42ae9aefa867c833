"""The way into a face: login, session age, seat and permission, before any view runs."""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any, Protocol

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from torhaus.access import preview
from torhaus.access.permissions import Permission
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Seat, Side, Viewer, portal_viewer, staff_viewer
from torhaus.access.words import words_for
from torhaus.accounts import sessions
from torhaus.accounts.models import Person

View = Callable[..., HttpResponse]


class Gate(Protocol):
    def __call__(self, permission: Permission, *, is_setup: bool = False) -> Callable[[View], View]: ...


class TurnedAway(Exception):
    """The request ends here with `response` (to the login, or to a friendly word)."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


SETUP = "/office/account/security/"
"""Where staff without a second factor are led when their company asks for one."""


def enter(request: HttpRequest, *, side: Side, permission: Permission, is_setup: bool = False) -> Viewer:
    """Build the viewer of this request. Anonymous: to the login. Wrong side or missing permission: 404.

    The viewer's seat always holds the permission: a page about what only another seat may do is that seat's page, so that
    nothing is made or changed at one company by a right at another.

    A company may ask its staff for a second factor. Who has none sees only the pages that set one up (`is_setup`), and
    through no other seat a row of that company.
    """
    person: Any = request.user
    is_preview = side == "portal" and person.is_authenticated and preview.is_running(request)
    if not person.is_authenticated or not sessions.is_fresh(request, side="office" if is_preview else side):
        raise TurnedAway(redirect_to_login(request.get_full_path() if request.method == "GET" else f"/{side}/"))
    viewer = _previewed(request) if is_preview else _viewer_of(request, person, side=side)
    if viewer is None and request.path == "/portal/":
        raise TurnedAway(redirect("/"))  # says in a friendly way that no portal is open
    seat = _seat_with(permission, viewer) if viewer else None
    if viewer is None or seat is None:
        raise Http404
    if is_setup or not any(seat.lacks_factor for seat in viewer.seats):
        return viewer if seat is viewer.seat else dataclasses.replace(viewer, seat=seat)
    if seat.lacks_factor:
        raise TurnedAway(redirect(SETUP))
    return dataclasses.replace(viewer, seat=seat, seats=tuple(seat for seat in viewer.seats if not seat.lacks_factor))


def _viewer_of(request: HttpRequest, person: Person, *, side: Side) -> Viewer | None:
    provider_id = request.session.get(f"{side}_provider")
    if side == "office":
        return staff_viewer(person, provider_id=provider_id)
    return portal_viewer(person, provider_id=provider_id, customer_id=request.session.get("portal_customer"))


def _previewed(request: HttpRequest) -> Viewer:
    """The customer's view for somebody of the office; writing ends here."""
    found = preview.enter(request)
    if isinstance(found, Viewer):
        return found
    raise TurnedAway(found)


def _seat_with(permission: Permission, viewer: Viewer) -> Seat | None:
    """The active seat if it holds the permission, else the first that does."""
    return next((seat for seat in (viewer.seat, *viewer.seats) if permission in seat.permissions), None)


def gate(*, side: Side, shell_for: Callable[[ViewerRequest], object]) -> Gate:
    """The decorator of a face's views, which takes the permission that a view needs.

    It lets in whoever has a seat with that permission on this side; the view finds `request.viewer`, and the frame
    (`shell_for`) is built when a page asks for it. The permission stays readable on the view, for the access table.
    """

    def needs(permission: Permission, *, is_setup: bool = False) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            @functools.wraps(view)
            def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                try:
                    viewer = enter(request, side=side, permission=permission, is_setup=is_setup)
                except TurnedAway as turned:
                    return turned.response
                behind: ViewerRequest = request  # type: ignore[assignment]
                behind.viewer = viewer
                behind.words = words_for(viewer)
                behind.page_words = functools.partial(words_for, viewer)
                behind.shell = functools.partial(shell_for, behind)
                return view(behind, *args, **kwargs)

            guarded.permission = permission  # type: ignore[attr-defined]
            guarded.is_setup = is_setup  # type: ignore[attr-defined]
            return guarded

        return decorate

    return needs


def operator_gate(*, shell_for: Callable[[HttpRequest], object]) -> Callable[[View], View]:
    """The decorator of the pages „Installation“: for its operator, who gets no tenant's rows by that; others see a 404."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            person: Any = request.user
            if not person.is_authenticated or not sessions.is_fresh(request, side="office"):
                return redirect_to_login(
                    request.get_full_path() if request.method == "GET" else "/office/installation/"
                )
            if not person.is_operator:
                raise Http404
            request.shell = functools.partial(shell_for, request)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.permission = None  # type: ignore[attr-defined]  # no role of a company opens these pages
        guarded.is_setup = False  # type: ignore[attr-defined]
        return guarded

    return decorate
