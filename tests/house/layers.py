"""The order of the layers, read from the import contract, for the checks that imports alone cannot make."""

import pathlib
import re
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "torhaus"


def floor_of() -> dict[str, int]:
    """Package name → floor number, ground floor 0; packages on one line share a floor."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    floors: dict[str, int] = {}
    for number, line in enumerate(reversed(contract["layers"])):
        for name in re.findall(r"\w+", line):
            floors[name] = number
    return floors


def sources(*, below: str = "", suffix: str = ".py") -> list[pathlib.Path]:
    """Own source files, without migrations and fetched assets."""
    found = (PACKAGE / below).rglob(f"*{suffix}")
    return sorted(path for path in found if "migrations" not in path.parts and "vendor" not in path.parts)


def short(path: pathlib.Path) -> str:
    return str(path.relative_to(ROOT))
