"""The editor of a draft: its form and lines, live sums, and the list of what is missing with the way to mend it."""

import dataclasses
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.fetch import children_for, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.access.viewer import Viewer
from torhaus.customers import queries as customers
from torhaus.customers.models import BillingParty
from torhaus.invoices import compose, requirements, states
from torhaus.invoices import snapshot as snap
from torhaus.invoices.actions import LineData
from torhaus.invoices.models import Invoice, InvoiceLine
from torhaus.invoices.totals import line_sum
from torhaus.office.invoices.forms import DraftForm, LineFormSet, line_formset
from torhaus.ui.render import render_page

COUNTED = ("quantity", "unit_price", "discount_percent", "tax_rate", "is_labour")


@dataclasses.dataclass
class Editor:
    """Head and lines of one draft, as stored or as sent."""

    invoice: Invoice
    form: DraftForm
    rows: LineFormSet
    stored: list[InvoiceLine]

    @classmethod
    def of(cls, viewer: Viewer, invoice: Invoice, data: Any = None) -> "Editor":
        parties = customers.of_customer(list_for(viewer, BillingParty, P.INVOICE_WRITE), invoice.customer)
        stored = list(children_for(viewer, InvoiceLine, invoice).order_by("position")) if data is None else []
        choices = customers.parties_in_order(customers.active(parties) | parties.filter(pk=invoice.billing_party_id))
        form = DraftForm(data, instance=invoice, parties=choices)
        return cls(invoice=invoice, form=form, rows=line_formset(data=data, lines=stored), stored=stored)

    def is_valid(self) -> bool:
        """Both are asked, so that all errors are shown at once."""
        return all([self.form.is_valid(), self.rows.is_valid()])

    @property
    def version(self) -> int:
        return int(self.form.cleaned_data.get("version") or 0)

    def as_typed(self) -> snap.Snapshot:
        """What the invoice would say with what stands in the form now, as far as it can be read."""
        lines = [compose.line_of(line) for line in self.stored]
        if self.form.is_bound:
            self.form.is_valid()
            for name, value in self.form.cleaned_data.items():
                if name != "version":
                    setattr(self.invoice, name, value)
            lines = [_said(line, position) for position, line in enumerate(self.rows.lines, start=1)]
        return compose.snapshot_of(self.invoice, issued_on=states.today(), lines=lines)

    def errors(self) -> list[tuple[str, str]]:
        """What is wrong in head and lines: the id of the field (or "") and a sentence."""
        if not self.form.is_bound:
            return []
        found = [("", str(error)) for error in self.form.non_field_errors()]
        found += [(str(field.auto_id), f"{field.label}: {error}") for field in self.form for error in field.errors]
        for number, row in enumerate(self.rows.forms, start=1):
            name = _("Position %(number)s") % {"number": number}
            found += [
                (str(field.auto_id), f"{name}, {field.label}: {error}") for field in row for error in field.errors
            ]
        return found + [("", str(error)) for error in self.rows.non_form_errors()]

    def nets(self) -> list[tuple[str, Any]]:
        """For each row its prefix and net amount, None where it cannot be counted yet."""
        return [(str(form.prefix), _net(form)) for form in self.rows.forms]


def _said(line: LineData, position: int) -> snap.Line:
    values = {name: getattr(line, name) for name in ("text", "detail", "unit", *COUNTED)}
    return snap.Line(position=position, **values)


def _net(form: Any) -> Any:
    if form.is_bound:
        return line_sum(form.line).net if form.is_valid() and not form.is_blank else None
    return line_sum(LineData(text="", **{name: form.initial[name] for name in COUNTED})).net if form.initial else None


def page(
    request: ViewerRequest,
    invoice: Invoice,
    *,
    editor: Editor | None = None,
    points: list[Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The draft's page; an `editor` that went wrong shows what was typed."""
    editor = editor or Editor.of(request.viewer, invoice)
    context = context_of(editor) | {"may_issue": request.viewer.may(P.INVOICE_ISSUE), "was_refused": points is not None}
    return render_page(request, "office/invoices/draft.html", context, status=status)


def context_of(editor: Editor) -> dict[str, Any]:
    """Form, rows, sums and the list of what is missing."""
    invoice, said = editor.invoice, editor.as_typed()
    return {
        "invoice": invoice,
        "form": editor.form,
        "lines": editor.rows,
        "errors": editor.errors(),
        "nets": dict(editor.nets()),
        "sums": said.totals,
        "discount_percent": said.discount_percent,
        "is_taxed": said.tax_mode == "standard",
        "buyer": said.buyer,
        "missing": [(point, mend_url(point, invoice)) for point in requirements.missing(said)],
    }


def mend_url(point: requirements.Requirement, invoice: Invoice) -> str:
    """Where a missing point is mended: the company's data, the debtor's, or here."""
    field = f"#id_{point.field}" if point.field else ""
    if point.where == requirements.PROVIDER:
        return reverse("office:settings") + field
    if point.where == requirements.BUYER and invoice.billing_party_id:
        return reverse("office:billing_party_edit", args=[invoice.billing_party_id]) + field
    if point.where == requirements.BUYER:
        return reverse("office:customer_edit", args=[invoice.customer_id]) + field
    return "#lines" if point.where == requirements.LINES else field
