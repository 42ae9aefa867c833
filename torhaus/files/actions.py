"""Taking files in: from people (checked, photos written anew) and from our own makers (PDF, XML; kept byte for byte)."""

import datetime as dt
import pathlib
from typing import BinaryIO, Literal, NamedTuple, cast

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.files import checks, images, scanner, storage
from torhaus.files.models import PendingUpload, StoredFile
from torhaus.files.names import clean_name, extension, shortened
from torhaus.kernel import throttle
from torhaus.kernel.errors import Refused
from torhaus.providers.models import Provider

Kind = Literal["image", "document"]
PENDING_DAYS = 2
MAX_PENDING = 100  # files of one person in forms that are not carried out
UPLOADS_PER_HOUR = 300  # of one person


class Attached(NamedTuple):
    """A stored file with what the person wrote under it."""

    file: StoredFile
    caption: str = ""


def store(*, provider: Provider, upload: UploadedFile, by: Person | None, kind: Kind = "document") -> StoredFile:
    """Check an upload and store it; Refused with a sentence that names the file and what is wrong with it.

    "image" takes photos only, "document" takes photos too. Call it before the transaction that uses the file: it
    decodes, writes, syncs and may ask a scanner.
    """
    name = clean_name(upload.name or "")
    try:
        return _stored(provider=provider, upload=upload, name=name, by=by, kind=kind)
    except Refused as refused:
        raise Refused(_("„%(name)s“: %(reason)s") % {"name": name, "reason": refused.message}) from refused


def keep(*, provider: Provider, name: str, media_type: str, content: bytes, by: Person | None = None) -> StoredFile:
    """Store bytes that Torhaus made itself, unchanged; Refused only when the disk is full."""
    sha256, size = storage.write([content])
    return StoredFile.objects.create(
        provider=provider, sha256=sha256, size=size, media_type=media_type, name=clean_name(name), created_by=by
    )


def hold(
    *,
    provider: Provider,
    upload: UploadedFile,
    by: Person,
    form_key: str,
    kind: Kind = "document",
    caption: str = "",
) -> PendingUpload:
    """Store an upload for a form that may still fail, so that the person need not choose it again.

    The same bytes arriving again with the same form are held once. Refused when this person holds or sends too many.
    """
    _check_quota(by)
    stored = store(provider=provider, upload=upload, by=by, kind=kind)
    held = pending(by=by, form_key=form_key).filter(file__sha256=stored.sha256).first()
    if held is not None:
        stored.delete()
        return held
    return PendingUpload.objects.create(provider=provider, person=by, form_key=form_key, file=stored, caption=caption)


def pending(*, by: Person, form_key: str) -> QuerySet[PendingUpload]:
    """What this person uploaded with this form and is not used yet, oldest first."""
    return PendingUpload.objects.filter(person=by, form_key=form_key).select_related("file").order_by("id")


def take_pending(*, by: Person, form_key: str) -> list[Attached]:
    """Hand over the held files to the row that is being written; call it inside that transaction."""
    held = list(pending(by=by, form_key=form_key)) if form_key else []
    PendingUpload.objects.filter(pk__in=[upload.pk for upload in held]).delete()
    return [Attached(upload.file, upload.caption) for upload in held]


def drop_pending(*, by: Person, form_key: str, ids: list[int]) -> None:
    """Forget held files that the person took out of the form again."""
    PendingUpload.objects.filter(person=by, form_key=form_key, pk__in=ids).delete()


def sweep() -> int:
    """Forget uploads of forms that nobody finished, and what a crash left half written; returns how many."""
    limit = timezone.now() - dt.timedelta(days=PENDING_DAYS)
    forgotten, _by_model = PendingUpload.objects.filter(created_at__lt=limit).delete()
    return forgotten + storage.sweep_incoming()


def _check_quota(by: Person) -> None:
    """Nobody fills the disk with files of forms that are never sent."""
    if PendingUpload.objects.filter(person=by)[:MAX_PENDING].count() >= MAX_PENDING:
        raise Refused(
            _(
                "Zu viele Ihrer Dateien gehören zu Formularen, die nicht abgesendet sind. Bitte senden Sie zuerst eines davon ab."
            )
        )
    if not throttle.is_allowed(f"upload:{by.pk}", limit=UPLOADS_PER_HOUR, window=dt.timedelta(hours=1)):
        raise Refused(
            _("Sie haben in kurzer Zeit sehr viele Dateien gesendet. Bitte versuchen Sie es in einer Stunde erneut.")
        )


def _stored(*, provider: Provider, upload: UploadedFile, name: str, by: Person | None, kind: Kind) -> StoredFile:
    if getattr(upload, "is_cut_off", False):  # see uploads.py
        raise storage.disk_full()
    checks.check_size(size=upload.size or 0, limit=checks.MAX_DOCUMENT)
    file = cast(BinaryIO, upload.file)
    file.seek(0)
    picture = checks.image_format(file, name=name)
    if picture is None and kind == "image":
        raise Refused(_("Das ist kein Foto. Erlaubt sind JPEG, PNG, WebP und GIF."))
    scanner.scan(file)
    if picture is None:
        return _store_document(provider=provider, file=file, name=name, by=by)
    checks.check_size(size=upload.size or 0, limit=checks.MAX_IMAGE)
    return _store_photo(provider=provider, photo=images.develop(file), name=name, by=by)


def _store_document(*, provider: Provider, file: BinaryIO, name: str, by: Person | None) -> StoredFile:
    media_type = checks.document_type(file, name=name)
    sha256, size = storage.write(iter(lambda: file.read(256 * 1024), b""))
    return StoredFile.objects.create(
        provider=provider, sha256=sha256, size=size, media_type=media_type, name=name, created_by=by
    )


def _store_photo(*, provider: Provider, photo: images.Photo, name: str, by: Person | None) -> StoredFile:
    thumbnail, _size = storage.write([photo.thumbnail])
    sha256, size = storage.write([photo.content])
    return StoredFile.objects.create(
        provider=provider, sha256=sha256, size=size, media_type=photo.media_type, name=_photo_name(name, photo.media_type),
        width=photo.width, height=photo.height, thumbnail_sha256=thumbnail, created_by=by,
    )  # fmt: skip


def _photo_name(name: str, media_type: str) -> str:
    """The name with the extension of what the photo has become (a GIF becomes a PNG; a camera may give none)."""
    wanted = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}[media_type]
    if extension(name) in {wanted, "jpeg" if wanted == "jpg" else wanted}:
        return name
    return shortened(f"{pathlib.PurePosixPath(name).stem}.{wanted}")
