"""Change requests of customers: the open ones, one of them with old and new values, taking over, declining."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from torhaus.access.fetch import get_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers import actions
from torhaus.customers.models import ChangeRequest, ChangeStatus
from torhaus.office.entry import office_view
from torhaus.office.steps import carry
from torhaus.ui.lists import Tab, keyset_page, with_query
from torhaus.ui.render import render_page

RELATED = ("customer", "party", "asked_by", "decided_by")
TONES = {"open": ("info", "clock"), "confirmed": ("ok", "check"), "declined": ("bad", "x")}


class RefusalForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Grund für den Kunden"), max_length=500, widget=forms.Textarea)


@require_GET
@office_view(P.CUSTOMER_EDIT)
def change_requests(request: ViewerRequest) -> HttpResponse:
    is_done = request.GET.get("view") == "done"
    rows = list_for(request.viewer, ChangeRequest, P.CUSTOMER_EDIT).select_related("customer", "party", "asked_by")
    states = [ChangeStatus.CONFIRMED, ChangeStatus.DECLINED] if is_done else [ChangeStatus.OPEN]
    page = keyset_page(rows.filter(status__in=states), order=("-id",), cursor=request.GET.get("after"), size=30)
    tabs = [
        Tab(with_query(request, view=None), _("Offen"), not is_done),
        Tab(with_query(request, view="done"), _("Entschieden"), is_done),
    ]
    context = {"rows": page, "tabs": tabs, "tones": TONES}
    return render_page(request, "office/change_requests/list.html", context)


@require_GET
@office_view(P.CUSTOMER_EDIT)
def change_request(request: ViewerRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), RefusalForm())


@require_POST
@office_view(P.CUSTOMER_EDIT)
def change_confirmation(request: ViewerRequest, pk: int) -> HttpResponse:
    row = _get(request, pk)
    carry(
        request,
        lambda: actions.confirm_change(request=row, by=request.viewer.person),
        _("Übernommen. Der Kunde bekommt Bescheid."),
    )
    return redirect("office:change_request", pk)


@require_POST
@office_view(P.CUSTOMER_EDIT)
def change_refusal(request: ViewerRequest, pk: int) -> HttpResponse:
    row, form = _get(request, pk), RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    reason = form.cleaned_data["reason"]
    carry(
        request,
        lambda: actions.decline_change(request=row, by=request.viewer.person, reason=reason),
        _("Abgelehnt. Der Kunde bekommt Bescheid mit Ihrem Grund."),
    )
    return redirect("office:change_request", pk)


def _page(request: ViewerRequest, row: ChangeRequest, form: RefusalForm) -> HttpResponse:
    subject: Any = row.party or row.customer
    lines = [
        (
            subject._meta.get_field(key).verbose_name,
            str(getattr(subject, key)) or "–",
            str(new) or "–",
            getattr(subject, key) == old,
        )
        for key, (old, new) in row.changes.items()
    ]
    context = {"row": row, "lines": lines, "form": form, "tone": TONES[row.status], "word": row.get_status_display()}
    return render_page(request, "office/change_requests/detail.html", context, status=422 if form.errors else 200)


def _get(request: ViewerRequest, pk: int) -> ChangeRequest:
    return get_for(request.viewer, ChangeRequest, pk, P.CUSTOMER_EDIT, related=RELATED)
