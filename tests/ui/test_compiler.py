"""Compiled pages say the same as Jinja's own way would, in each language, and refuse wrong arguments early."""

from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import UndefinedError
from markupsafe import Markup

from torhaus.ui import environment
from torhaus.ui.compiler import out


def env(language: str = "de", *, is_plain: bool = False) -> Any:
    """The environment of the pages, or one that renders them in Jinja's own way."""
    engine: Any = engines["jinja2"]
    if not is_plain:
        return engine.by_language[language]
    return environment.environment(language=language, loader=engine.env.loader, auto_reload=True)


SOURCES = [
    "{{ chip('Neu', 'info') }}{{ chip(word) }}",
    "{% call card('Titel', id='x') %}{{ chip(word) }}{% endcall %}",
    "{% for n in (1, 2) %}{% call cell(_('Datum'), kind='num') %}{{ n }}{{ word }}{% endcall %}{% endfor %}",
    "{{ cell('', chip(word, 'ok'), 'aside') }}{{ cell(_('Betrag'), 3) }}",
    "{% set chip = word %}{{ chip }}",
    "{% macro cell(x) %}<{{ x }}>{% endmacro %}{{ cell(word) }}",
    "{{ _('Konto von %(name)s', name=word) }} {% trans name=word %}Konto von {{ name }}{% endtrans %}",
    "{{ (_('Nein') if word else _('Ja')) ~ '<br>' }}",
    "{{ [1.5, none, true, word | length, word | upper] | join(', ') }}{{ none }}{{ 1.5 }}{{ 12 }}",
    "{{ icon('check') }}{{ icon('check', word) }}{{ with_query(request, a=1) if request is defined }}",
    "{{ url('office:tickets') }}{{ url('office:ticket', 12) }}{{ url('office:ticket', pk=12) }}",
    "{{ post_button('Los', '/x/', fields={'a': word}) | length }}",
]


@pytest.mark.parametrize("source", SOURCES)
def test_page_reads_as_in_jinjas_own_way(source: str) -> None:
    values = {"word": "<b> & 'Söhne'", "csrf_input": Markup("<input csrf>")}
    assert env().from_string(source).render(values) == env(is_plain=True).from_string(source).render(values)


def test_text_is_a_constant_of_each_language() -> None:
    source = "{{ _('Ja') }} {% trans %}Nein{% endtrans %}"
    german, english = (env(language).from_string(source) for language in ("de", "en"))
    with translation.override("de"):
        assert english.render() == translation.override("en")(lambda: _said("Ja", "Nein"))()
    assert german.render() == "Ja Nein"


def _said(*words: str) -> str:
    return " ".join(translation.gettext(word) for word in words)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ chip('Neu', colour='red') }}", "colour"),
        ("{{ led('ok', 'more') }}", "led takes not more than 1"),
        ("{{ chip('Neu', word='Alt') }}", "twice"),
        ("{% call chip('Neu') %}x{% endcall %}", "takes no body"),
    ],
)
def test_wrong_call_of_a_component_fails_when_the_page_is_compiled(source: str, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        env().from_string(source)


def test_missing_argument_fails_when_it_is_put_out() -> None:
    with pytest.raises(UndefinedError, match="word"):
        env().from_string("{{ chip() }}").render()


def test_missing_body_fails_when_it_is_put_out() -> None:
    with pytest.raises(UndefinedError, match="caller"):
        env().from_string("{{ filters() }}").render()


def test_plain_text_stays_unescaped() -> None:
    source = "{% autoescape false %}{{ word }} {{ _('Konto von %(name)s', name=word) }}{% endautoescape %}"
    page = env(is_plain=True).from_string(source)
    assert page.render(word="A & B") == "A & B Konto von A & B"


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("Müller & Söhne", "Müller &amp; Söhne"),
        ("'\"<>", "&#39;&#34;&lt;&gt;"),
        ("ohne", "ohne"),
        (Markup("<b>"), "<b>"),
        (7, "7"),
        (None, "None"),
        (True, "True"),
    ],
)
def test_value_is_put_out_as_html(value: Any, html: str) -> None:
    assert out(value) == html


def test_address_with_numbers_is_the_one_of_its_route() -> None:
    assert environment.url("office:ticket", 4) == "/office/tickets/4/"
    assert environment.url("office:ticket_attachment", 4, 15) == "/office/tickets/4/attachments/15/"
    assert environment.url("office:ticket", pk=4) == "/office/tickets/4/"
