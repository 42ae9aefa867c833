"""Forms of the office for planning, changing, moving and ending visits."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from torhaus.jobs.windows import provider_zone, window_at_provider
from torhaus.kernel.errors import Refused
from torhaus.providers.models import Membership
from torhaus.ui.days import DayField


class WindowForm(forms.Form):
    """From when to when, in the provider's zone; cleans to `starts_at` and `ends_at` in UTC."""

    day = DayField(label=_("Datum"))
    begin = forms.TimeField(label=_("von"))
    end = forms.TimeField(label=_("bis"))
    last_day = DayField(label=_("Letzter Tag"), required=False)

    def clean(self) -> None:
        given = self.cleaned_data
        if not {"day", "begin", "end", "last_day"} <= given.keys():
            return
        try:
            given["starts_at"], given["ends_at"] = window_at_provider(
                day=given["day"], begin=given["begin"], end=given["end"], last_day=given["last_day"]
            )
        except Refused as refused:
            self.add_error("end", str(refused.message))

    @property
    def window(self) -> tuple[dt.datetime, dt.datetime] | None:
        """The window as far as it is valid already."""
        if not self.is_bound or not self.is_valid_window:
            return None
        return self.cleaned_data["starts_at"], self.cleaned_data["ends_at"]

    @property
    def is_valid_window(self) -> bool:
        self.is_valid()
        return "starts_at" in self.cleaned_data


def window_initial(starts_at: dt.datetime, ends_at: dt.datetime) -> dict[str, Any]:
    """What the form shows for a window: local day and clock times."""
    begin, end = starts_at.astimezone(provider_zone()), ends_at.astimezone(provider_zone())
    last_day = end.date() if end.date() != begin.date() else None
    return {"day": begin.date(), "begin": begin.time(), "end": end.time(), "last_day": last_day}


class PerformersField(forms.MultipleChoiceField):
    """Who comes; cleans to memberships."""

    widget = forms.CheckboxSelectMultiple

    members: dict[str, Membership]

    def offer(self, members: Sequence[Membership]) -> None:
        self.members = {str(member.pk): member for member in members}
        self.choices = [(pk, str(member)) for pk, member in self.members.items()]

    def clean(self, value: Any) -> list[Membership]:
        return [self.members[pk] for pk in super().clean(value)]


class DetailsForm(forms.Form):
    """What is written on a visit, and who comes."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    performers = PerformersField(label=_("Ausführende"), required=False)
    note = forms.CharField(
        label=_("Hinweis für die Ausführenden"),
        widget=forms.Textarea,
        required=False,
        max_length=5000,
        help_text=_("Steht nie im Portal."),
    )
    contact_name = forms.CharField(label=_("Vor Ort"), max_length=200, required=False)
    contact_phone = forms.CharField(label=_("Telefon vor Ort"), max_length=40, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, members: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        performers = self.fields["performers"]
        assert isinstance(performers, PerformersField)
        performers.offer(members)


class PlanForm(WindowForm, DetailsForm):
    """A new visit. `accepts_clashes` is set after the warning about double bookings was shown."""

    site = forms.ChoiceField(label=_("Wo?"))
    accepts_clashes = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sites: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = {str(site.pk): site for site in sites}
        self.fields["site"].choices = [(pk, str(site)) for pk, site in self.sites.items()]  # type: ignore[attr-defined]

    def clean_site(self) -> Any:
        return self.sites[self.cleaned_data["site"]]


class MoveForm(WindowForm):
    """Another window, with a word to the customer."""

    answer = forms.CharField(label=_("Nachricht an den Kunden"), max_length=500, required=False, widget=forms.Textarea)


class DeclineForm(forms.Form):
    answer = forms.CharField(label=_("Antwort an den Kunden"), max_length=500, widget=forms.Textarea)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Grund"), max_length=500, required=False, widget=forms.Textarea, help_text=_("Der Kunde liest ihn mit.")
    )


class NoShowForm(forms.Form):
    note = forms.CharField(
        label=_("Was ist geschehen?"),
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=_("Der Kunde liest es mit, zum Beispiel: zweimal geklingelt, Karte eingeworfen."),
    )


class FinishForm(forms.Form):
    is_complete = forms.BooleanField(
        label=_("Die Arbeit ist vollständig erledigt"),
        required=False,
        initial=True,
        help_text=_("Ohne Haken bleibt der Auftrag in Arbeit, und ein weiterer Einsatz kann geplant werden."),
    )
