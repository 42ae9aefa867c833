"""The pages for what went wrong; they say the same to everybody and reveal nothing."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from torhaus.ui.render import render_page

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class ErrorText:
    """Heading, sentence and icon of an error page."""

    title: Text
    text: Text
    icon: str


TEXTS = {
    400: ErrorText(
        title=_("Das konnten wir nicht lesen"),
        text=_(
            "Ihre Anfrage kam unvollständig an. Bitte gehen Sie einen Schritt zurück und versuchen Sie es noch einmal."
        ),
        icon="circle-question-mark",
    ),
    403: ErrorText(
        title=_("Dafür fehlt Ihnen die Berechtigung"),
        text=_("Wenn Sie diese Seite brauchen, fragen Sie bitte die Person, die Ihren Zugang eingerichtet hat."),
        icon="lock",
    ),
    404: ErrorText(
        title=_("Diese Seite gibt es hier nicht"),
        text=_(
            "Vielleicht wurde sie verschoben, oder der Link ist abgelaufen. "
            "Auf der Startseite finden Sie alles, was Ihnen zur Verfügung steht."
        ),
        icon="map-pin-off",
    ),
    405: ErrorText(
        title=_("So lässt sich diese Seite nicht aufrufen"),
        text=_("Bitte öffnen Sie die Seite über die Navigation."),
        icon="circle-question-mark",
    ),
    413: ErrorText(
        title=_("Die Dateien sind zu groß"),
        text=_("Bitte senden Sie weniger oder kleinere Dateien auf einmal."),
        icon="file-warning",
    ),
    429: ErrorText(
        title=_("Zu viele Versuche"),
        text=_("Bitte warten Sie einige Minuten und versuchen Sie es dann noch einmal."),
        icon="timer",
    ),
    500: ErrorText(
        title=_("Da ist etwas schiefgegangen"),
        text=_(
            "Der Fehler liegt bei uns und wurde aufgezeichnet. Bitte versuchen Sie es in einigen Minuten noch einmal."
        ),
        icon="triangle-alert",
    ),
}
CSRF_TEXT = ErrorText(
    title=_("Das Formular ist abgelaufen"),
    text=_(
        "Bitte gehen Sie zurück, laden Sie die Seite neu und senden Sie das Formular noch einmal. "
        "Ihre Eingaben stehen meist noch da."
    ),
    icon="timer",
)


def error_page(request: HttpRequest, *, status: int, text: ErrorText | None = None) -> HttpResponse:
    """A calm page for this status, with the way home."""
    words = text or TEXTS.get(status, TEXTS[500])
    return render_page(request, "errors/error.html", {"error": words, "status": status}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    return error_page(request, status=403, text=CSRF_TEXT)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """handler400; also carries 413, which Django reports as a suspicious operation."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return error_page(request, status=413 if is_too_much else 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """handler403"""
    return error_page(request, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """handler404: the same for what is missing and what is somebody else's."""
    return error_page(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: asks nothing of database or session, for they may be what broke."""
    request.user = None  # type: ignore[assignment]
    request.shell = None  # type: ignore[attr-defined]
    return error_page(request, status=500)
