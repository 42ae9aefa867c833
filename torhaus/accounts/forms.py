"""Forms about one's own account: its password, a new one, own data. Logging in has its own module."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from torhaus.accounts.models import Person, Salutation, Theme

LANGUAGES = [("de", "Deutsch"), ("en", "English")]


def spoken(language: str | None, *, otherwise: str) -> str:
    """The language if Torhaus speaks it."""
    return language if language and language in dict(LANGUAGES) else otherwise


class PasswordForm(forms.Form):
    """The password of an account that exists, to prove who one is."""

    password = forms.CharField(
        label=_("Ihr Passwort"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(forms.Form):
    """One field that can be shown, so that nobody needs to type it twice."""

    password = forms.CharField(
        label=_("Neues Passwort"),
        strip=False,
        max_length=1000,
        help_text=_("Mindestens 8 Zeichen, besser 15: zum Beispiel vier zufällige Wörter."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class ChangePasswordForm(NewPasswordForm):
    """Asks for the old password first."""

    old_password = forms.CharField(
        label=_("Bisheriges Passwort"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old_password", "password"]

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        if not self.person.check_password(password):
            raise forms.ValidationError(_("Das bisherige Passwort stimmt nicht."))
        return password


class PersonForm(forms.Form):
    """A person's own name, telephone, language and look."""

    salutation = forms.ChoiceField(label=_("Anrede"), choices=Salutation.choices)
    first_name = forms.CharField(
        label=_("Vorname"), max_length=100, required=False, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Nachname"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    phone = forms.CharField(
        label=_("Telefon"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    language = forms.ChoiceField(label=_("Sprache"), choices=LANGUAGES, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Darstellung"), choices=Theme.choices, widget=forms.RadioSelect)
