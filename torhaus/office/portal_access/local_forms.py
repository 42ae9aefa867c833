"""Forms of accounts without e-mail: who, which username, for all of the customer or one job, and what they may see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from torhaus.accounts.usernames import clean_username
from torhaus.jobs.models import Job
from torhaus.kernel.errors import Refused
from torhaus.portal_access.actions import ACCOUNT_RIGHTS
from torhaus.portal_access.models import PortalAccess

AT_FIRST = frozenset(ACCOUNT_RIGHTS) - {"sees_invoices", "sees_prices", "signs_reports"}
"""Ticked on the empty form: what needs no thought. Money and signatures are given by hand."""


class LocalPersonForm(forms.Form):
    """Who it is, and the name to log in with."""

    first_name = forms.CharField(label=_("Vorname"), max_length=100, required=False)
    last_name = forms.CharField(label=_("Nachname"), max_length=100)
    username = forms.CharField(
        label=_("Benutzername"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_username(self) -> str:
        try:
            return clean_username(self.cleaned_data["username"])
        except Refused as refused:
            raise forms.ValidationError(str(refused.message)) from None


class LocalAccountForm(LocalPersonForm):
    """„Neuer Eintrag“; the password is made by us."""

    job = forms.ChoiceField(label=_("Umfang"), required=False)
    rights = forms.MultipleChoiceField(
        label=_("Berechtigungen"),
        choices=[(name, PortalAccess._meta.get_field(name).verbose_name) for name in ACCOUNT_RIGHTS],  # type: ignore[union-attr]
        required=False,
        help_text=_("Rechnungen sieht nur, wer auch „Preise“ hat."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, jobs: list[Job], suggestion: str, job_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jobs = {str(job.pk): job for job in jobs}
        names = [(key, f"{job.number} {job.title}") for key, job in self.jobs.items()]
        self.fields["job"].choices = [("", _("alles des Kunden")), *names]  # type: ignore[attr-defined]
        self.initial["username"], self.initial["job"] = suggestion, str(job_id or "")
        self.initial["rights"] = [name for name in ACCOUNT_RIGHTS if name in AT_FIRST]

    @property
    def values(self) -> dict[str, Any]:
        """Keyword arguments of the action: every right as it was ticked."""
        data = self.cleaned_data
        rights = {name: name in data["rights"] for name in ACCOUNT_RIGHTS}
        who = {name: data[name] for name in ("username", "first_name", "last_name")}
        return who | {"job": self.jobs.get(data["job"])} | rights
