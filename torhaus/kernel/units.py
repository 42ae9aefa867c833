"""Units of measure: UN/ECE Recommendation 20 codes, as e-invoices want them, with the words people read."""

from decimal import Decimal

from torhaus.kernel.money import number_text

UNITS: dict[str, tuple[str, str]] = {
    "C62": ("Stk.", "pcs"),
    "HUR": ("Std.", "hrs"),
    "MIN": ("Min.", "min"),
    "DAY": ("Tage", "days"),
    "WEE": ("Wochen", "weeks"),
    "MON": ("Monate", "months"),
    "ANN": ("Jahre", "years"),
    "LS": ("pauschal", "flat rate"),
    "MTR": ("m", "m"),
    "MTK": ("m²", "m²"),
    "MTQ": ("m³", "m³"),
    "KMT": ("km", "km"),
    "KGM": ("kg", "kg"),
    "TNE": ("t", "t"),
    "LTR": ("l", "l"),
    "KWH": ("kWh", "kWh"),
    "SET": ("Set", "set"),
    "XPK": ("Pkg.", "pkg"),
    "XRO": ("Rolle", "roll"),
    "XBG": ("Sack", "bag"),
    "E48": ("Einsätze", "visits"),
}
DEFAULT, LUMP_SUM = "C62", "LS"


def unit_text(code: str, *, language: str = "de") -> str:
    """The word for a code; an unknown code stands for itself."""
    german, english = UNITS.get(code, (code, code))
    return english if language == "en" else german


def quantity_text(quantity: Decimal, code: str, *, language: str = "de") -> str:
    """Such as "11,5 Std."; one lump sum is just "pauschal"."""
    unit = unit_text(code, language=language)
    if code == LUMP_SUM and quantity == 1:
        return unit
    return f"{number_text(quantity, language=language)}\N{NO-BREAK SPACE}{unit}"
