"""The form of a job: what, where, who pays, who is there, and the numbers that the customer's accounts department wants."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from torhaus.customers.models import BillingParty, Customer, Room, SignatureDuty, Site
from torhaus.jobs.models import Job
from torhaus.office.editform import EditForm


class RoomChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Room) -> str:
        return f"{obj.site}: {obj}"


class JobForm(EditForm):
    """Places and payers are those of the job's customer."""

    site: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Objekt"), queryset=None, required=False, empty_label=_("kein bestimmtes")
    )
    room = RoomChoice(label=_("Raum"), queryset=None, required=False, empty_label=_("kein bestimmter"))
    signature_duty = forms.ChoiceField(label=_("Unterschrift"), required=False)

    class Meta:
        model = Job
        fields: ClassVar[list[str]] = [
            "title", "description", "site", "room", "contact_name", "contact_phone", "billing_party", "order_number",
            "cost_centre", "contract_number", "signature_duty",
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
        self.fields["billing_party"].empty_label = _("wie beim Objekt oder Kunden")  # type: ignore[attr-defined]
        duty = SignatureDuty(customer.signature_duty).label
        inherited = _("wie beim Kunden (%(duty)s)") % {"duty": duty}
        self.fields["signature_duty"].choices = [("", inherited), *SignatureDuty.choices]  # type: ignore[attr-defined]

    def clean(self) -> None:
        room, site = self.cleaned_data.get("room"), self.cleaned_data.get("site")
        if room is not None and site is None:
            self.cleaned_data["site"] = room.site
        elif room is not None and site is not None and room.site_id != site.pk:
            self.add_error("room", _("Dieser Raum gehört nicht zum Objekt."))
