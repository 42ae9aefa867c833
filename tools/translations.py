"""Collects, compiles and checks the translations: German stands in the source, English in torhaus/locale/en.

The catalogue is sorted by text and names no places in the code, so that several people can add to it at once.
"""

import io
import pathlib
import sys

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "torhaus"
CATALOGUE = SOURCE / "locale/en/LC_MESSAGES/django.po"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_AS_IN_THE_PAGES = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}  # see ui/environment.py
OPTIONS = {"**/templates/**.html": _AS_IN_THE_PAGES, "**/templates/**.txt": _AS_IN_THE_PAGES}
HEADER = """\
# English texts of Torhaus; the German ones stand in the source. `make messages` keeps this file in order.
msgid ""
msgstr ""
"Project-Id-Version: Torhaus\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def collect() -> None:
    """Bring the catalogue up to date with the source; texts that are gone leave it, what is translated stays."""
    found = Catalog(charset="utf-8")
    for _file, _line, text, comments, context in extract_from_dir(
        SOURCE, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=["Translators:"]
    ):
        found.add(text, auto_comments=comments, context=context)
    known = _read()
    known.update(found, no_fuzzy_matching=True)
    known.obsolete.clear()
    _write(known)
    compile_all()


def compile_all() -> None:
    """Write the .mo file beside each .po file that is newer."""
    for source in SOURCE.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        part = target.with_suffix(f".{id(catalogue)}.part")
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(target)


def check() -> int:
    """Print every text of the source that has no English counterpart; the number of them."""
    catalogue = _read()
    missing = [message for message in _source_messages() if not _is_translated(catalogue, message)]
    fuzzy = [message for message in catalogue if message.id and message.fuzzy]
    for message in missing:
        print(f"no English text for: {message.id}")
    for message in fuzzy:
        print(f"unsure English text for: {message.id}")
    return len(missing) + len(fuzzy)


def _source_messages() -> list[Message]:
    found = Catalog()
    for _file, _line, text, _comments, context in extract_from_dir(SOURCE, METHODS, OPTIONS, keywords=KEYWORDS):
        found.add(text, context=context)
    return [message for message in found if message.id]


def _is_translated(catalogue: Catalog, message: Message) -> bool:
    known = catalogue.get(message.id, message.context)
    if known is None or not known.string:
        return False
    return all(known.string) if isinstance(known.string, tuple) else True


def _read() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="en", charset="utf-8", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def _write(catalogue: Catalog) -> None:
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(HEADER.encode() + body.getvalue())


def main(command: str) -> int:
    if command == "collect":
        collect()
    elif command == "compile":
        compile_all()
    elif command == "check":
        return 1 if check() else 0
    else:
        print("usage: python -m tools.translations collect|compile|check", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
