"""The form of a job: what, where, who pays, who is there, and the numbers that the customer's accounts department wants."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from torhaus.customers.models import BillingParty, Customer, Room, SignatureDuty, Site
from torhaus.jobs.models import Job
from torhaus.office.editform import EditForm
from torhaus.providers.models import JobPortal


class RoomChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Room) -> str:
        return f"{obj.site}: {obj}"


class JobForm(EditForm):
    """Places and payers are those of the job's customer."""

    site: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Wo?"), queryset=None, required=False, empty_label=_("kein bestimmter Ort")
    )
    room = RoomChoice(label=_("Raum"), queryset=None, required=False, empty_label=_("kein bestimmter"))
    signature_duty = forms.ChoiceField(label=_("Unterschrift"), required=False)
    portal = forms.ChoiceField(
        label=_("Kundenportal aktivieren"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Aus: Alles, was hierzu gehört, verschwindet aus dem Portal. Es geht nichts verloren."),
    )

    class Meta:
        model = Job
        fields: ClassVar[list[str]] = [
            "title", "description", "site", "room", "contact_name", "contact_phone", "billing_party", "order_number",
            "cost_centre", "contract_number", "signature_duty", "portal",
        ]  # fmt: skip

    def __init__(
        self,
        *args: Any,
        customer: Customer,
        sites: QuerySet[Site],
        rooms: QuerySet[Room],
        parties: QuerySet[BillingParty],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {"site": sites, "room": rooms, "billing_party": parties}
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["billing_party"].empty_label = _("wie am Einsatzort oder beim Kunden")  # type: ignore[attr-defined]
        duty = SignatureDuty(customer.signature_duty).label
        inherited = _("wie beim Kunden (%(duty)s)") % {"duty": duty}
        self.fields["portal"].choices = _portal_choices(customer)  # type: ignore[attr-defined]
        self.fields["signature_duty"].choices = [("", inherited), *SignatureDuty.choices]  # type: ignore[attr-defined]

    def clean_portal(self) -> str:
        """Left out by whoever sends less than the form shows: as it is, or the company's default."""
        return self.cleaned_data["portal"] or (self.instance.portal if self.instance.pk else "")

    def clean(self) -> None:
        room, site = self.cleaned_data.get("room"), self.cleaned_data.get("site")
        if room is not None and site is None:
            self.cleaned_data["site"] = room.site
        elif room is not None and site is not None and room.site_id != site.pk:
            self.add_error("room", _("Dieser Raum gehört nicht zu diesem Ort."))


def _portal_choices(customer: Customer) -> list[tuple[str, Any]]:
    """„Wie beim Kunden“ says what that is at present; without Kundenstamm there is nothing to take over."""
    choices = dict(JobPortal.choices)
    is_on = customer.provider.has_customer_master and customer.portal_enabled
    choices[JobPortal.INHERIT] = _("wie beim Kunden (an)") if is_on else _("wie beim Kunden (aus)")
    return list(choices.items())
