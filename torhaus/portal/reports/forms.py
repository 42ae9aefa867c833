"""The forms with which a customer signs a report, or says why not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from torhaus.reports.consent import consent_text


class SignatureForm(forms.Form):
    """Name and consent are enough; the drawn strokes come on top where somebody draws."""

    signer_name = forms.CharField(label=_("Ihr Name"), max_length=200)
    signer_role = forms.CharField(
        label=_("Ihre Funktion"),
        max_length=100,
        required=False,
        help_text=_("Zum Beispiel Verwalterin, Hausmeister, Mieter."),
    )
    reservation = forms.CharField(
        label=_("Vorbehalt"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
        help_text=_("Was noch offen oder zu prüfen ist. Es steht mit im unterschriebenen Dokument."),
    )
    strokes = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1_000_000)
    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agrees = forms.BooleanField(error_messages={"required": _("Bitte bestätigen Sie die Erklärung.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label = consent_text()


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Was stimmt nicht?"),
        widget=forms.Textarea,
        max_length=300,
        error_messages={"required": _("Bitte schreiben Sie uns, warum Sie nicht unterschreiben.")},
    )
