"""Forms of the page „Kundenportal“: the customer's switches, and those of each site."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from torhaus.customers.models import Customer, Shown, Site
from torhaus.office.editform import EditForm
from torhaus.portal_access import queries
from torhaus.portal_access.models import PortalAccess, Scope

SWITCHES = ("show_visits", "show_invoices", "show_performers")


class PortalForm(EditForm):
    class Meta:
        model = Customer
        fields = ["portal_enabled", "show_visits", "show_invoices", "show_performers", "portal_greeting"]
        help_texts = {
            "portal_enabled": _("Beim ersten Mal geht die Einladung an den Hauptansprechpartner von selbst hinaus."),
            "show_visits": _("Termine, geplante und erledigte Einsätze."),
            "show_invoices": _("Gestellte Rechnungen mit PDF und Zahlungsstand."),
            "show_performers": _("Wer kommt? So steht es beim Termin."),
            "portal_greeting": _("Steht auf der Startseite dieses Kunden. Darf leer bleiben."),
        }
        widgets = {"show_performers": forms.RadioSelect, "portal_greeting": forms.Textarea}

    portal_greeting = forms.CharField(
        label=_("Infotext im Portal"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        help_text=_("Steht auf der Startseite dieses Kunden. Adressen werden zu Links. Darf leer bleiben."),
    )


class AccessForm(EditForm):
    """What one person may see and do; which sites, none chosen means all."""

    class Meta:
        model = PortalAccess
        fields = [
            "sees_visits", "sees_reports", "signs_reports", "sees_invoices", "creates_tickets", "writes_messages",
            "sees_colleagues_tickets", "valid_until",
        ]  # fmt: skip
        labels = {
            "sees_visits": _("Termine sehen"),
            "sees_reports": _("Leistungsbelege sehen"),
            "sees_invoices": _("Rechnungen sehen"),
            "sees_colleagues_tickets": _("Meldungen von Kollegen sehen"),
        }
        help_texts = {"valid_until": _("Leer: unbefristet.")}

    sites = forms.ModelMultipleChoiceField(  # type: ignore[var-annotated]
        label=_("Nur diese Objekte"),
        queryset=None,
        required=False,
        help_text=_("Nichts gewählt: alle Objekte des Kunden."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], chosen: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sites"].queryset = sites  # type: ignore[attr-defined]
        self.initial["sites"] = list(chosen)
        if self.instance.scope == Scope.JOB:
            del self.fields["sites"]

    def clean_sites(self) -> list[Site]:
        return sorted(self.cleaned_data["sites"], key=str)

    def saved(self, row: Any, name: str) -> Any:
        if name != "sites":
            return super().saved(row, name)
        chosen = set(queries.site_ids_of(row))
        return sorted((site for site in self.fields["sites"].queryset if site.pk in chosen), key=str)  # type: ignore[attr-defined]


class SiteSwitchesForm(forms.Form):
    """Three states each: as at the customer, show, hide."""

    show_visits = forms.ChoiceField(label=_("Einsätze anzeigen"), choices=Shown.choices)
    show_invoices = forms.ChoiceField(label=_("Rechnungen anzeigen"), choices=Shown.choices)
    show_performers = forms.ChoiceField(label=_("Ausführende anzeigen"), choices=Shown.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, site: Site, data: Any = None) -> "SiteSwitchesForm":
        initial = {name: getattr(site, name) for name in SWITCHES} | {"version": site.version}
        return cls(data, initial=initial)
