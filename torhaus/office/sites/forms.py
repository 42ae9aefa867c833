"""Forms for sites and rooms."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from torhaus.customers import checks
from torhaus.customers.models import BillingParty, Room, Shown, Site
from torhaus.office.customers.forms import ADDRESS, AddressForm
from torhaus.office.editform import EditForm

SWITCHES = ["show_visits", "show_reports", "show_invoices", "show_performers", "show_times"]


class SiteForm(AddressForm):
    """A site with the position of its pin and its three-state switches."""

    latitude = forms.CharField(label=_("Breite"), required=False, max_length=20)
    longitude = forms.CharField(label=_("Länge"), required=False, max_length=20)

    class Meta:
        model = Site
        fields: ClassVar[list[str]] = [
            "name", "number", *ADDRESS, "contact_name", "contact_phone", "access_note", "billing_party", "order_number",
            "cost_centre", *SWITCHES,
        ]  # fmt: skip
        labels: ClassVar[dict] = {"number": _("Nummer")}
        help_texts: ClassVar[dict] = {
            "name": _("Wie alle es nennen, zum Beispiel „Uferstraße 4“."),
            "access_note": _("Sehen nur Sie und die Ausführenden."),
            "billing_party": _("Leer: Rechnungen gehen an den Kunden selbst."),
        }
        widgets: ClassVar[dict] = {name: forms.RadioSelect for name in SWITCHES}

    def __init__(self, *args: Any, parties: QuerySet[BillingParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["billing_party"]
        field.queryset = parties
        field.empty_label = _now("der Kunde selbst")
        for name in SWITCHES:
            self.fields[name].choices = Shown.choices  # type: ignore[attr-defined]
        for name in ("latitude", "longitude"):
            value = getattr(self.instance, name)
            self.initial[name] = "" if value is None else f"{value:.6f}".replace(".", ",")

    def clean_latitude(self) -> Decimal | None:
        return self.checked("latitude", lambda typed: checks.clean_degrees(typed, limit=90))  # type: ignore[no-any-return]

    def clean_longitude(self) -> Decimal | None:
        return self.checked("longitude", lambda typed: checks.clean_degrees(typed, limit=180))  # type: ignore[no-any-return]

    def clean(self) -> None:
        super().clean()
        found = self.cleaned_data
        if {"latitude", "longitude"} <= found.keys() and (found["latitude"] is None) != (found["longitude"] is None):
            missing = "latitude" if found["latitude"] is None else "longitude"
            self.add_error(missing, _("Zur Position gehören Breite und Länge."))


class RoomsForm(forms.Form):
    """Several rooms at once, as they stand in a list."""

    lines = forms.CharField(
        label=_("Räume oder Einheiten"),
        widget=forms.Textarea,
        max_length=100_000,
        help_text=_("Einen je Zeile, auch aus Excel eingefügt. Geschoss nach einem Semikolon: „WE 03; 1. OG“."),
    )


class RoomForm(EditForm):
    class Meta:
        model = Room
        fields: ClassVar[list[str]] = ["name", "floor", "is_active"]
        help_texts: ClassVar[dict] = {"is_active": _("Aus: erscheint in keiner Auswahl mehr.")}
