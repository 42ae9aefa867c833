"""What the house style asks of every file and function."""

import ast
import re

from tests.house.layers import short, sources

STATE = re.compile(r"\.objects\b|\._default_manager\b|\b\w+_set\b")
INLINE = re.compile(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)
FORBIDDEN_NAMES = {
    "utils.py",
    "util.py",
    "helpers.py",
    "helper.py",
    "manager.py",
    "managers.py",
    "common.py",
    "misc.py",
}


def test_the_checks_see_the_code_and_what_they_forbid():
    seen = {short(path) for kind in (".py", ".html", ".css", ".js", ".typ") for path in sources(suffix=kind)}
    assert {"torhaus/office/urls.py", "torhaus/portal/templates/portal/home/home.html"} <= seen
    assert [
        line for line in ("Ticket.objects.all()", "ticket.message_set", "M._default_manager") if not STATE.search(line)
    ] == []
    forbidden = [
        '<p style="color:red">',
        '<a onclick="x()">',
        "<script>x()</script>",
        "<style>",
        '<a href="javascript:x">',
    ]
    assert [line for line in forbidden if not INLINE.search(line)] == []
    assert INLINE.search('<script src="/static/x.js" defer></script>') is None


def test_no_file_is_longer_than_500_lines():
    kinds = (".py", ".html", ".css", ".js", ".typ")
    long = {short(p): n for k in kinds for p in sources(suffix=k) if (n := len(p.read_text().splitlines())) > 500}
    assert long == {}


def test_no_function_is_longer_than_60_lines():
    long = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 60:
                    long.append(f"{short(path)}:{node.name} {length}")
    assert long == []


def test_modules_open_with_a_sentence():
    trivial = {"apps.py"}
    silent = [short(p) for p in sources() if p.name not in trivial and not ast.get_docstring(ast.parse(p.read_text()))]
    assert silent == []


def test_no_drawer_for_everything():
    assert [short(p) for p in sources() if p.name in FORBIDDEN_NAMES] == []


def test_faces_never_touch_rows_but_through_the_doors():
    wrong = []
    for face in ("office", "portal"):
        for path in sources(below=face):
            wrong += [f"{short(path)}: {line.strip()}" for line in path.read_text().splitlines() if STATE.search(line)]
    assert wrong == []


def test_templates_carry_no_inline_style_or_script():
    wrong = []
    for path in sources(suffix=".html"):
        if "delivery" in path.parts:  # mail programs know inline styles only; they never reach a page
            continue
        wrong += [
            f"{short(path)}: {line.strip()[:90]}" for line in path.read_text().splitlines() if INLINE.search(line)
        ]
    assert wrong == []


def test_pages_have_at_most_80_lines():
    long = {
        short(p): n
        for face in ("office", "portal", "accounts")
        for p in sources(below=face, suffix=".html")
        if (n := len(p.read_text().splitlines())) > 80
    }
    assert long == {}


def test_components_use_no_raw_colour_and_no_important():
    wrong = []
    for path in sources(below="ui/static/css", suffix=".css"):
        if path.name in {"tokens.css", "print.css"}:
            continue
        for line in path.read_text().splitlines():
            if re.search(r"!important|#[0-9a-f]{3,8}\b(?![^;]*\))", line, re.IGNORECASE):
                wrong.append(f"{short(path)}: {line.strip()[:90]}")
    assert wrong == []


def test_nothing_is_left_for_later():
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    kinds = (".py", ".html", ".css", ".js")
    assert [short(p) for k in kinds for p in sources(suffix=k) if marks.search(p.read_text())] == []
