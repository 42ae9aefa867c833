import dataclasses
import datetime
import functools
import hashlib
import io
import re

import pikepdf
import pytest

from tests.pdf_text import page_text
from tests.reports import samples
from torhaus.reports.paper import PaperPhoto
from torhaus.reports.pdf import MOST_POINTS, OtherDocument, report_pdf, signed_report_pdf, strokes_svg


@functools.cache
def presented() -> bytes:
    return report_pdf(samples.report())


@functools.cache
def signed(method: str = "drawn") -> bytes:
    evidence = samples.evidence(presented(), method=method, reservation="Die Fliesen fehlen noch.")
    return signed_report_pdf(samples.report(), presented=presented(), evidence=evidence)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def claims(document: pikepdf.Pdf) -> list[str]:
    with document.open_metadata() as metadata:
        found = [metadata[name] for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
    return found + re.findall("<xmpTPg:NPages>([0-9]+)<", document.Root.Metadata.read_bytes().decode())


def test_report_is_pdf_a3_and_ua() -> None:
    with opened(presented()) as document:
        assert claims(document) == ["3", "A", "1", "1"]
        assert document.Root.Lang == "de-DE"


def test_equal_reports_give_equal_bytes() -> None:
    assert report_pdf(samples.report()) == presented()
    evidence = samples.evidence(presented())
    first, second = (signed_report_pdf(samples.report(), presented=presented(), evidence=evidence) for _ in range(2))
    assert first == second


def test_captions_are_the_alternative_texts() -> None:
    with opened(presented()) as document:
        texts = [
            str(thing.Alt) for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
        ]
    assert sorted(texts) == ["Bruchstelle vor der Reparatur", "Foto 2", "Logo Lindner Gebäudeservice"]


def test_broken_photos_and_hostile_text_still_print() -> None:
    text = '#import "x" \\ "]\\ שלום 🔧 漢字 ' + "ä" * 300
    photos = (PaperPhoto(content=b"kaputt", caption=text), PaperPhoto(content=b""))
    paper = samples.report(title=text, remarks=text, photos=photos, performers=(text,), customer_name=text, lines=())
    assert report_pdf(paper).startswith(b"%PDF")


def test_forty_photos_print_on_many_pages() -> None:
    photos = tuple(PaperPhoto(content=samples.photo(), caption=f"Foto {n}") for n in range(40))
    with opened(report_pdf(samples.report(photos=photos))) as document:
        assert len(document.pages) > 5


def test_performers_are_absent_when_they_are_not_told() -> None:
    names = [name.replace(" ", "") for name in samples.report().performers]
    with opened(presented()) as told, opened(report_pdf(samples.report(performers=()))) as untold:
        assert all(name in page_text(told, 0) for name in names)
        assert not any(name in page_text(untold, 0) for name in names)


@pytest.mark.parametrize("method", ["drawn", "typed"])
def test_signed_pdf_is_the_presented_one_with_one_more_page(method: str) -> None:
    with opened(presented()) as before, opened(signed(method)) as after:
        assert len(after.pages) == len(before.pages) + 1
        for old, new in zip(before.pages, after.pages, strict=False):
            assert old.Contents.read_bytes() == new.Contents.read_bytes()
        assert claims(after) == ["3", "A", "1", str(len(after.pages))]
        assert after.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_presented_bytes_can_be_taken_out_and_hashed_again() -> None:
    with opened(signed()) as document:
        spec = document.Root.AF[0]
        inside = document.attachments["Leistungsbeleg LB-0771.pdf"].get_file().read_bytes()
        assert str(spec.AFRelationship) == "/Source"
        assert str(spec.EF.F.Subtype) == "/application/pdf"
    assert inside == presented()
    assert hashlib.sha256(inside).hexdigest() == hashlib.sha256(presented()).hexdigest()


def test_evidence_page_names_the_hash_the_signer_and_the_moment() -> None:
    with opened(signed()) as document:
        shown = page_text(document, len(document.pages) - 1)
    for text in (
        hashlib.sha256(presented()).hexdigest(),
        "Zuzana Nováková",
        "29.10.2026, 14:12:31 UTC",
        "203.0.113.24",
    ):
        assert text.replace(" ", "") in shown


def test_every_tagged_piece_of_every_page_is_known_to_the_structure_tree() -> None:
    """What PDF/UA asks of the joined tree: page → parent tree → element → the same page and piece."""
    with opened(signed()) as document:
        root = document.Root.StructTreeRoot
        numbers = dict(zip(map(int, root.ParentTree.Nums[::2]), list(root.ParentTree.Nums)[1::2], strict=True))
        assert int(root.ParentTreeNextKey) == max(numbers) + 1
        for page in document.pages:
            marks = {
                int(operands[1].MCID)
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
            }
            parents = numbers[int(page.StructParents)]
            assert marks == set(range(len(parents)))
            for mark, element in enumerate(parents):
                assert element.Pg.objgen == page.objgen or any(_is_piece(kid, page, mark) for kid in element.K)
                top = element
                while top.P.objgen != root.objgen:
                    top = top.P
                assert str(top.S) == "/Document"
        assert len(list(root.K) if isinstance(root.K, pikepdf.Array) else [root.K]) == 1


def _is_piece(kid: pikepdf.Object, page: pikepdf.Page, mark: int) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.Pg.objgen == page.objgen and int(kid.MCID) == mark


def test_evidence_for_another_document_is_refused() -> None:
    with pytest.raises(OtherDocument):
        signed_report_pdf(samples.report(), presented=presented() + b" ", evidence=samples.evidence(presented()))


def test_strokes_become_vectors_within_the_field() -> None:
    svg = strokes_svg([[[-5, 1], [700, 900]], [[3, 4]], []])
    assert '<path d="M0 1 L600 200"/><path d="M3 4 L3.1 4"/></g>' in svg


@pytest.mark.parametrize("strokes", [[[['1"/><script>', 2]]], [[[1]]], [[[0, 0]] * (MOST_POINTS + 1)]])
def test_strokes_that_are_none_are_refused(strokes: list) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        strokes_svg(strokes)


def test_time_is_utc_whatever_zone_it_came_in() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    utc = samples.evidence(presented())
    local = dataclasses.replace(utc, signed_at=utc.signed_at.astimezone(zone))
    first, second = (signed_report_pdf(samples.report(), presented=presented(), evidence=some) for some in (utc, local))
    assert first == second
