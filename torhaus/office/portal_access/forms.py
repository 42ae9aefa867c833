"""Forms of the page „Kundenportal“: the customer's switches, and those of each site."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from torhaus.customers.models import Customer, Shown, Site
from torhaus.office.editform import EditForm
from torhaus.portal_access import queries
from torhaus.portal_access.actions import ACCOUNT_RIGHTS
from torhaus.portal_access.models import PortalAccess, Scope

SWITCHES = ("show_visits", "show_reports", "show_invoices", "show_performers", "show_times")


class PortalForm(EditForm):
    class Meta:
        model = Customer
        fields = ["portal_enabled", *SWITCHES, "portal_greeting"]
        help_texts = {
            "portal_enabled": _("Beim ersten Mal geht die Einladung an den Hauptansprechpartner von selbst hinaus."),
            "show_visits": _("Termine, geplante und erledigte Einsätze."),
            "show_reports": _("Was getan wurde, mit Fotos und PDF."),
            "show_times": _("Stunden und Uhrzeiten auf Leistungsbelegen."),
            "show_invoices": _("Gestellte Rechnungen mit PDF und Zahlungsstand."),
            "show_performers": _("Wer kommt? So steht es beim Termin."),
            "portal_greeting": _("Steht auf der Startseite dieses Kunden. Darf leer bleiben."),
        }
        widgets = {
            "show_performers": forms.RadioSelect,
            "show_times": forms.RadioSelect,
            "portal_greeting": forms.Textarea,
        }

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
            *ACCOUNT_RIGHTS, "valid_until",
        ]  # fmt: skip
        help_texts = {
            "valid_until": _("Leer: unbefristet."),
            "sees_visits": _("Termine: wann jemand kommt."),
            "sees_reports": _("Was getan wurde."),
            "signs_reports": _("Nur, was diese Person ganz sehen darf."),
            "sees_materials": _("Zeilen „Material“ auf Leistungsbelegen."),
            "sees_working_times": _("Stunden und Uhrzeiten auf Leistungsbelegen."),
            "sees_prices": _("Eine Rechnung besteht aus Preisen: Ohne dieses Recht ist keine zu sehen."),
            "sees_colleagues_tickets": _("Sonst nur, was diese Person selbst gemeldet hat."),
            "reads_messages": _("Sonst nur die eigenen."),
        }

    sees_all = forms.BooleanField(
        label=_("Alle Rechte"), required=False, help_text=_("Mit diesem Häkchen gilt alles darunter.")
    )

    sites = forms.ModelMultipleChoiceField(  # type: ignore[var-annotated]
        label=_("Nur diese Orte"),
        queryset=None,
        required=False,
        help_text=_("Nichts gewählt: alle Orte des Kunden."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], chosen: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sites"].queryset = sites  # type: ignore[attr-defined]
        self.initial["sites"] = list(chosen)
        self.initial["sees_all"] = all(getattr(self.instance, name) for name in ACCOUNT_RIGHTS)
        if self.instance.scope == Scope.JOB:
            del self.fields["sites"]

    @property
    def rights(self) -> list[forms.BoundField]:
        return [self[name] for name in ACCOUNT_RIGHTS]

    def clean(self) -> dict[str, Any]:
        """„Alle“ is one tick. A form that came with it ticked but has rights taken away means those: the tick was old."""
        given = super().clean() or {}
        if given.pop("sees_all", False) and not self._takes_away():
            given |= dict.fromkeys(ACCOUNT_RIGHTS, True)
        return given

    def _takes_away(self) -> bool:
        """Whether the page was drawn with „Alle“ ticked, and a right below it was then switched off."""
        had_all = all(getattr(self.instance, name) for name in ACCOUNT_RIGHTS)
        return had_all and not all(self.cleaned_data.get(name) for name in ACCOUNT_RIGHTS)

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
    show_reports = forms.ChoiceField(label=_("Leistungsbelege anzeigen"), choices=Shown.choices)
    show_invoices = forms.ChoiceField(label=_("Rechnungen anzeigen"), choices=Shown.choices)
    show_performers = forms.ChoiceField(label=_("Ausführende anzeigen"), choices=Shown.choices)
    show_times = forms.ChoiceField(label=_("Arbeitszeiten anzeigen"), choices=Shown.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, site: Site, data: Any = None) -> "SiteSwitchesForm":
        initial = {name: getattr(site, name) for name in SWITCHES} | {"version": site.version}
        return cls(data, initial=initial)
