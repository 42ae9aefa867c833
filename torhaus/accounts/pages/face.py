"""What a page about the login needs to know of the face it is shown in, and the decorators of these pages."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from torhaus.accounts import confirming
from torhaus.accounts.models import Person
from torhaus.ui.render import render_page

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Face:
    """`space` is the namespace of its addresses and the folder of its templates."""

    space: str

    def url(self, name: str, *args: object) -> str:
        return reverse(f"{self.space}:{name}", args=args)

    def page(self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        return render_page(request, f"{self.space}/account/{name}.html", {"face": self.space} | context, status=status)


def own(request: HttpRequest) -> Person:
    """The person of the session; the face's gate has made sure that there is one."""
    return cast(Person, request.user)


def confirmed(view: View) -> View:
    """Asks for the password (or passkey) once more, unless that happened within the last ten minutes."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, face: Face, **kwargs: Any) -> HttpResponse:
        if confirming.is_confirmed(request):
            return view(request, *args, face=face, **kwargs)
        to = request.path if request.method == "GET" else face.url("account_security")
        return redirect(f"{face.url('account_confirmation')}?{urlencode({'next': to})}")

    return guarded
