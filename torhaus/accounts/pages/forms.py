"""Forms of the pages about the login."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from torhaus.accounts import factors
from torhaus.accounts.models import Person, normal_email

SALT = "torhaus.accounts.totp_setup"
SETUP_SECONDS = 3600


class PasskeyForm(forms.Form):
    """What the person calls the device."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("Woran Sie das Gerät wiedererkennen, zum Beispiel „Diensthandy“."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("Neue E-Mail-Adresse"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"]) or ""


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )


class AppForm(CodeForm):
    """The first code of a new app. Its secret travels signed in the form, so that looking at the page stores nothing."""

    setup = forms.CharField(max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        self.secret = self._secret() or factors.new_totp_secret()
        self.signed = signing.dumps([person.pk, self.secret], salt=SALT)

    def _secret(self) -> str:
        try:
            pk, secret = signing.loads(self.data.get("setup", ""), salt=SALT, max_age=SETUP_SECONDS)
        except (signing.BadSignature, ValueError, TypeError):
            return ""
        return str(secret) if pk == self.person.pk else ""

    def clean_setup(self) -> str:
        if not self._secret():
            raise forms.ValidationError(_("Diese Seite war zu lange offen. Bitte nehmen Sie den neuen Code auf."))
        return self.secret
