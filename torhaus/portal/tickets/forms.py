"""The customer's forms: report something, write, open again."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from torhaus.customers.models import Customer, Room, Site
from torhaus.files.forms import MAX_FILES, UploadForm
from torhaus.tickets.models import TicketCategory, TicketKind, Urgency
from torhaus.ui.forms import PhotosField
from torhaus.ui.rowfield import RowField


class MessageForm(UploadForm):
    """A message of the customer, with photos or files."""

    body = forms.CharField(
        label=_("Ihre Nachricht"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    files = PhotosField(label=_("Fotos oder Dateien"), required=False, max_files=MAX_FILES)

    field_order = ("body", "files")


class ReopeningForm(forms.Form):
    reason = forms.CharField(label=_("Was fehlt noch?"), required=False, max_length=2000, widget=forms.Textarea)


@dataclasses.dataclass(frozen=True)
class Choices:
    """What a report can be about, as far as this person may report for it."""

    customer: Iterable[Customer] = ()
    site: Iterable[Site] = ()
    room: Iterable[Room] = ()
    category: Iterable[TicketCategory] = ()


class ReportForm(UploadForm):
    """„Melden“: what, where, when; only places that this person may report for."""

    kind = forms.ChoiceField(
        label=_("Was ist es?"), choices=TicketKind.choices, initial=TicketKind.DAMAGE, widget=forms.RadioSelect
    )
    files = PhotosField(label=_("Fotos"), required=False, max_files=MAX_FILES)
    customer = RowField(label=_("Für wen?"), empty_label=None)
    site = RowField(label=_("Wo?"), required=False, empty_label=_("Kein bestimmter Ort"))
    room = RowField(label=_("Raum oder Wohnung"), required=False, empty_label=_("– bitte wählen –"))
    contact_name = forms.CharField(label=_("Wer ist vor Ort?"), max_length=200, required=False)
    contact_phone = forms.CharField(label=_("Telefon vor Ort"), max_length=40, required=False)
    preferred_dates = forms.CharField(
        label=_("Wann passt es?"), max_length=300, required=False, help_text=_("Zum Beispiel: werktags ab 15 Uhr")
    )
    title = forms.CharField(label=_("Kurz gesagt"), max_length=200, help_text=_("Zum Beispiel: Rohr im Keller tropft"))
    description = forms.CharField(
        label=_("Was genau ist los?"), max_length=20_000, required=False, widget=forms.Textarea
    )
    category = RowField(label=_("Gewerk"), required=False, empty_label=_("Weiß ich nicht"))
    urgency = forms.ChoiceField(
        label=_("Wie eilig ist es?"), choices=Urgency.choices, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("customer", "site", "room", "category"):
            self.fields[name].offer(getattr(choices, name))  # type: ignore[attr-defined]

    def has(self, name: str) -> bool:
        """Whether there is anything to choose from."""
        return bool(self.fields[name].rows)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Site and room agree with what they belong to."""
        values = super().clean() or {}
        site, room, customer = values.get("site"), values.get("room"), values.get("customer")
        if site is not None and customer is not None and site.customer_id != customer.pk:
            self.add_error("site", _("Dieser Ort gehört nicht dazu."))
        if room is not None and (site is None or room.site_id != site.pk):
            self.add_error("room", _("Dieser Raum gehört nicht zum gewählten Ort."))
        return values
