"""Forms of the settings: company data, basic settings, look, staff, ticket categories."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from torhaus.accounts.models import Salutation
from torhaus.customers.checks import clean_email
from torhaus.customers.countries import COUNTRIES
from torhaus.kernel.errors import Refused
from torhaus.office.customers.forms import email_field
from torhaus.office.editform import EditForm
from torhaus.providers import checks
from torhaus.providers.models import Membership, Provider, Role, Sector, hex_colour
from torhaus.providers.queries import persons_of
from torhaus.tickets.models import TicketCategory


class CompanyForm(EditForm):
    """What invoices and the portal say about the company."""

    marks_required = True

    class Meta:
        model = Provider
        fields = [
            "name", "legal_name", "tagline", "street", "postcode", "city", "country", "email", "phone", "website",
            "emergency_phone", "managing_directors", "register_court", "register_number", "tax_number", "vat_id",
            "is_small_business", "iban", "bic", "bank_name", "account_holder", "payment_days", "invoice_note",
            "reply_hours", "contact_person",
        ]  # fmt: skip
        help_texts = {
            "legal_name": _("So steht sie auf Rechnungen, mit Rechtsform."),
            "emergency_phone": _("Steht im Portal über dem Meldeformular."),
            "tax_number": _("Sie oder die USt-IdNr. steht auf jeder Rechnung."),
            "iban": _("Für Rechnungen nötig."),
            "is_small_business": _("Rechnungen weisen dann keine Umsatzsteuer aus."),
            "bic": _("Füllt sich aus der IBAN, wenn Sie es frei lassen."),
            "account_holder": _("Genau wie bei der Bank; er steht im GiroCode."),
            "contact_person": _("Steht im Portal immer im Blick, mit Telefon."),
            "reply_hours": _("Bis dahin versprechen Sie dem Kunden eine Antwort auf eine Meldung."),
        }

    country = forms.ChoiceField(label=_("Land"), choices=COUNTRIES, initial="DE")
    email = email_field(_("E-Mail"))
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("street", "postcode", "city"):
            self.fields[name].required = True
        contact: Any = self.fields["contact_person"]
        contact.queryset, contact.empty_label = persons_of(members), gettext("niemand")

    def clean(self) -> None:
        country = self.cleaned_data.get("country", "DE")
        if "postcode" in self.cleaned_data:
            try:
                value = self.checked("postcode", lambda typed: checks.clean_postcode(typed, country=country))
                self.cleaned_data["postcode"] = value
            except forms.ValidationError as error:
                self.add_error("postcode", error)

    def clean_email(self) -> str:
        return str(self.checked("email", clean_email))

    def clean_vat_id(self) -> str:
        return str(self.checked("vat_id", checks.clean_vat_id))

    def clean_tax_number(self) -> str:
        return str(self.checked("tax_number", checks.clean_tax_number))

    def clean_iban(self) -> str:
        return str(self.checked("iban", checks.account).iban)


class SectorForm(forms.Form):
    """The line of business whose words, categories and defaults are to be taken over."""

    sector = forms.ChoiceField(label=_("Was machen Sie?"), choices=Sector.choices, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class BasicsForm(EditForm):
    """Words, Kundenstamm and what new jobs begin with."""

    class Meta:
        model = Provider
        fields = [
            "job_word", "ticket_word", "report_word", "site_word", "has_customer_master", "default_job_portal",
        ]  # fmt: skip
        help_texts = {
            "has_customer_master": _(
                "An: Kunden haben eine eigene Liste. Das Kundenportal ist für neue Kunden vorgewählt und wird je Kunde "
                "eingestellt. Aus: Kunden entstehen mit dem Auftrag, und das Portal zeigt nur Aufträge, in denen es an ist."
            ),
            "default_job_portal": _("Voreinstellung; in jedem Auftrag lässt sie sich ändern."),
        }
        widgets = {"default_job_portal": forms.RadioSelect}


class LookForm(forms.Form):
    """The company's own colour; the look takes its hue and keeps it readable."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    colour = forms.CharField(
        label=_("Farbe Ihrer Firma"),
        validators=[hex_colour],
        help_text=_("Torhaus nimmt den Farbton und stellt die Helligkeit so ein, dass alles lesbar bleibt."),
        widget=forms.TextInput(attrs={"type": "color"}),
    )


class LogoForm(forms.Form):
    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG oder WebP, am besten quadratisch."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


class MemberForm(forms.Form):
    """A new colleague: invited by mail address, or with a user name and a password that is told once."""

    salutation = forms.ChoiceField(label=_("Anrede"), choices=Salutation.choices, initial=Salutation.NONE)
    first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    last_name = forms.CharField(label=_("Nachname"), max_length=100)
    role = forms.ChoiceField(label=_("Rolle"), choices=Role.choices, initial=Role.TECHNICIAN)
    job_title = forms.CharField(label=_("Tätigkeit"), max_length=100, required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=40, required=False)
    email = email_field(
        _("E-Mail"), help_text=_("Dorthin geht eine Einladung. Die Person gehört zum Team, sobald sie annimmt.")
    )
    username = forms.RegexField(
        r"^[\w.+-]+\Z",
        label=_("Benutzername"),
        max_length=150,
        required=False,
        help_text=_("Nur für Personen ohne E-Mail; gilt im ganzen Haus nur einmal."),
        error_messages={"invalid": _("Erlaubt sind Buchstaben, Ziffern, Punkt, Plus und Striche, kein @.")},
    )
    password = forms.CharField(
        label=_("Passwort"),
        required=False,
        strip=False,
        max_length=128,
        help_text=_("Nur mit Benutzername: Sie geben es der Person persönlich weiter. Mit E-Mail wählt sie es selbst."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        try:
            return clean_email(str(self.cleaned_data["email"]))
        except Refused as refused:
            raise forms.ValidationError(str(refused.message)) from None

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("email") and not values.get("username") and not {"email", "username"} & set(self.errors):
            self.add_error("email", _("Bitte eine E-Mail oder einen Benutzernamen angeben."))
        if values.get("email") and values.get("username"):
            self.add_error("username", _("Bitte nur eines von beiden: E-Mail oder Benutzername."))
        if values.get("email") and values.get("password"):
            self.add_error("password", _("Wer eine E-Mail hat, wählt das Passwort selbst; bitte leer lassen."))
        if (
            values.get("username")
            and not values.get("email")
            and not values.get("password")
            and "password" not in self.errors
        ):
            self.add_error("password", _("Ohne E-Mail braucht die Person ein Passwort."))
        return values


class SecurityForm(forms.Form):
    requires_second_factor = forms.BooleanField(
        label=_("Zweiter Faktor für alle im Büro"),
        required=False,
        help_text=_(
            "Wer noch keinen hat, richtet ihn beim nächsten Aufruf ein, bevor es weitergeht: Passkey oder Authenticator-App. "
            "Kunden im Portal sind nie dazu verpflichtet."
        ),
    )


class MemberEditForm(EditForm):
    class Meta:
        model = Membership
        fields = ["role", "job_title"]


class CategoryForm(EditForm):
    class Meta:
        model = TicketCategory
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Neue Kategorie") if not self.instance.pk else _("Bezeichnung")
