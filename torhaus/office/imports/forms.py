"""The form for an upload of master data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from torhaus.customers.importing.reading import MAX_BYTES


class ImportForm(forms.Form):
    """One .csv or .xlsx file; what is inside is checked by the dry run."""

    file = forms.FileField(
        label=_("Datei"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        help_text=_(
            "CSV (wie Excel sie schreibt) oder Excel (.xlsx), bis 20 MB. Es wird erst geprüft, dann eingelesen."
        ),
        error_messages={"empty": _("Die Datei ist leer."), "required": _("Bitte wählen Sie eine Datei.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("Die Datei ist größer als 20 MB. Bitte teilen Sie sie auf."))
        return file
