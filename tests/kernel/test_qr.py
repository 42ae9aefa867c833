from decimal import Decimal

from torhaus.kernel.qr import epc_payload, girocode, qr

IBAN = "DE02 1203 0000 0000 2020 51"


def test_girocode_lines_follow_the_epc_rules() -> None:
    payload = epc_payload(holder="Lindner GmbH", iban=IBAN, amount=Decimal("1842.12"), remittance="RE-2026-0412")
    assert payload == "BCD\n002\n1\nSCT\n\nLindner GmbH\nDE02120300000000202051\nEUR1842.12\n\n\nRE-2026-0412"


def test_girocode_cuts_what_is_too_long() -> None:
    payload = epc_payload(holder="Ä" * 200, iban=IBAN, amount=Decimal(1), remittance="ü" * 500, bic="byladem1001")
    assert payload is not None
    lines = payload.split("\n")
    assert lines[4] == "BYLADEM1001"
    assert lines[5] == "Ä" * 70
    assert len(payload.encode()) <= 331


def test_girocode_keeps_text_of_people_on_its_line() -> None:
    payload = epc_payload(holder="A\nEUR0.01", iban=IBAN, amount=Decimal(5), remittance="x\r\ny")
    assert payload is not None
    assert payload.split("\n")[5] == "A EUR0.01"
    assert payload.split("\n")[10] == "x y"


def test_no_girocode_without_account_or_amount() -> None:
    assert girocode(holder="Lindner", iban="", amount=Decimal(5), remittance="x") is None
    assert girocode(holder="Lindner", iban=IBAN, amount=Decimal(0), remittance="x") is None
    assert girocode(holder="Lindner", iban=IBAN, amount=Decimal("1000000000"), remittance="x") is None


def test_codes_are_svg_and_equal_for_equal_input() -> None:
    first, second = (girocode(holder="Lindner", iban=IBAN, amount=Decimal(5), remittance="x") for _ in range(2))
    assert first == second
    assert first is not None
    assert first.startswith("<svg ")
    assert qr("https://portal.example/p/lindner/").startswith("<svg ")
