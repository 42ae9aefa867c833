"""File names as people gave them, made harmless: kept to be shown and downloaded, never used as a path."""

import pathlib
import unicodedata

MAX_LENGTH = 255
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # control, format (RTL override, zero width), surrogates, separators
FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


def clean_name(name: str, *, fallback: str = "Datei") -> str:
    """The last part of the name without invisible characters, at most 255 characters, the extension kept."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    name = "".join(sign for sign in name if unicodedata.category(sign) not in INVISIBLE)
    name = name.rsplit("/", 1)[-1].translate(FORBIDDEN).strip(" .")
    return shortened(name or fallback)


def shortened(name: str) -> str:
    """At most 255 characters; the middle is lost, not the extension."""
    if len(name) <= MAX_LENGTH:
        return name
    end = pathlib.PurePosixPath(name).suffix[:10]
    return name[: MAX_LENGTH - len(end)].rstrip() + end


def extension(name: str) -> str:
    """Lower-case, without the point; empty when there is none."""
    return pathlib.PurePosixPath(name).suffix.lower().lstrip(".")
