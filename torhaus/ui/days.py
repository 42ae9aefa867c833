"""A day as people type it, with a word for the typing errors that browsers let through."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100


class DayField(forms.DateField):
    """26.11.2026 or 2026-11-26; a year like 20026 or 26 is named in the error."""

    def to_python(self, value: Any) -> Any:
        year = _year(value) if isinstance(value, str) else None
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(_("Das Jahr %(year)s kann nicht stimmen."), params={"year": year})
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}


def _year(text: str) -> int | None:
    found = re.fullmatch(r"\s*(?:(\d{1,9})-\d{1,2}-\d{1,2}|\d{1,2}\.\s*\d{1,2}\.\s*(\d{4,9}))\s*", text)
    return int(found[1] or found[2]) if found else None
