"""The files of a form that outlive its errors: held under a key of the form until it is carried out."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from torhaus.accounts.models import Person
from torhaus.files import actions
from torhaus.files.models import PendingUpload
from torhaus.kernel.errors import Refused
from torhaus.providers.models import Provider
from torhaus.ui.forms import FilesField, new_form_key, plain_text

MAX_FILES = 10


class UploadForm(forms.Form):
    """A form with files. Call `hold` on every submit; a file that arrived once need not be chosen again."""

    files = FilesField(  # type: ignore[assignment]  # the declared field never becomes an attribute
        label=_("Dateien anhängen"), required=False, max_files=MAX_FILES
    )
    upload_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.data.get("upload_key", "") if self.is_bound else ""
        self.key = given if re.fullmatch(r"[A-Za-z0-9_-]{16,64}", given) else new_form_key()
        self.initial["upload_key"] = self.key

    def hold(self, *, provider: Provider, by: Person) -> bool:
        """Store what arrived and drop what was taken out; False when a file was refused, with the reason in the form."""
        self.is_valid()  # also an invalid form keeps its files
        captions = self.data.getlist("files_caption") if hasattr(self.data, "getlist") else []
        self._drop(by)
        room = MAX_FILES - len(self.held(by))
        uploads = list(self.cleaned_data.get("files") or [])
        if len(uploads) > room:
            self.add_error("files", _("Bitte höchstens %(count)s Dateien.") % {"count": MAX_FILES})
        for number, upload in enumerate(uploads[:room]):
            caption = plain_text(captions[number], limit=200) if number < len(captions) else ""
            try:
                actions.hold(provider=provider, upload=upload, by=by, form_key=self.key, caption=caption)
            except Refused as refused:
                self.add_error("files", str(refused.message))
        return not self.errors.get("files")

    def held(self, by: Person) -> list[PendingUpload]:
        """What arrived with this form so far."""
        return list(actions.pending(by=by, form_key=self.key))

    def _drop(self, by: Person) -> None:
        ids = self.data.getlist("drop") if hasattr(self.data, "getlist") else []
        wanted = [int(pk) for pk in ids if pk.isdecimal() and len(pk) < 19]
        if wanted:
            actions.drop_pending(by=by, form_key=self.key, ids=wanted)
