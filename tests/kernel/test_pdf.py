import datetime
import io
import pathlib
import threading

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torhaus.kernel import fonts, pdf, pictures
from torhaus.kernel.printable import breakable, one_line, printable

DAY = datetime.date(2026, 11, 20)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("typst") / "note.typ"
    path.write_text(
        '#let d = json(bytes(sys.inputs.data))\n#set document(title: "Notiz")\n#set text(font: d.fonts)\n#d.text'
    )
    return path


def test_text_is_composed_and_loses_what_no_paper_can_show() -> None:
    assert printable("e\u0301 a\u0308") == "é ä"
    assert printable("a\x00b\x07c\ud800d\ue000e") == "abcde"
    assert printable("\u202e01 €") == "01 €"
    assert printable("eins\r\nzwei\x0bdrei") == "eins\nzwei\ndrei"
    assert one_line(" a \n b\t c ") == "a b c"


def test_endless_words_may_break_and_others_stay() -> None:
    assert breakable("Wärmepumpenanlage DE02 1203") == "Wärmepumpenanlage DE02 1203"
    assert breakable("x" * 60).replace("\u200b", "") == "x" * 60
    assert "\u200b" in breakable("x" * 60)


def test_equal_input_gives_equal_bytes(template: pathlib.Path) -> None:
    first, second = (pdf.compile(template, data={"text": "Grüße"}, dated=DAY) for _ in range(2))
    assert first == second
    assert first != pdf.compile(template, data={"text": "Grüße!"}, dated=DAY)


def test_threads_do_not_share_a_compiler(template: pathlib.Path) -> None:
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: results.append(pdf.compile(template, data={"text": "Grüße"}, dated=DAY)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert len(set(results)) == 1


@pytest.mark.parametrize(
    "text", ["漢字", "🔧\u0301", "\ufeff\u00ad\u200d", "Z̸̡̪̯ͨ͊", "한국어 ไทย हिन्दी", "\U0001f1e9\U0001f1ea 👩🏽‍🔧"]
)
def test_letters_without_a_font_never_stop_the_paper(template: pathlib.Path, text: str) -> None:
    assert pdf.compile(template, data={"text": f"Guten Tag {text}"}, dated=DAY).startswith(b"%PDF")


@settings(max_examples=60)
@given(text=st.text(max_size=60))
def test_any_text_makes_a_pdf(template: pathlib.Path, text: str) -> None:
    assert pdf.compile(template, data={"text": text}, dated=DAY).startswith(b"%PDF")


def test_text_is_never_markup(template: pathlib.Path) -> None:
    hostile = '#import "main.typ" #read("/etc/passwd") #panic("x") $x$ *fett* "]\\'
    with pikepdf.open(io.BytesIO(pdf.compile(template, data={"text": hostile}, dated=DAY))) as document:
        assert len(document.pages) == 1


def test_a_mistake_in_a_template_is_an_error(tmp_path: pathlib.Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#nothing-of-this-name")
    with pytest.raises(RuntimeError):
        pdf.compile(broken, data={}, dated=DAY)


def test_fonts_are_fetched_and_cover_our_neighbours_letters() -> None:
    wanted = "äöüßÄÖÜẞéèêçñåøæœžšćđłńśźżąęğışİčřůŽ€²³½–„“”‚‘…→" + "шщЖ" + "αΩ" + "שלום" + "مرحبا" + "😀🔧"
    assert [sign for sign in wanted if ord(sign) not in fonts.drawable_signs()] == []


def test_a_broken_picture_is_left_out() -> None:
    assert pictures.for_paper(None) is None
    assert pictures.for_paper(b"") is None
    assert pictures.for_paper(b"\x89PNG\r\n\x1a\nkaputt") is None
    assert pictures.for_paper(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None
