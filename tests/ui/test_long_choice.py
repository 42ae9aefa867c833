"""A drop-down that nobody can look through gets a search field; a short one stays as it is."""

from django import forms
from django.template import engines

from torhaus.ui.forms import LONG_CHOICE


def drawn(count: int) -> str:
    class PlaceForm(forms.Form):
        site = forms.ChoiceField(label="Objekt", choices=[(n, f"Uferstraße {n}") for n in range(count)])

    template = engines["jinja2"].from_string("{{ render_field(form.site) }}")
    return str(template.render({"form": PlaceForm()}))


def test_long_choice_can_be_searched():
    assert '<select-filter label="Objekt suchen">' in drawn(LONG_CHOICE + 1)


def test_short_choice_stays_plain():
    assert "select-filter" not in drawn(LONG_CHOICE)
    assert "<select" in drawn(LONG_CHOICE)
