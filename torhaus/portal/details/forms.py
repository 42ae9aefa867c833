"""Forms of „Ihre Angaben“: one's own entry, and the wish to have the rest changed."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from torhaus.customers.actions.changes import LONGEST_WISH, OF_CUSTOMER, OF_PARTY
from torhaus.customers.countries import COUNTRIES
from torhaus.customers.models import BillingParty, Contact, Customer


class UnsavedForm(forms.ModelForm):
    """Takes labels and lengths from the model and writes nothing: actions do."""

    def _post_clean(self) -> None:
        """Leave the instance as it was read."""


class OwnContactForm(UnsavedForm):
    class Meta:
        model = Contact
        fields: ClassVar[list[str]] = ["salutation", "first_name", "last_name", "role", "phone", "mobile"]

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        for name, purpose in {"first_name": "given-name", "last_name": "family-name", "phone": "tel"}.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose


class WishForm(UnsavedForm):
    """What is known, to be corrected, and room for everything else."""

    country = forms.ChoiceField(label=_("Land"), choices=COUNTRIES)
    wish = forms.CharField(
        label=_("Was sollen wir noch wissen?"),
        max_length=LONGEST_WISH,
        required=False,
        widget=forms.Textarea,
        help_text=_("Zum Beispiel, ab wann die Änderung gilt."),
    )


class CustomerWishForm(WishForm):
    class Meta:
        model = Customer
        fields = list(OF_CUSTOMER)


class PartyWishForm(WishForm):
    class Meta:
        model = BillingParty
        fields = list(OF_PARTY)
        labels: ClassVar[dict] = {"care_of": "c/o"}
