"""The form of a draft: head, lines, photos; and the small forms that close a report."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from torhaus.kernel.units import UNITS, unit_text
from torhaus.reports.lines import MOST_LINES, TAX_RATES, Line
from torhaus.reports.models import LineKind
from torhaus.ui.days import DayField
from torhaus.ui.forms import MoneyField, NumberField, PhotosField

SPARE_ROWS = 1  # empty ones below the filled ones
ADDED_ROWS = 3  # at a time, where no script adds them one by one
REASONS = [
    ("absent", _("Niemand angetroffen")),
    ("phone", _("Telefonisch bestätigt")),
    ("contract", _("Laut Vertrag nicht nötig")),
    ("other", _("Anderer Grund")),
]


class HeadForm(forms.Form):
    """Title, day, remarks and new photos."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    performed_on = DayField(label=_("Leistungsdatum"))
    remarks = forms.CharField(label=_("Bemerkungen"), widget=forms.Textarea, required=False, max_length=10_000)
    photos = PhotosField(label=_("Fotos hinzufügen"), required=False, max_files=20)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LineForm(forms.Form):
    """One row; a row without text, quantity and price counts as empty."""

    kind = forms.ChoiceField(label=_("Art"), choices=LineKind.choices, initial=LineKind.SERVICE)
    text = forms.CharField(label=_("Bezeichnung"), max_length=300, required=False)
    quantity = NumberField(label=_("Menge"), max_digits=12, decimal_places=3, min_value=0, required=False)
    unit = forms.ChoiceField(label=_("Einheit"), initial="C62")
    unit_price = MoneyField(label=_("Einzelpreis netto"), min_value=0, required=False)
    tax_rate = forms.ChoiceField(
        label=_("USt"),
        choices=[(str(rate), f"{rate.normalize():f} %") for rate in TAX_RATES],
        initial=str(TAX_RATES[0]),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "de"
        units = [(code, unit_text(code, language=language)) for code in UNITS]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        given = getattr(self, "cleaned_data", {})
        return not given.get("text") and given.get("quantity") is None and given.get("unit_price") is None

    def clean(self) -> None:
        if self.is_empty and not self.errors:
            return
        if not self.cleaned_data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Bitte bezeichnen Sie diese Zeile."))
        if not self.cleaned_data.get("quantity") and "quantity" not in self.errors:
            self.add_error("quantity", _("Bitte geben Sie eine Menge über 0 an."))

    def line(self) -> Line:
        given = self.cleaned_data
        return Line(
            kind=given["kind"], text=given["text"], quantity=given["quantity"], unit=given["unit"],
            unit_price=given["unit_price"], tax_rate=TAX_RATES[[str(rate) for rate in TAX_RATES].index(given["tax_rate"])],
        )  # fmt: skip


Rows: TypeAlias = "forms.BaseFormSet[LineForm]"
LineRows: "type[Rows]" = forms.formset_factory(
    LineForm, extra=SPARE_ROWS, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
)


def lines_in(rows: Rows) -> list[Line]:
    """The rows in the order of the page; empty ones are left out."""
    return [form.line() for form in rows.forms if not form.is_empty]


def rows_of(lines: Sequence[Line]) -> list[dict[str, Any]]:
    names = ("kind", "text", "quantity", "unit", "unit_price")
    return [{name: getattr(line, name) for name in names} | {"tax_rate": f"{line.tax_rate:.2f}"} for line in lines]


class CloseForm(forms.Form):
    """Why there is no signature."""

    reason = forms.ChoiceField(
        label=_("Warum liegt keine Unterschrift vor?"), choices=REASONS, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("Erläuterung"), max_length=250, required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("reason") == "other" and not self.cleaned_data.get("words"):
            self.add_error("words", _("Bitte nennen Sie den Grund."))

    @property
    def text(self) -> str:
        label = "" if self.cleaned_data["reason"] == "other" else str(dict(REASONS)[self.cleaned_data["reason"]])
        return ": ".join(part for part in (label, self.cleaned_data["words"]) if part)


class OnDeviceForm(forms.Form):
    """Somebody on site signs on the technician's device."""

    signer_name = forms.CharField(label=_("Name"), max_length=200)
    signer_role = forms.CharField(
        label=_("Funktion"),
        max_length=100,
        required=False,
        help_text=_("Zum Beispiel Mieterin, Hausmeister, Bauleiter."),
    )
    reservation = forms.CharField(label=_("Vorbehalt"), widget=forms.Textarea, required=False, max_length=2000)
    strokes = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1_000_000)
    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RefusalForm(forms.Form):
    reason = forms.CharField(label=_("Warum wird nicht unterschrieben?"), widget=forms.Textarea, max_length=300)
