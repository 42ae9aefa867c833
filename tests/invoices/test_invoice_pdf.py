import dataclasses
import functools
import io
import re

import pikepdf
import pytest

from tests.invoices import samples
from tests.pdf_text import page_text
from tests.reports.samples import logo
from torhaus.invoices import einvoice
from torhaus.invoices.pdf import invoice_pdf, page_data
from torhaus.invoices.snapshot import Address, Snapshot
from torhaus.kernel import fonts


@functools.cache
def printed(kind: str) -> bytes:
    snapshot = samples.all_kinds()[kind]
    return invoice_pdf(snapshot, xml=einvoice.embedded_xml(snapshot), logo=logo())


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def structure(element: pikepdf.Object, found: list[pikepdf.Object] | None = None) -> list[pikepdf.Object]:
    """All structure elements in reading order."""
    found = [] if found is None else found
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found.append(kid)
            structure(kid, found)
    return found


@pytest.mark.parametrize("kind", samples.all_kinds())
def test_every_kind_is_pdf_a3_and_ua_with_its_xml_inside(kind: str) -> None:
    snapshot = samples.all_kinds()[kind]
    with opened(printed(kind)) as document:
        with document.open_metadata() as metadata:
            claims = [metadata[name] for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
        xmp = document.Root.Metadata.read_bytes().decode()
        spec = document.Root.AF[0]
        assert claims == ["3", "A", "1"]
        assert re.findall(r"<fx:(\w+)>([^<]*)<", xmp) == [
            ("DocumentFileName", "factur-x.xml"), ("DocumentType", "INVOICE"), ("Version", "1.0"), ("ConformanceLevel", "EN 16931"),
        ]  # fmt: skip
        assert xmp.count("urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#") == 2  # schema and use
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert document.Root.Lang in ("de-DE", "en-GB")
        assert bool(document.Root.MarkInfo.Marked) is True
        assert "/StructTreeRoot" in document.Root
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle) is True
        assert (str(spec.AFRelationship), str(spec.UF)) == ("/Alternative", "factur-x.xml")
        assert spec.EF.F.read_bytes() == einvoice.embedded_xml(snapshot)


def test_equal_input_gives_equal_bytes_and_another_logo_others() -> None:
    snapshot = samples.invoice()
    xml = einvoice.embedded_xml(snapshot)
    assert invoice_pdf(snapshot, xml=xml, logo=logo()) == printed("one rate")
    assert invoice_pdf(snapshot, xml=xml) != printed("one rate")


def test_snapshot_out_of_json_prints_the_same_paper() -> None:
    snapshot = Snapshot.from_json(samples.invoice().to_json())
    assert invoice_pdf(snapshot, xml=einvoice.embedded_xml(snapshot), logo=logo()) == printed("one rate")


def test_table_has_header_cells_and_pictures_have_alternative_texts() -> None:
    with opened(printed("one rate")) as document:
        elements = structure(document.Root.StructTreeRoot)
        kinds = [str(element.S) for element in elements]
        alternatives = [str(element.Alt) for element in elements if str(element.S) == "/Figure"]
    assert kinds.count("/TH") == 5
    assert kinds.count("/TR") == 6
    assert kinds.count("/H1") == 1
    assert alternatives == [
        "Logo Lindner Gebäudeservice",
        "GiroCode: 1.842,12\N{NO-BREAK SPACE}€, Lindner Gebäudeservice GmbH, DE02 1203 0000 0000 2020 51, RE-2026-0412",
    ]


def test_long_invoice_runs_over_pages_that_are_counted() -> None:
    with opened(printed("several pages")) as document:
        assert len(document.pages) == 3
    with opened(printed("one rate")) as document:
        assert len(document.pages) == 1


def test_hostile_text_prints() -> None:
    with opened(printed("hostile text")) as document:
        assert len(document.pages) == 2


def test_paper_and_xml_show_the_same_sums() -> None:
    for kind, snapshot in samples.all_kinds().items():
        shown = page_data(snapshot, has_logo=False, has_code=False)["total"][1]
        number = shown.split("\N{NO-BREAK SPACE}")[0].replace("−", "-")
        plain = number.replace(",", "") if snapshot.language == "en" else number.replace(".", "").replace(",", ".")
        assert f"<ram:GrandTotalAmount>{plain}<".encode() in einvoice.embedded_xml(snapshot), kind


def said(snapshot: Snapshot) -> str:
    return str(page_data(snapshot, has_logo=False, has_code=False))


def test_paper_says_what_the_law_wants() -> None:
    kinds = samples.all_kinds()
    assert "Steuerschuldnerschaft des Leistungsempfängers" in said(kinds["reverse charge"])
    assert "§ 19 UStG" in said(kinds["small business"])
    assert "zwei Jahre lang aufzubewahren" in said(kinds["small business"])
    assert "Umsatzsteuer" not in said(kinds["reverse charge"]).replace("'tax': 'Umsatzsteuer'", "")
    assert "736,00\\xa0€ netto (875,84\\xa0€ mit Umsatzsteuer)" in said(kinds["one rate"])
    assert "Stornorechnung RE-2026-0420 zu RE-2026-0412" in said(kinds["cancellation"])
    assert "Invoice RE-2026-0412" in said(kinds["household, English"])


def test_printed_text_is_really_there() -> None:
    with opened(printed("several rates, care of, period")) as document:
        shown = page_text(document, 0)
    for text in ("WEG Uferstraße 4", "c/o Hausverwaltung Brandt GmbH", "Rechnung RE-2026-0412", "01.10.2026 – 31.10.2026",
                 "Umsatzsteuer 7 % auf 49,80 €", "1.524,11 €", "Zu zahlen bis 2. Dezember 2026", "Seite 1 von 1"):  # fmt: skip
        assert re.sub(r"\s", "", text) in shown, text


def test_nothing_is_asked_for_on_a_cancellation_or_a_credit_note() -> None:
    for kind in ("cancellation", "credit note"):
        assert page_data(samples.all_kinds()[kind], has_logo=False, has_code=False)["payment"] is None


def test_care_of_stands_under_the_debtor() -> None:
    data = page_data(samples.invoice(buyer=samples.WEG), has_logo=False, has_code=False)
    assert data["recipient"][:2] == ["WEG Uferstraße 4", "c/o Hausverwaltung Brandt GmbH"]


def test_a_letter_abroad_names_the_country() -> None:
    abroad = Address(street="Ringstraße 1", postcode="1010", city="Wien", country="AT")
    data = page_data(
        samples.invoice(buyer=dataclasses.replace(samples.BRANDT, address=abroad)), has_logo=False, has_code=False
    )
    assert data["recipient"] == ["Hausverwaltung Brandt GmbH", "Ringstraße 1", "1010 Wien", "ÖSTERREICH"]


def test_telephone_of_whoever_was_there_stays_off_the_paper() -> None:
    assert "Zuzana Nováková" in said(samples.invoice())
    assert "0761 555014" not in said(samples.invoice())


def test_an_invoice_without_fonts_still_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    from torhaus.kernel import pdf as kernel_pdf

    monkeypatch.setattr(fonts, "FAMILIES", ["Libertinus Serif"])
    snapshot = samples.invoice()
    assert kernel_pdf.fonts.FAMILIES == ["Libertinus Serif"]
    assert invoice_pdf(snapshot, xml=einvoice.embedded_xml(snapshot)).startswith(b"%PDF")


def test_a_draft_is_not_printed() -> None:
    with pytest.raises(ValueError, match="issued"):
        invoice_pdf(dataclasses.replace(samples.invoice(), issued_on=None), xml=b"<x/>")
