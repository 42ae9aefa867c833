"""The way into a face: login, session age, seat and permission, before any view runs."""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from torhaus.access.permissions import Permission
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Seat, Side, Viewer, portal_viewer, staff_viewer
from torhaus.access.words import words_for
from torhaus.accounts import sessions

View = Callable[..., HttpResponse]


class TurnedAway(Exception):
    """The request ends here with `response` (to the login, or to a friendly word)."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def enter(request: HttpRequest, *, side: Side, permission: Permission) -> Viewer:
    """Build the viewer of this request. Anonymous: to the login. Wrong side or missing permission: 404.

    The viewer's seat always holds the permission: a page about what only another seat may do is that seat's page, so that
    nothing is made or changed at one company by a right at another.
    """
    person: Any = request.user
    if not person.is_authenticated or not sessions.is_fresh(request, side=side):
        raise TurnedAway(redirect_to_login(request.get_full_path() if request.method == "GET" else f"/{side}/"))
    build = staff_viewer if side == "office" else portal_viewer
    viewer = build(person, provider_id=request.session.get(f"{side}_provider"))
    if viewer is None and request.path == "/portal/":
        raise TurnedAway(redirect("/"))  # says in a friendly way that no portal is open
    seat = _seat_with(permission, viewer) if viewer else None
    if viewer is None or seat is None:
        raise Http404
    return viewer if seat is viewer.seat else dataclasses.replace(viewer, seat=seat)


def _seat_with(permission: Permission, viewer: Viewer) -> Seat | None:
    """The active seat if it holds the permission, else the first that does."""
    return next((seat for seat in (viewer.seat, *viewer.seats) if permission in seat.permissions), None)


def gate(*, side: Side, shell_for: Callable[[ViewerRequest], object]) -> Callable[[Permission], Callable[[View], View]]:
    """The decorator of a face's views, which takes the permission that a view needs.

    It lets in whoever has a seat with that permission on this side; the view finds `request.viewer`, and the frame
    (`shell_for`) is built when a page asks for it. The permission stays readable on the view, for the access table.
    """

    def needs(permission: Permission) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            @functools.wraps(view)
            def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                try:
                    viewer = enter(request, side=side, permission=permission)
                except TurnedAway as turned:
                    return turned.response
                behind: ViewerRequest = request  # type: ignore[assignment]
                behind.viewer = viewer
                behind.words = words_for(viewer)
                behind.page_words = functools.partial(words_for, viewer)
                behind.shell = functools.partial(shell_for, behind)
                return view(behind, *args, **kwargs)

            guarded.permission = permission  # type: ignore[attr-defined]
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
        return guarded

    return decorate
