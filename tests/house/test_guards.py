"""Every form that somebody fills in asks before typed text is lost; a form of buttons and ticks alone may say why not."""

import re

from tests.house.layers import PACKAGE

TYPED = re.compile(r"render_field\(|<textarea|<input(?![^>]*type=\"(?:hidden|checkbox|radio|submit)\")|line_editor\(")
FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.S)


def templates():
    return [path for path in PACKAGE.rglob("templates/**/*.html") if "ui/templates" not in path.as_posix()]


def test_forms_written_by_hand_are_guarded_where_somebody_types():
    bare = []
    for path in templates():
        text = path.read_text()
        for found in FORM.finditer(text):
            guarded = text[: found.start()].rstrip().endswith("<form-guard>")
            if TYPED.search(found.group()) and not guarded:
                bare.append(f"{path.name}: {found.group()[:60]}")
    assert bare == []


NOTHING_TO_LOSE = {
    "login.html", "reset.html", "link.html", "link_login.html", "second_factor.html", "app.html", "confirmation.html",
    "email.html",
}  # fmt: skip
"""A name, a password or a code; asking before somebody leaves the login would only be in the way."""


def test_no_form_of_a_page_switches_its_guard_off():
    off = [path.name for path in templates() if re.search(r"form_start\([^%]*guard=False", path.read_text())]
    assert set(off) == NOTHING_TO_LOSE


def test_the_component_guards_and_every_layout_loads_it():
    component = (PACKAGE / "ui/templates/components/form.html").read_text()
    assert "guard=True" in component
    assert "'form-guard'" in (PACKAGE / "ui/templates/layouts/base.html").read_text()
