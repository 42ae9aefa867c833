"""Company logos: any picture becomes a PNG of at most 512 px, small enough for every page, mail and invoice."""

import io
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from torhaus.accounts.models import Person
from torhaus.files import actions, checks, storage
from torhaus.files.models import StoredFile
from torhaus.files.names import clean_name
from torhaus.kernel.errors import Refused
from torhaus.providers.models import Provider

SIDE = 512


def store_logo(*, provider: Provider, upload: UploadedFile, by: Person) -> StoredFile:
    """Check and keep an uploaded logo; Refused like any photo that is damaged or too large, and when it is no picture."""
    _check_kind(upload)
    photo = actions.store(provider=provider, upload=upload, by=by, kind="image")
    with storage.open_blob(photo.sha256) as blob, Image.open(blob) as image:
        image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        image.save(buffer, "PNG", optimize=True)
        size = image.size
    logo = actions.keep(provider=provider, name="logo.png", media_type="image/png", content=buffer.getvalue(), by=by)
    StoredFile.objects.filter(pk=logo.pk).update(width=size[0], height=size[1])
    photo.delete()
    return logo


def _check_kind(upload: UploadedFile) -> None:
    """Drawings (SVG) may hold scripts, and documents are no pictures."""
    name = clean_name(upload.name or "")
    if upload.size and checks.image_format(cast(BinaryIO, upload.file), name=name) is None:
        raise Refused(
            _(
                "„%(name)s“ geht nicht als Logo. Erlaubt sind PNG, JPEG, WebP und GIF; ein SVG speichern Sie bitte zuerst als PNG."
            )
            % {"name": name}
        )


def logo_of(provider: Provider) -> StoredFile | None:
    """The stored logo of a provider; it is public."""
    if provider.logo_file_id is None:
        return None
    return StoredFile.objects.filter(pk=provider.logo_file_id, provider=provider).first()
