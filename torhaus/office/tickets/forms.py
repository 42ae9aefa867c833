"""The forms of a ticket in the office."""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from torhaus.customers.models import CustomerKind, Room, Site
from torhaus.files.forms import UploadForm
from torhaus.jobs.models import Job
from torhaus.providers.models import Membership
from torhaus.tickets.models import Channel, Ticket, TicketCategory, TicketKind, Urgency
from torhaus.ui.rowfield import RowField

ANSWER, NOTE = "answer", "note"


class MessageForm(UploadForm):
    """One text for the customer or for colleagues. `named`: performers in it whom the customer may not see."""

    named: Sequence[str] = ()

    kind = forms.ChoiceField(choices=[(ANSWER, _("Antwort")), (NOTE, _("Interne Notiz"))], initial=ANSWER)
    body = forms.CharField(
        label=_("Nachricht"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    asks = forms.BooleanField(label=_("Rückfrage: auf Antwort warten"), required=False)
    called_back = forms.BooleanField(label=_("Rückruf ist erledigt"), required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Grund"), max_length=2000, widget=forms.Textarea, help_text=_("Der Kunde liest diesen Text.")
    )


class ReopeningForm(forms.Form):
    reason = forms.CharField(label=_("Was ist noch zu tun?"), required=False, max_length=2000, widget=forms.Textarea)


class AssignmentForm(forms.Form):
    member = RowField(label=_("Zuständig"), required=False, empty_label=_("niemand"))

    def __init__(self, *args: Any, members: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].offer(members)  # type: ignore[attr-defined]


class AcceptanceForm(forms.Form):
    """Accept as a new job, or as part of an open one."""

    job = RowField(label=_("Wozu gehört es?"), required=False, empty_label=_("Neuer Eintrag"))

    def __init__(self, *args: Any, jobs: Iterable[Job], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["job"].offer(jobs)  # type: ignore[attr-defined]


@dataclasses.dataclass(frozen=True)
class Choices:
    """Where and what a ticket can be: the sites of its customer, the rooms of the chosen site, the categories."""

    sites: Iterable[Site] = ()
    rooms: Iterable[Room] = ()
    categories: Iterable[TicketCategory] = ()


class PlacedForm(forms.Form):
    """Site, room and category out of what this provider and customer have."""

    site = RowField(label=_("Wo?"), required=False, empty_label=_("– kein bestimmter Ort –"))
    room = RowField(label=_("Raum"), required=False, empty_label=_("– ohne Raum –"))
    category = RowField(label=_("Gewerk"), required=False, empty_label=_("– ohne –"))

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("site", choices.sites), ("room", choices.rooms), ("category", choices.categories)):
            self.fields[name].offer(rows)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A room belongs to its site."""
        values = super().clean() or {}
        room, site = values.get("room"), values.get("site")
        if room is not None and (site is None or room.site_id != site.pk):
            self.add_error("room", _("Dieser Raum gehört nicht zum gewählten Ort."))
        return values


class TicketForm(PlacedForm):
    """What a ticket says; used to correct it."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    kind = forms.ChoiceField(label=_("Was ist es?"), choices=TicketKind.choices)
    urgency = forms.ChoiceField(label=_("Dringlichkeit"), choices=Urgency.choices)
    contact_name = forms.CharField(label=_("Wer ist vor Ort?"), max_length=200, required=False)
    contact_phone = forms.CharField(label=_("Telefon vor Ort"), max_length=40, required=False)
    preferred_dates = forms.CharField(label=_("Wunschtermine"), max_length=300, required=False)
    needs_callback = forms.BooleanField(label=_("Rückruf nötig"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = (
        "title", "kind", "urgency", "category", "site", "room", "contact_name", "contact_phone", "preferred_dates",
        "needs_callback", "version",
    )  # fmt: skip

    @classmethod
    def values_of(cls, ticket: Ticket) -> dict[str, Any]:
        return {name: getattr(ticket, name) for name in cls.field_order}


class IntakeForm(PlacedForm, UploadForm):
    """A report by telephone, from a known customer or from somebody new."""

    customer = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the view finds the row through its door
    new_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    new_street = forms.CharField(label=_("Straße und Hausnummer"), max_length=200, required=False)
    new_postcode = forms.CharField(label=_("PLZ"), max_length=12, required=False)
    new_city = forms.CharField(label=_("Ort"), max_length=100, required=False)
    new_kind = forms.ChoiceField(
        label=_("Art"), choices=CustomerKind.choices, initial=CustomerKind.HOUSEHOLD, required=False
    )
    caller_name = forms.CharField(label=_("Wer ruft an?"), max_length=200, required=False)
    caller_phone = forms.CharField(label=_("Rückrufnummer"), max_length=40, required=False)
    title = forms.CharField(label=_("Worum geht es?"), max_length=200)
    description = forms.CharField(label=_("Einzelheiten"), max_length=20_000, required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(
        label=_("Was ist es?"), choices=TicketKind.choices, initial=TicketKind.DAMAGE, widget=forms.RadioSelect
    )
    urgency = forms.ChoiceField(label=_("Dringlichkeit"), choices=Urgency.choices, initial=Urgency.NORMAL)
    channel = forms.ChoiceField(
        label=_("Eingang über"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.PORTAL],
        initial=Channel.PHONE,
    )
    contact_name = forms.CharField(label=_("Wer ist vor Ort?"), max_length=200, required=False)
    contact_phone = forms.CharField(label=_("Telefon vor Ort"), max_length=40, required=False)
    preferred_dates = forms.CharField(label=_("Wunschtermine"), max_length=300, required=False)
    needs_callback = forms.BooleanField(label=_("Rückruf nötig"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("customer") and not (values.get("new_name") or values.get("caller_name")):
            self.add_error("new_name", _("Bitte wählen Sie einen Kunden, oder geben Sie einen Namen an."))
        return values
