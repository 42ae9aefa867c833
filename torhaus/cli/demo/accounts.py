"""The demo's logins. The keys are fixed (docs and outside tests rely on them)."""

import dataclasses
from typing import Any

PASSWORD = "Torhaus-Demo-26"  # noqa: S105 - printed for everybody


@dataclasses.dataclass(frozen=True)
class Account:
    """One login; `customer` is empty for staff."""

    key: str
    login: str
    side: str
    provider: str
    customer: str
    note: str


LINDNER, HOFER, WEISS = "Lindner Gebäudeservice", "Hofer Haustechnik", "Weiß Reinigung"
BRANDT, STADTBAU, KITA = "Hausverwaltung Brandt", "Stadtbau Freiburg", "Kita Sonnenblume"

ACCOUNTS = [
    Account("owner1", "selin.lindner@lindner.example", "office", LINDNER, "", "Inhaberin"),
    Account("office1", "jonas.keller@lindner.example", "office", LINDNER, "", "Büro, Disposition"),
    Account("tech1", "tarek.aydin@lindner.example", "office", LINDNER, "", "Technik, sieht eigene Einsätze"),
    Account("brandt.all", "miriam.brandt@hv-brandt.example", "portal", LINDNER, BRANDT, "sieht alles"),
    Account("brandt.colleague", "paul.sommer@hv-brandt.example", "portal", LINDNER, BRANDT, "Kollege, ohne Rechnungen"),
    Account(
        "brandt.site", "nina.vogel@hv-brandt.example", "portal", LINDNER, BRANDT, "Hausmeisterin, nur Uferstraße 4"
    ),
    Account("stadtbau.all", "frank.weiler@stadtbau.example", "portal", LINDNER, STADTBAU, "sieht alles"),
    Account(
        "stadtbau.job",
        "lindner.stadtbau",
        "portal",
        LINDNER,
        STADTBAU,
        "Benutzername, nur ein Auftrag, Planung und Nachrichten",
    ),
    Account(
        "kita.off",
        "lea.sommerfeld@kita-sonnenblume.example",
        "portal",
        LINDNER,
        KITA,
        "Portal ist für diesen Kunden aus",
    ),
    Account("kita.deactivated", "tom.ernst@kita-sonnenblume.example", "portal", LINDNER, KITA, "deaktiviertes Konto"),
    Account("owner2", "max.hofer@hofer.example", "office", HOFER, "", "Inhaber"),
    Account("tech2", "uwe.vogt@hofer.example", "office", HOFER, "", "Technik"),
    Account("altmann.all", "karin.altmann@altmann.example", "portal", HOFER, "Familie Altmann", "Privathaushalt"),
    Account("owner3", "ida.weiss@weiss-reinigung.example", "office", WEISS, "", "Tarif BASIC, ohne Kundenportal"),
    Account("weber.all", "rolf.weber@weber.example", "portal", WEISS, "Weber Immobilien", "Dienstleister ohne Portal"),
    Account(
        "both", "bea.kramer@kramer.example", "portal", LINDNER, "Kramer Consulting", "Kundin bei Lindner und bei Hofer"
    ),
]


def accounts() -> list[dict[str, Any]]:
    """Key, login, password, side, provider, customer and note of every demo login."""
    return [dataclasses.asdict(account) | {"password": PASSWORD} for account in ACCOUNTS]


def login_of(key: str) -> str:
    return next(account.login for account in ACCOUNTS if account.key == key)
