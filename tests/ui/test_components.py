"""Components draw what they are given: escaped, with declared arguments only, any form field, the right attributes."""

import datetime as dt
import pathlib
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from markupsafe import Markup

from torhaus.accounts.models import Person
from torhaus.ui.environment import Component, icon, icon_names
from torhaus.ui.forms import FilesField, MoneyField, NumberField, PhotosField, form_key, new_form_key, plain_number
from torhaus.ui.gallery import SampleForm

UI = pathlib.Path(__file__).parents[2] / "torhaus" / "ui"


def draw(source: str, **context: Any) -> str:
    engine: Any = engines["jinja2"]
    return str(engine.env.from_string(source).render(context))


def test_unknown_argument_is_an_error() -> None:
    with pytest.raises(TypeError, match="colour"):
        draw("{{ chip('Neu', colour='red') }}")


def test_unknown_name_is_an_error() -> None:
    with pytest.raises(Exception, match="'nothing_of_the_kind' is undefined"):
        draw("{{ nothing_of_the_kind }}")


def test_unknown_icon_is_an_error() -> None:
    with pytest.raises(LookupError, match="horse"):
        icon("horse")


def test_every_macro_of_the_folder_is_there_and_compiles() -> None:
    engine: Any = engines["jinja2"]
    components = [value for value in engine.env.globals.values() if isinstance(value, Component)]
    assert len(components) > 60
    assert all(callable(component.macro) for component in components)


def test_text_of_people_is_escaped() -> None:
    evil = "<script>alert(1)</script>\"'"
    for source in (
        "{{ chip(evil) }}",
        "{{ link_button(evil, evil) }}",
        "{{ cell_main(evil, evil, evil) }}",
        "{{ cell(evil, evil) }}",
        "{{ note(evil, title=evil) }}",
        "{% call thread() %}{{ thread_message(evil, now, evil, evil) }}{% endcall %}",
        "{{ definition_list([(evil, evil)]) }}",
        "{{ icon('check', evil) }}",
        "{{ search_field(evil, evil) }}",
        "{{ copy_button(evil, evil) }}",
        "{{ post_button(evil, evil, fields={'a': evil}) }}",
    ):
        html = draw(source, evil=evil, now=dt.datetime.now(dt.UTC))
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_words_put_into_a_translation_are_escaped() -> None:
    assert draw("{{ _('Konto von %(name)s', name=evil) }}", evil="<b>") == "Konto von &lt;b&gt;"


def test_component_in_a_component_stays_html() -> None:
    html = draw("{{ row_link('Uferstraße 4', '/x/', chip_html=chip('Neu', 'info')) }}")
    assert '<span class="chip is-info">Neu</span>' in html


def test_component_called_with_a_body_holds_it() -> None:
    html = draw("{% call card('Titel', id='x') %}{{ chip('Neu') }}{% endcall %}")
    assert '<h2 id="x-h">Titel</h2>' in html
    assert '<span class="chip is-mute">Neu</span>' in html


def test_button_that_posts_carries_csrf_and_a_new_key() -> None:
    html = draw("{{ post_button('Los', '/x/') }}{{ post_button('Los', '/x/') }}", csrf_input=Markup("<input csrf>"))
    keys = {part.split('"')[0] for part in html.split('name="form_key" value="')[1:]}
    assert html.count("<input csrf>") == 2
    assert len(keys) == 2


def test_language_of_a_component_follows_the_person() -> None:
    source = "{{ when(at, 'full') }}"
    at = dt.datetime(2026, 11, 26, 12, 0, tzinfo=dt.UTC)
    with translation.override("de"):
        assert ">26. November 2026, 13:00 Uhr<" in draw(source, at=at)
    with translation.override("en"):
        assert ">26 November 2026, 13:00<" in draw(source, at=at)


def field_html(name: str, data: dict[str, Any] | None = None, initial: dict[str, Any] | None = None) -> str:
    return draw("{{ render_field(form[name]) }}", form=SampleForm(data, initial=initial), name=name)


def test_field_has_label_hint_and_limits() -> None:
    html = field_html("title")
    assert '<label class="label" for="id_title">Worum geht es?</label>' in html
    assert '<p class="hint" id="id_title-hint">Ein Satz genügt.</p>' in html
    assert (
        '<input class="input" type="text" id="id_title" name="title" maxlength="80" required=""'
        ' aria-describedby="id_title-hint">' in html
    )


def test_field_that_may_stay_empty_says_so() -> None:
    assert "<small>(freiwillig)</small>" in field_html("text")


def test_wrong_field_names_its_error_and_keeps_the_input() -> None:
    html = field_html("email", {"email": "kein"})
    assert 'value="kein"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_email-error"' in html
    assert 'id="id_email-error"' in html


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("day", dt.date(2026, 11, 26), 'type="date" id="id_day" name="day" required="" value="2026-11-26"'),
        ("at", dt.time(13, 5), 'type="time" id="id_at" name="at" value="13:05"'),
        ("amount", Decimal("1284.50"), 'value="1284,50"'),
        ("site", "2", '<option value="2" selected>Kita Sonnenblume</option>'),
        ("kind", "order", 'name="kind" id="id_kind_1" value="order" checked'),
        ("trades", ["el"], 'name="trades" id="id_trades_1" value="el" checked'),
        ("is_urgent", True, 'name="is_urgent" checked>'),
        ("text", "a\n<b>", ">\na\n&lt;b&gt;</textarea>"),
        ("phone", "0761 555", 'type="tel" id="id_phone" name="phone" autocomplete="tel" value="0761 555"'),
    ],
)
def test_field_shows_its_value(name: str, value: Any, part: str) -> None:
    assert part in field_html(name, initial={name: value})


def test_password_and_files_never_come_back() -> None:
    data = {"password": "geheim", "document": "x"}
    assert "geheim" not in field_html("password", data)
    assert "value=" not in field_html("document", data)


def test_photo_field_takes_several_and_marks_the_input() -> None:
    html = field_html("photos")
    assert 'type="file" accept="image/*,application/pdf"' in html
    assert 'name="photos" multiple=""' in html


def test_switch_is_one_for_screen_readers() -> None:
    html = draw("{{ render_field(form.is_shown, kind='switch') }}", form=SampleForm())
    assert 'type="checkbox" role="switch"' in html


def test_date_time_field_shows_local_time() -> None:
    class Form(forms.Form):
        starts_at = forms.DateTimeField()

    at = dt.datetime(2026, 11, 26, 12, 0, tzinfo=dt.UTC)
    html = draw("{{ render_field(form.starts_at) }}", form=Form(initial={"starts_at": at}))
    assert 'type="datetime-local"' in html
    assert 'value="2026-11-26T13:00"' in html


def test_form_prefix_and_several_forms_get_their_own_ids() -> None:
    html = draw("{{ render_field(form.title) }}", form=SampleForm(prefix="second"))
    assert 'id="id_second-title" name="second-title"' in html


def test_error_summary_links_to_every_wrong_field() -> None:
    html = draw("{{ error_summary(form) }}", form=SampleForm({"email": "kein"}))
    assert '<a href="#id_email">E-Mail: ' in html
    assert '<a href="#id_kind_0">Was ist es?: ' in html
    assert draw("{{ error_summary(form) }}", form=SampleForm()).strip() == ""


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("1.284,50", "1284.50", "1284.50"),
        ("1,284.50", "1284.50", "1284.50"),
        ("1284,5", "1284.5", "1284.5"),
        ("1284.5", "1284.5", "1284.5"),
        ("1.284", "1284", "1.284"),
        ("1,284", "1.284", "1284"),
        ("0.500", "0.500", "0.500"),
        (" 12 € ", "12", "12"),
        ("\N{MINUS SIGN}3,5", "-3.5", "-3.5"),
    ],
)
def test_number_is_read_as_people_write_it(text: str, german: str, english: str) -> None:
    with translation.override("de"):
        assert plain_number(text) == german
    with translation.override("en"):
        assert plain_number(text) == english


def test_money_field_refuses_thirds_of_a_cent_and_words() -> None:
    assert MoneyField().clean("1.284,50") == Decimal("1284.50")
    for wrong in ("1,234.567,8", "1,005", "viel"):
        with pytest.raises(forms.ValidationError):
            MoneyField().clean(wrong)


def test_number_field_shows_no_idle_zeros() -> None:
    assert NumberField(decimal_places=3).prepare_value(Decimal("11.500")) == "11,5"
    assert NumberField(decimal_places=0).prepare_value(Decimal("100")) == "100"


def test_files_field_is_empty_required_and_bounded() -> None:
    assert FilesField(required=False).clean(None) == []
    assert PhotosField(required=False).clean([]) == []
    with pytest.raises(forms.ValidationError):
        FilesField().clean([])
    with pytest.raises(forms.ValidationError, match="höchstens 2"):
        FilesField(max_files=2).clean(["a", "b", "c"])


def test_form_key_comes_back_only_when_well_formed_and_is_its_persons_own() -> None:
    key = new_form_key()
    keys = []
    post = RequestFactory().post
    for person in (1, 1, 2, None):
        request = post("/", {"form_key": key})
        request.user = Person(pk=person)
        keys.append(form_key(request))
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert all(len(bound) == 64 for bound in keys)
    assert form_key(post("/", {"form_key": "<script>"})) == ""
    assert form_key(post("/")) == ""


def test_every_icon_of_the_sprite_is_wanted_once() -> None:
    names = (UI / "icons.txt").read_text().split()
    assert sorted(set(names)) == names
    assert icon_names() == set(names)
