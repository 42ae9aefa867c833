"""Forms for customers, their contacts and billing parties."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from torhaus.customers import checks
from torhaus.customers.countries import COUNTRIES
from torhaus.customers.models import BillingParty, Contact, Customer, CustomerKind
from torhaus.office.editform import EditForm
from torhaus.providers.models import Provider, Sector

ADDRESS = ["street", "address_extra", "postcode", "city", "country"]


def email_field(label: Any, help_text: Any = "") -> forms.CharField:
    """Checked by `checks.clean_email`, whose words fit ours better than Django's."""
    return forms.CharField(label=label, max_length=254, required=False, widget=forms.EmailInput, help_text=help_text)


class AddressForm(EditForm):
    """With a list of countries and the postcode checked by its country."""

    marks_required = True
    country = forms.ChoiceField(label=_("Land"), choices=COUNTRIES, initial="DE")

    def clean_email(self) -> str:
        return str(self.checked("email", checks.clean_email))

    def clean_vat_id(self) -> str:
        return str(self.checked("vat_id", checks.clean_vat_id))

    def clean_leitweg_id(self) -> str:
        return str(self.checked("leitweg_id", checks.clean_leitweg_id))

    def clean(self) -> None:
        country = self.cleaned_data.get("country", "DE")
        if "postcode" in self.cleaned_data:
            try:
                value = self.checked("postcode", lambda typed: checks.clean_postcode(typed, country=country))
                self.cleaned_data["postcode"] = value
            except forms.ValidationError as error:
                self.add_error("postcode", error)


class CustomerForm(AddressForm):
    """Master data; the switches of the portal have their own page."""

    email = email_field(_("E-Mail"))
    number = forms.CharField(
        label=_("Kundennummer"), max_length=30, required=False, help_text=_("Leer lassen: die nächste freie Nummer.")
    )

    class Meta:
        model = Customer
        fields: ClassVar[list[str]] = [
            "kind", "name", "number", "is_prospect", "email", "phone", *ADDRESS, "note", "payment_days", "vat_id",
            "einvoice_format", "leitweg_id", "is_reverse_charge", "order_number", "requires_order_number",
            "cost_centre", "contract_number", "supplier_number", "signature_duty",
        ]  # fmt: skip
        help_texts: ClassVar[dict] = {
            "is_prospect": _("Hat noch nichts bestellt."),
            "payment_days": _("Leer: wie in den Firmendaten."),
            "leitweg_id": _("Nur bei Behörden, zum Beispiel 04011000-1234512345-06."),
            "note": _("Steht nie im Portal."),
            "requires_order_number": _("Ohne Bestellnummer lässt sich keine Rechnung stellen."),
        }

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["number"].required = True
            self.fields["number"].help_text = ""


class NewCustomerForm(CustomerForm):
    """With the switch of the portal, which is on where customers have their own list and the plan brings the portal."""

    portal_enabled = forms.BooleanField(
        label=_("Kundenportal aktivieren"),
        required=False,
        help_text=_("Eingeladen wird niemand von selbst; das geschieht auf der Seite „Kundenportal“ des Kunden."),
    )

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        kind = CustomerKind.HOUSEHOLD if provider.sector == Sector.CARE else CustomerKind.COMPANY
        offers = provider.has_portal and provider.has_customer_master
        super().__init__(*args, initial={"portal_enabled": offers, "kind": kind}, **kwargs)
        if not offers:
            del self.fields["portal_enabled"]


class ContactForm(EditForm):
    """A person at the customer."""

    email = email_field(_("E-Mail"), help_text=_("Nötig für eine Einladung ins Kundenportal."))
    language = forms.ChoiceField(label=_("Sprache"), choices=settings.LANGUAGES)

    class Meta:
        model = Contact
        fields: ClassVar[list[str]] = [
            "salutation", "first_name", "last_name", "role", "email", "phone", "mobile", "language", "is_main",
            "is_notified",
        ]  # fmt: skip
        help_texts: ClassVar[dict] = {
            "is_main": _("Bekommt die Einladung ins Kundenportal; je Kunde einer."),
            "is_notified": _("Bekommt E-Mails zu Meldungen, Terminen und Rechnungen."),
        }

    def clean_email(self) -> str:
        return str(self.checked("email", checks.clean_email))


class BillingPartyForm(AddressForm):
    """Who owes the invoice when it is not the customer."""

    email = email_field(_("E-Mail für Rechnungen"))

    class Meta:
        model = BillingParty
        fields: ClassVar[list[str]] = [
            "name", "care_of", *ADDRESS, "email", "is_business", "vat_id", "leitweg_id", "supplier_number",
            "cost_centre", "requires_order_number",
        ]  # fmt: skip
        labels: ClassVar[dict] = {"care_of": "c/o"}
        help_texts: ClassVar[dict] = {
            "name": _("Wer die Rechnung schuldet, zum Beispiel „WEG Rosenweg 21“."),
            "care_of": _("Wer sie entgegennimmt, zum Beispiel die Hausverwaltung."),
        }
