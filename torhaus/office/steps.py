"""One step of an object by one button, and what the page that follows says of it: done, or why it was refused."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from torhaus.kernel.errors import Refused
from torhaus.kernel.once import once
from torhaus.ui.forms import form_key


def step(
    request: HttpRequest, *, action: Callable[[], object], said: str, to: str, otherwise: str = ""
) -> HttpResponse:
    """Run `action` once per form key and go `to` the page that follows, with `said`; on a refusal to `otherwise`."""

    def carry_out() -> str:
        action()
        if said:
            messages.success(request, said)
        return to

    try:
        return redirect(once(form_key(request), carry_out))
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect(otherwise or to)


def carry(request: HttpRequest, action: Callable[[], object], said: str) -> bool:
    """Run an action that may come twice without harm; `said`, or why it was refused, is said on the page that follows."""
    try:
        action()
    except Refused as refused:
        messages.error(request, " ".join([str(refused.message), *map(str, refused.points)]))
        return False
    messages.success(request, said)
    return True
