"""Forms of the office's invoices: the draft with its lines, a new one, a payment, a Storno."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from torhaus.customers.models import BillingParty
from torhaus.invoices import requirements, states
from torhaus.invoices.actions import LineData
from torhaus.invoices.models import Invoice, InvoiceLine, InvoiceStatus, PaymentMethod
from torhaus.kernel.units import DEFAULT, UNITS, unit_text
from torhaus.office.editform import EditForm
from torhaus.ui.days import DayField
from torhaus.ui.forms import MoneyField, NumberField

CUSTOMER = "customer"  # the choice of no billing party: the customer itself pays
BLANK_ROWS = 3
MOST_ROWS = 300


class DraftForm(EditForm):
    """The head of a draft: who pays, which numbers it carries, when the work was done, on which terms."""

    discount_percent = NumberField(
        label=_("Rabatt auf alles in %"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )
    billing_party = forms.ChoiceField(label=_("Rechnung an"))
    service_from = DayField(label=_("Leistung von"), required=False)
    service_to = DayField(label=_("Leistung bis"), required=False)
    payment_days = forms.IntegerField(label=_("Zahlungsziel in Tagen"), min_value=0, max_value=365)

    class Meta:
        model = Invoice
        fields: ClassVar[list[str]] = [
            "title", "billing_party", "service_from", "service_to", "payment_days", "discount_percent", "tax_mode",
            "order_number", "cost_centre", "contract_number", "leitweg_id", "intro",
        ]  # fmt: skip
        help_texts: ClassVar[dict] = {
            "leitweg_id": _("Nur bei Behörden, zum Beispiel 04011000-12345-03."),
            "intro": _("Steht vor den Positionen."),
        }

    def __init__(self, *args: Any, parties: QuerySet[BillingParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.pk): party for party in parties}
        choice: Any = self.fields["billing_party"]
        choice.choices = [(CUSTOMER, str(self.instance.customer))] + [
            (pk, str(row)) for pk, row in self.parties.items()
        ]
        self.initial["billing_party"] = str(self.instance.billing_party_id or CUSTOMER)
        self.fields["title"].required = True

    def clean_billing_party(self) -> BillingParty | None:
        return self.parties.get(self.cleaned_data["billing_party"])

    def clean_discount_percent(self) -> Decimal:
        return self.cleaned_data["discount_percent"] or Decimal(0)

    def clean_leitweg_id(self) -> str:
        number = (self.cleaned_data["leitweg_id"] or "").strip()
        if number and not requirements.is_leitweg_id(number):
            raise forms.ValidationError(_("Diese Leitweg-ID ist nicht gültig: Die Prüfziffer passt nicht."))
        return number

    def clean(self) -> None:
        first, last = self.cleaned_data.get("service_from"), self.cleaned_data.get("service_to")
        if first and last and last < first:
            self.add_error("service_to", _("Das Ende der Leistung liegt vor ihrem Beginn."))


class LineForm(forms.Form):
    """One position. A row without text, quantity and price is blank and counts as none."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("Leistung"), max_length=300, required=False)
    detail = forms.CharField(label=_("Zusatz"), max_length=500, required=False)
    quantity = NumberField(label=_("Menge"), max_digits=12, decimal_places=3, required=False)
    unit = forms.ChoiceField(label=_("Einheit"), initial=DEFAULT, required=False)
    unit_price = MoneyField(label=_("Einzelpreis netto"), required=False)
    discount_percent = NumberField(
        label=_("Rabatt %"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )
    tax_rate = NumberField(
        label=_("USt %"), min_value=0, max_value=99, max_digits=4, decimal_places=2, initial=Decimal(19), required=False
    )
    is_labour = forms.BooleanField(label=_("Lohnanteil"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        language = get_language() or "de"
        known = {code: unit_text(code, language=language[:2]) for code in UNITS}
        current = self.initial.get("unit", DEFAULT)
        unit.choices = list(({current: current} | known).items()) if current not in known else list(known.items())

    @property
    def is_removed(self) -> bool:
        """Marked for deletion, whatever else is in the row."""
        self.is_valid()
        return bool(getattr(self, "cleaned_data", {}).get("DELETE"))

    @property
    def is_blank(self) -> bool:
        data = getattr(self, "cleaned_data", {})
        return not data.get("text") and data.get("quantity") is None and data.get("unit_price") is None

    def clean(self) -> None:
        data = self.cleaned_data
        if self.is_blank or self.errors:
            return
        if not data.get("text"):
            self.add_error("text", _("Bitte die Leistung nennen."))
        if not data.get("quantity"):
            self.add_error("quantity", _("Bitte eine Menge angeben."))
        if data.get("unit_price") is None:
            self.add_error("unit_price", _("Bitte einen Preis angeben."))
        elif data["unit_price"] < 0:
            self.add_error("unit_price", _("Bitte die Menge negativ angeben statt des Preises."))

    @property
    def line(self) -> LineData:
        data = self.cleaned_data
        rate = data.get("tax_rate")
        return LineData(
            id=data.get("id"),
            text=data["text"],
            detail=data.get("detail", ""),
            quantity=data["quantity"],
            unit=data.get("unit") or DEFAULT,
            unit_price=data["unit_price"],
            discount_percent=data.get("discount_percent") or Decimal(0),
            tax_rate=Decimal(19) if rate is None else rate,
            is_labour=data.get("is_labour", False),
        )


class LineFormSet(forms.BaseFormSet):
    """The positions in the order of their numbers; rows marked for deletion and blank ones are left out."""

    @property
    def lines(self) -> list[LineData]:
        """Of the rows that are filled in rightly; on an invalid form the others are missing."""
        good = [form for form in self.kept if form.is_valid() and not form.is_blank]
        return [form.line for form in sorted(good, key=_place)]

    @property
    def kept(self) -> list[LineForm]:
        """Without the rows that are marked for deletion."""
        return [form for form in self.forms if not form.is_removed]


def _place(form: LineForm) -> tuple[int, int]:
    order = form.cleaned_data.get("ORDER")
    index = int(str(form.prefix).rpartition("-")[2])
    return (order if order is not None else 10_000, index)


def line_formset(*, data: Any = None, lines: list[InvoiceLine] | None = None) -> LineFormSet:
    """The rows of these lines and some blank ones; or what was sent."""
    kind = forms.formset_factory(
        LineForm, formset=LineFormSet, extra=BLANK_ROWS, can_delete=True, can_order=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1,
    )  # fmt: skip
    initial = [{name: getattr(line, name) for name in LineForm.base_fields} for line in lines or []]
    return kind(data, initial=initial, prefix="lines")  # type: ignore[return-value]


class NewInvoiceForm(forms.Form):
    """A free invoice begins with what it is about."""

    title = forms.CharField(label=_("Betreff"), max_length=200)


class PaymentForm(forms.Form):
    """Money that arrived; with a minus what was paid back."""

    amount = MoneyField(label=_("Betrag"), max_digits=11)
    paid_on = DayField(label=_("Eingegangen am"))
    method = forms.ChoiceField(label=_("Zahlungsart"), choices=PaymentMethod.choices)
    note = forms.CharField(label=_("Notiz"), max_length=200, required=False)
    accepts_overpayment = forms.BooleanField(
        label=_("Trotzdem erfassen, der Kunde hat zu viel bezahlt"), required=False
    )

    @classmethod
    def proposed(cls, invoice: Invoice) -> "PaymentForm":
        """What is open, today, by transfer; for a cancelled invoice the credit that goes back."""
        owed = invoice.open_total if invoice.open_total > 0 else None
        amount = -invoice.paid_total if invoice.status == InvoiceStatus.CANCELLED else owed
        return cls(initial={"amount": amount, "paid_on": states.today(), "method": PaymentMethod.TRANSFER})


class CancellationForm(forms.Form):
    """The Storno, and what is to follow it."""

    reason = forms.CharField(
        label=_("Grund"),
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=_("Der Kunde liest ihn mit, in der E-Mail und im Verlauf."),
    )
    draft_anew = forms.BooleanField(label=_("Danach neuen Entwurf mit demselben Inhalt anlegen"), required=False)
    accepts_credit = forms.BooleanField(label=_("Ja, das bezahlte Geld wird zum Guthaben des Kunden"), required=False)
