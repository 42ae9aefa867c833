"""„Installation“: which companies there are, and their plans. For the operator, who sees none of their rows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from torhaus.access import installation
from torhaus.accounts.models import Person
from torhaus.office.editform import carried_out
from torhaus.office.installation.entry import operator_view
from torhaus.office.installation.forms import PlanForm
from torhaus.providers import actions
from torhaus.providers.models import Provider
from torhaus.ui.lists import keyset_page
from torhaus.ui.render import page_or_fragment, render_page

ORDER = ("name", "id")


@require_GET
@operator_view
def companies(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    page = keyset_page(installation.companies(words), order=ORDER, cursor=request.GET.get("after"))
    context = {"rows": page, "words": words, "most": installation.MOST, "numbers": _numbers}
    return page_or_fragment(request, "office/installation/list.html", "rows", context)


@require_http_methods(["GET", "POST"])
@operator_view
def company(request: HttpRequest, pk: int) -> HttpResponse:
    row = installation.company(pk)
    form = PlanForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        person, version = request.user, form.cleaned_data["version"]
        assert isinstance(person, Person)
        saved = carried_out(
            form,
            lambda: actions.change_plan(provider=row, by=person, version=version, **form.values),
            current=lambda: installation.company(pk),
        )
        if saved:
            messages.success(request, _("Gespeichert. Der Tarif gilt ab sofort."))
            return redirect("office:installation_company", pk)
    context = {"form": form, "company": row, "numbers": _numbers(row)}
    return render_page(request, "office/installation/company.html", context, status=422 if form.errors else 200)


def _numbers(row: Any) -> dict[str, str]:
    """Customers and active accounts in words; what was not counted to its end says so."""
    company: Provider = row
    found = {name: getattr(company, name) for name in ("customers", "accounts")}
    return {
        name: _("%(count)s oder mehr") % {"count": count} if count >= installation.MOST else str(count)
        for name, count in found.items()
    }
