"""Postausgang: what Torhaus has mailed for the company, what became of it, and what it looked like."""

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.delivery import post, reading
from torhaus.notices import queries
from torhaus.notices.models import MailStatus, OutgoingMail
from torhaus.office.entry import office_view
from torhaus.ui.lists import Tab, keyset_page, with_query
from torhaus.ui.render import page_or_fragment, render_page

ORDER = ("-id",)
TONES = {
    MailStatus.QUEUED: ("info", "clock"),
    MailStatus.SENT: ("ok", "check"),
    MailStatus.FAILED: ("bad", "mail-warning"),
    MailStatus.DROPPED: ("mute", ""),
}
PREVIEW_POLICY = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@require_GET
@office_view(P.MAIL_READ)
def mails(request: ViewerRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    rows = queries.in_state(list_for(request.viewer, OutgoingMail, P.MAIL_READ), state)
    page = keyset_page(queries.for_list(rows), order=ORDER, cursor=request.GET.get("after"))
    context = {
        "rows": page,
        "states": {row.pk: _state(row) for row in page.items},
        "tabs": [
            Tab(with_query(request, state=None), _("Alle"), state not in MailStatus.values),
            Tab(with_query(request, state="queued"), _("Wartend"), state == MailStatus.QUEUED),
            Tab(with_query(request, state="sent"), _("Versendet"), state == MailStatus.SENT),
            Tab(with_query(request, state="failed"), _("Nicht zustellbar"), state == MailStatus.FAILED, is_hot=True),
        ],
        "is_filtered": bool(state),
        "keeps_files": not settings.EMAIL_URL,
    }
    return page_or_fragment(request, "office/mails/list.html", "rows", context)


@require_GET
@office_view(P.MAIL_READ)
def mail(request: ViewerRequest, pk: int) -> HttpResponse:
    row = get_for(request.viewer, OutgoingMail, pk, P.MAIL_READ)
    context = {
        "mail": row,
        "state": _state(row),
        "readable": reading.read(row),
        "is_failed": row.status == MailStatus.FAILED,
        "is_queued": row.status == MailStatus.QUEUED,
    }
    return render_page(request, "office/mails/detail.html", context)


@require_GET
@csp(PREVIEW_POLICY)
@xframe_options_sameorigin
@office_view(P.MAIL_READ)
def mail_preview(request: ViewerRequest, pk: int) -> HttpResponse:
    """The HTML of a mail, for the frame on its page; scripts, forms and pictures from elsewhere are forbidden in it."""
    row = get_for(request.viewer, OutgoingMail, pk, P.MAIL_READ)
    html = reading.read(row).html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(html)


@require_POST
@office_view(P.MAIL_READ)
def mail_repetition(request: ViewerRequest, pk: int) -> HttpResponse:
    """Send a failed mail again."""
    row = get_for(request.viewer, OutgoingMail, pk, P.MAIL_READ)
    post.send_again(row=row)
    messages.success(request, _("Die E-Mail geht gleich noch einmal hinaus."))
    return redirect("office:mail", pk)


def _state(row: OutgoingMail) -> dict[str, str]:
    tone, icon = TONES[MailStatus(row.status)]
    return {"label": str(MailStatus(row.status).label), "tone": tone, "icon": icon}
