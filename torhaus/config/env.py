"""Reads configuration from the environment and from a `.env` file beside the working directory."""

import os
import pathlib


def load_dotenv(path: pathlib.Path) -> None:
    """Put the `NAME=value` lines of `path` into the environment, without replacing what is already there."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    return os.environ.get(f"TORHAUS_{name}", "") or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def number(name: str, default: int) -> int:
    return int(text(name) or default)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
