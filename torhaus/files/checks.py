"""What a document or photo from outside must fulfil before it is stored; the content decides, the extension must agree."""

import codecs
import zipfile
from typing import Any, BinaryIO

import filetype
from django.utils.translation import gettext as _

from torhaus.files import images
from torhaus.files.names import extension
from torhaus.kernel.errors import Refused

MEGABYTE = 1024 * 1024
MAX_IMAGE = 15 * MEGABYTE
MAX_DOCUMENT = 25 * MEGABYTE
MAX_UNZIPPED = 400 * MEGABYTE
MAX_ENTRIES = 10_000
TEXT = {"txt": "text/plain", "csv": "text/csv"}
OPEN_XML = {
    "docx": ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
OPEN_DOCUMENT = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
OLE = {"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint"}
OLE_MARK = bytes.fromhex("d0cf11e0a1b11ae1")
IMAGE_EXTENSIONS = frozenset().union(*images.EXTENSIONS.values())
DOCUMENT_EXTENSIONS = frozenset({"pdf", *TEXT, *OPEN_XML, *OPEN_DOCUMENT, *OLE})
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body")


def check_size(*, size: int, limit: int) -> None:
    """Refuse an empty file and one above `limit` bytes."""
    if size == 0:
        raise Refused(_("Die Datei ist leer."))
    if size > limit:
        raise Refused(_("Die Datei ist zu groß (höchstens %(limit)s MB).") % {"limit": limit // MEGABYTE})


def image_format(file: BinaryIO, *, name: str) -> str | None:
    """The picture's format when content and extension agree; None when neither is a picture; else Refused."""
    found = images.format_of(file)
    given = extension(name)
    if found is None and given in IMAGE_EXTENSIONS:
        raise _is_something_else(given, file)
    if found and given and given not in images.EXTENSIONS[found]:
        raise _is_something_else(given, file)
    return found


def document_type(file: BinaryIO, *, name: str) -> str:
    """The media type of a document whose content agrees with its extension; else Refused."""
    given = extension(name)
    if given not in DOCUMENT_EXTENSIONS:
        raise not_allowed(given)
    found = _sniffed(file, given)
    file.seek(0)
    if found is None:
        raise _is_something_else(given, file)
    return found


def not_allowed(given: str) -> Refused:
    """The answer to a kind of file that is not taken at all."""
    if given in {"heic", "heif"}:
        return Refused(_("HEIC-Bilder kann nicht jeder öffnen. Bitte senden Sie das Foto als JPEG."))
    return Refused(
        _(
            "Diese Art von Datei nehmen wir nicht an. Erlaubt sind Fotos (JPEG, PNG, WebP, GIF), PDF, Office-Dateien, TXT und CSV."
        )
    )


def _is_something_else(given: str, file: BinaryIO) -> Refused:
    file.seek(0)
    kind: Any = filetype.guess(file.read(4096))
    file.seek(0)
    if kind is None:
        return Refused(
            _("Der Inhalt passt nicht zur Endung „.%(given)s“, oder die Datei ist beschädigt.") % {"given": given}
        )
    return Refused(
        _("Die Datei heißt „.%(given)s“, ist aber eine Datei der Art „%(found)s“.")
        % {"given": given, "found": kind.extension.upper()}
    )


def _sniffed(file: BinaryIO, given: str) -> str | None:
    """The media type for this extension when the content bears it out."""
    start = file.read(8192)
    file.seek(0)
    if given == "pdf":
        return "application/pdf" if start.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-") else None
    if given in TEXT:
        return TEXT[given] if _is_text(file) else None
    if given in OLE:
        return OLE[given] if start.startswith(OLE_MARK) else None
    return _zipped(file, given)


def _is_text(file: BinaryIO) -> bool:
    """UTF-8 (or 16 with its mark) or an 8-bit code page; never markup."""
    content = file.read()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    begin = content.removeprefix(codecs.BOM_UTF8).lstrip()[:512].lower()
    return b"\x00" not in content and not begin.startswith(MARKUP) and filetype.guess(content[:4096]) is None


def _zipped(file: BinaryIO, given: str) -> str | None:
    """Office files are ZIPs with known entries; macros and ZIP bombs are refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            _check_unzipped(entries)
            if given in OPEN_DOCUMENT:
                return OPEN_DOCUMENT[given] if _mimetype(archive, names) == OPEN_DOCUMENT[given] else None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_("Office-Dateien mit Makros nehmen wir nicht an."))
    folder, media_type = OPEN_XML[given]
    is_whole = "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
    return media_type if is_whole else None


def _check_unzipped(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
        raise Refused(_("Die Datei ist entpackt zu groß."))


def _mimetype(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" not in names or archive.getinfo("mimetype").file_size > 200:
        return ""
    return archive.read("mimetype").decode("ascii", "replace").strip()
