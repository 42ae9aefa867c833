"""The import engine: what Excel writes, what people write, what attackers write."""

import io
import re
import zipfile
from decimal import Decimal

import pytest

from tests import factories as make
from tests.customers.sheets import csv_file, workbook
from torhaus.activity.models import Activity
from torhaus.customers import importing
from torhaus.customers.importing import engine, reading, runs
from torhaus.customers.models import BillingParty, Contact, Customer, Room, Site

pytestmark = pytest.mark.django_db

CUSTOMERS = "Kundennummer;Name;Art;Straße;PLZ;Ort;E-Mail;Zahlungsziel\r\n"


@pytest.fixture
def load(cast):
    def run(stream, *, filename="kunden.csv", dry_run=False, provider=None):
        return importing.run(
            provider=provider or cast.hofer, stream=stream, filename=filename, by=cast["owner2"], dry_run=dry_run
        )

    return run


def counts(result):
    return [(sheet.kind, sheet.created, sheet.changed, sheet.unchanged, sheet.bad) for sheet in result.sheets]


def problems(result):
    return [(p.line, p.column, p.message) for sheet in result.sheets for p in sheet.problems]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_csv_as_excel_writes_it(load, encoding):
    text = (
        CUSTOMERS + 'K-20001;Müller & Söhne;Hausverwaltung;"Ölmühlweg 3";1067;Dresden;INFO@mueller.example;30 Tage\r\n'
    )
    assert counts(load(csv_file(text, encoding))) == [("customers", 1, 0, 0, 0)]
    row = Customer.objects.get(number="K-20001")
    assert (row.name, row.kind, row.street, row.postcode, row.email, row.payment_days) == (
        "Müller & Söhne", "manager", "Ölmühlweg 3", "01067", "info@mueller.example", 30,
    )  # fmt: skip
    assert Activity.objects.filter(verb="customer.imported", customer_id=row.pk).count() == 1


def test_a_dry_run_says_the_same_and_writes_nothing(load):
    text = CUSTOMERS + "K-20001;Eins;Firma;Weg 1;79098;Freiburg;;\r\nK-20002;Zwei;Firma;Weg 2;;Freiburg;;\r\n"
    before = Customer.objects.count()
    dry, real = load(csv_file(text), dry_run=True), None
    assert Customer.objects.count() == before
    real = load(csv_file(text))
    assert counts(dry) == counts(real) == [("customers", 1, 0, 0, 1)]
    assert problems(dry) == problems(real) == [(3, "PLZ", "PLZ fehlt.")]


def test_the_same_file_again_changes_nothing_and_a_corrected_one_updates(load):
    text = CUSTOMERS + "K-20001;Eins;Firma;Weg 1;79098;Freiburg;;\r\n"
    load(csv_file(text))
    assert counts(load(csv_file(text))) == [("customers", 0, 0, 1, 0)]
    assert counts(load(csv_file(text.replace("Weg 1", "Weg 11")))) == [("customers", 0, 1, 0, 0)]
    row = Customer.objects.get(number="K-20001")
    assert (row.street, row.version) == ("Weg 11", 2)


def test_an_empty_cell_empties_nothing(load):
    load(csv_file(CUSTOMERS + "K-20001;Eins;Firma;Weg 1;79098;Freiburg;a@b.example;\r\n"))
    assert counts(load(csv_file(CUSTOMERS + "K-20001;Eins;;;;;;\r\n"))) == [("customers", 0, 0, 1, 0)]


def test_customers_without_number_match_by_name_and_place(load):
    text = "Firma;Straße;PLZ;Ort\nMüller;Weg 1;79098;Freiburg\nMüller;Gasse 2;79312;Emmendingen\n"
    assert counts(load(csv_file(text))) == [("customers", 2, 0, 0, 0)]
    assert counts(load(csv_file(text))) == [("customers", 0, 0, 2, 0)]
    assert set(Customer.objects.filter(name="Müller").values_list("number", flat=True)) == {"K-10001", "K-10002"}


def test_every_bad_line_is_named_and_the_good_ones_go_in(load):
    text = CUSTOMERS + (
        "K-1;Gut;Firma;Weg 1;79098;Freiburg;;\r\n"
        "K-2;Schlechte Mail;Firma;Weg 1;79098;Freiburg;keine-mail;\r\n"
        "K-3;Schlechte Art;Verein;Weg 1;7909;;;bald\r\n"
        "K-4;;Firma;Weg 1;79098;Freiburg;;\r\n"
        "K-1;Doppelt;Firma;Weg 1;79098;Freiburg;;\r\n"
        f"K-5;{'x' * 300};Firma;Weg 1;79098;Freiburg;;\r\n"
        "\r\n"
        "K-6;Auch gut;Firma;Weg 1;79098;Freiburg;;\r\n"
    )
    result = load(csv_file(text))
    assert counts(result) == [("customers", 2, 0, 0, 5)]
    assert problems(result) == [
        (3, "E-Mail", "„keine-mail“ ist keine E-Mail-Adresse."),
        (4, "Art", "„Verein“ ist unbekannt; möglich sind: Unternehmen, Privathaushalt, Hausverwaltung, Behörde."),
        (4, "Zahlungsziel", "„bald“ ist keine Zahl von Tagen zwischen 0 und 365."),
        (5, "Name", "Name fehlt."),
        (6, "", "Doppelt: steht schon in Zeile 2."),
        (7, "", "Name: höchstens 200 Zeichen, es sind 300."),
    ]
    assert set(Customer.objects.filter(number__in=["K-1", "K-6"]).values_list("name", flat=True)) == {"Gut", "Auch gut"}


def test_bad_lines_come_back_as_csv_and_go_in_when_corrected(load):
    text = CUSTOMERS + "K-1;Eins;Firma;+49 Weg;79098;Freiburg;keine-mail;\r\nK-2;Zwei;Firma;Weg;79098;Freiburg;;\r\n"
    rejected = load(csv_file(text)).sheets[0].rejected_csv()
    assert rejected.splitlines() == [
        "Kundennummer;Name;Art;Straße;PLZ;Ort;E-Mail;Zahlungsziel;Zeile;Grund",
        "K-1;Eins;Firma;'+49 Weg;79098;Freiburg;keine-mail;;2;E-Mail: „keine-mail“ ist keine E-Mail-Adresse.",
    ]
    result = load(csv_file(rejected.replace("keine-mail;;2", "eins@mail.example;;2"), "utf-8-sig"))
    assert counts(result) == [("customers", 1, 0, 0, 0)]
    assert (result.remarks, Customer.objects.get(number="K-1").street) == ([], "+49 Weg")


def test_mixed_encodings_are_read_and_said(load):
    lines = [
        CUSTOMERS.encode("utf-8"),
        "K-1;Müller;;Weg;79098;Köln;;\n".encode(),
        "K-2;Jäger;;Weg;79098;Köln;;\n".encode("cp1252"),
    ]
    result = load(io.BytesIO(b"".join(lines)))
    assert counts(result) == [("customers", 2, 0, 0, 0)]
    assert Customer.objects.get(number="K-2").name == "Jäger"
    assert "mischt zwei Zeichensätze" in result.remarks[0]
    assert "Zeile 3" in result.remarks[0]


def test_a_byte_that_is_no_character_names_its_line(load):
    result = load(io.BytesIO(CUSTOMERS.encode("cp1252") + b"K-1;M\x81ller;;Weg;79098;Ort;;\n"))
    assert problems(result) == [(2, "Name", "enthält ein Zeichen, das sich nicht lesen lässt")]


def test_nul_bytes_are_left_out(load):
    load(io.BytesIO(CUSTOMERS.encode() + b"K-1;M\x00ller;;Weg;79098;Ort;;\n"))
    assert Customer.objects.get(number="K-1").name == "Mller"


def test_formulas_in_csv_are_refused_and_quoted_text_is_taken(load):
    text = CUSTOMERS + '="K-01";=HYPERLINK("http://x");;Weg;79098;Ort;;\r\n="K-02";Gut;;Weg;="01067";Ort;;\r\n'
    result = load(csv_file(text))
    assert problems(result) == [(2, "Name", "Hier steht eine Formel statt eines Werts; sie wird nicht ausgeführt.")]
    assert "'=HYPERLINK" in result.sheets[0].rejected_csv()
    assert Customer.objects.get(number="K-02").postcode == "01067"


def test_line_breaks_and_semicolons_within_quotes_keep_the_line_numbers(load):
    text = 'Name;PLZ;Ort;Notiz\r\nEins;79098;Freiburg;"erste;\r\nzweite"\r\nZwei;;Freiburg;\r\n'
    result = load(csv_file(text))
    assert problems(result) == [(4, "PLZ", "PLZ fehlt.")]
    assert Customer.objects.get(name="Eins").note == "erste;\nzweite"


def test_commas_tabs_and_english_headings(load):
    assert counts(load(csv_file("Name,Zip,City\nEins,79098,Freiburg\n"))) == [("customers", 1, 0, 0, 0)]
    assert counts(load(csv_file("sep=\t\nCompany\tPostcode\tCity\nZwei\t79098\tFreiburg\n"))) == [
        ("customers", 1, 0, 0, 0)
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "leer"),
        ("Apfel;Birne\n1;2\n", "Keine bekannte Kopfzeile gefunden. In der ersten Zeile steht: Apfel, Birne."),
        ("Kunde;Anrede;Vorname\nA;Frau;B\n", "passt fast zu „Ansprechpartner“; es fehlt: Ansprechpartner / Nachname"),
        ("%PDF-1.7 …", "keine Tabelle"),
        ("\n\n\n", "keine Zeilen"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(load, text, reason):
    with pytest.raises(importing.Unreadable, match=reason):
        load(io.BytesIO(text.encode()))


def test_a_workbook_with_all_kinds_in_any_order(load):
    book = workbook(
        Räume=[["Objekt", "Raum", "Geschoss"], ["Rosenweg 21", "WE 01", "EG"], ["Rosenweg 21", "WE 02", "1. OG"]],
        Objekte=[
            ["Kunde", "Objektnummer", "Objekt", "Straße", "Hausnummer", "PLZ", "Ort", "Breite", "Länge", "Rechnungsempfänger"],
            ["Brandt KG", 17, "Rosenweg 21", "Rosenweg", 21, 79098, "Freiburg", "47,99", 7.85, "WEG Rosenweg 21"],
        ],
        Rechnungsempfänger=[
            ["Kunde", "Rechnungsempfänger", "c/o", "PLZ", "Ort"],
            ["K-77", "WEG Rosenweg 21", "Brandt KG", 79098.0, "Freiburg"]],
        Ansprechpartner=[
            ["Kundennummer", "Anrede", "Name", "E-Mail", "Haupt"],
            ["K-77", "Frau", "Miriam Brandt", "m@brandt.example", True]],
        Kunden=[["Nr.", "Kunde", "Art", "PLZ", "Ort"], ["K-77", "Brandt KG", "HV", 1067, "Dresden"]],
        Notizen=[["Das hier", "ist keine Tabelle"]],
        Leer=[],
    )  # fmt: skip
    result = load(book, filename="alles.xlsx")
    assert problems(result) == []
    assert counts(result) == [
        ("customers", 1, 0, 0, 0), ("contacts", 1, 0, 0, 0), ("billing_parties", 1, 0, 0, 0), ("sites", 1, 0, 0, 0),
        ("rooms", 2, 0, 0, 0),
    ]  # fmt: skip
    assert result.remarks == ["Blatt „Notizen“ hat keine bekannte Kopfzeile und bleibt unberücksichtigt."]
    site = Site.objects.get(name="Rosenweg 21")
    assert (site.customer.number, site.customer.postcode, site.number, site.street) == (
        "K-77",
        "01067",
        "17",
        "Rosenweg 21",
    )
    assert (site.latitude, site.longitude, site.billing_party.name) == (
        Decimal("47.99"),
        Decimal("7.85"),
        "WEG Rosenweg 21",
    )
    contact = Contact.objects.get(customer=site.customer)
    assert (contact.salutation, contact.first_name, contact.last_name, contact.is_main) == (
        "ms",
        "Miriam",
        "Brandt",
        True,
    )
    assert list(Room.objects.filter(site=site).order_by("name").values_list("name", "floor")) == [
        ("WE 01", "EG"),
        ("WE 02", "1. OG"),
    ]
    book.seek(0)
    assert [entry[1:] for entry in counts(load(book, filename="alles.xlsx"))] == [
        (0, 0, 1, 0), (0, 0, 1, 0), (0, 0, 1, 0), (0, 0, 1, 0), (0, 0, 2, 0),
    ]  # fmt: skip
    assert BillingParty.objects.filter(name="WEG Rosenweg 21", customer=site.customer).count() == 1


def test_a_dry_run_of_a_workbook_knows_the_customers_it_would_make(load):
    book = workbook(
        Objekte=[
            ["Kunde", "Objekt", "PLZ", "Ort"],
            ["Neu", "Haus 1", 79098, "Freiburg"],
            ["Fremd", "Haus 2", 79098, "Freiburg"],
        ],
        Kunden=[["Name", "PLZ", "Ort"], ["Neu", 79098, "Freiburg"], ["x" * 201, 79098, "Freiburg"]],
    )
    result = load(book, filename="a.xlsx", dry_run=True)
    assert counts(result) == [("customers", 1, 0, 0, 1), ("sites", 1, 0, 0, 1)]
    assert problems(result)[-1] == (3, "", "Es gibt keinen Kunden „Fremd“.")
    assert not Customer.objects.filter(name="Neu").exists()


def test_lines_below_a_refused_customer_say_why(load):
    book = workbook(
        Objekte=[["Kunde", "Objekt", "PLZ", "Ort"], ["x" * 201, "Haus 1", 79098, "Freiburg"]],
        Kunden=[["Name", "PLZ", "Ort"], ["x" * 201, 79098, "Freiburg"]],
    )
    for dry_run in (True, False):
        book.seek(0)
        result = load(book, filename="a.xlsx", dry_run=dry_run)
        assert "steht in Zeile 2 und wurde dort abgelehnt" in problems(result)[-1][2]


def test_formulas_in_a_workbook_give_their_value_or_are_named(load):
    book = workbook(Kunden=[["Name", "PLZ", "Ort"], ["Fest", 79098, "Freiburg"], ['=A2&" neu"', 79098, "Freiburg"]])
    result = load(book, filename="a.xlsx")  # written by a program: no value stored beside the formula
    assert counts(result) == [("customers", 1, 0, 0, 1)]
    assert problems(result)[0][:2] == (3, "Name")
    assert "Formel ohne gespeicherten Wert" in problems(result)[0][2]
    stored = _with_value(
        workbook(Kunden=[["Name", "PLZ", "Ort"], ["=1+1", 79098, "Freiburg"]]),
        "<f>1+1</f><v></v>",
        "<f>1+1</f><v>2</v>",
    )
    assert counts(load(stored, filename="a.xlsx")) == [("customers", 1, 0, 0, 0)]
    assert Customer.objects.filter(name="2").exists()


def _with_value(book, old, new):
    """The workbook as Excel stores it: the formula's value beside it."""
    target = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            text = source.read(name)
            changed.writestr(
                name,
                text.replace(old.encode(), new.encode()).replace(b"<f>1+1</f><v />", new.encode())
                if "sheet1" in name
                else text,
            )
    target.seek(0)
    return target


def test_an_error_value_of_excel_is_named(load):
    result = load(workbook(Kunden=[["Name", "PLZ", "Ort"], ["#REF!", 79098, "Freiburg"]]), filename="a.xlsx")
    assert problems(result) == [(2, "Name", "Excel meldet hier einen Fehler")]


def test_a_header_below_a_title_is_found(load):
    book = workbook(
        Kunden=[["Kundenliste 2026"], [], ["Name", "PLZ", "Ort"], ["Eins", 79098, "Freiburg"], ["Zwei", None, "Ort"]]
    )
    result = load(book, filename="a.xlsx")
    assert (counts(result), problems(result)) == ([("customers", 1, 0, 0, 1)], [(5, "PLZ", "PLZ fehlt.")])


def test_a_row_far_below_the_others_takes_no_time(load):
    """Excel's last row is read like any other; one that no Excel has would be led up to by millions of empty ones."""
    book = workbook(Kunden=[["Name", "PLZ", "Ort"], ["Fest", 79098, "Freiburg"], ["Fern", 79098, "Freiburg"]])
    for last, lines in ((5_000, 2), (999_999_999, 1)):
        lower = rb'\g<1>%d"' % last
        moved = altered(book, lambda content, lower=lower: re.sub(rb'(<row r="|<c r="[A-C])3"', lower, content))
        result = load(moved, filename="a.xlsx", dry_run=True)
        assert [sheet.lines for sheet in result.sheets] == [lines]


def altered(book, change):
    """The same workbook with other XML in its sheets."""
    made = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name.startswith("xl/worksheets/sheet") else content)
    return made


@pytest.mark.parametrize(
    "cell",
    [b'<c r="A2" t="s"><v>999999</v></c>', b'<c r="A2" t="d"><v>20026-01-01</v></c>', b'<c r="A2" t="n"><v>x</v></c>'],
)
def test_a_workbook_with_a_broken_cell_is_named_damaged(load, cell):
    book = workbook(Kunden=[["Name", "PLZ", "Ort"], ["Fest", 79098, "Freiburg"]])
    with pytest.raises(importing.Unreadable, match="beschädigt"):
        load(altered(book, lambda content: re.sub(rb'<c r="A2".*?</c>', cell, content)), filename="a.xlsx")


def test_a_workbook_that_is_small_only_while_it_is_packed_is_left_to_the_worker(cast):
    many = workbook(Kunden=[["Name", "PLZ", "Ort"], *[["A", 79098, "F"]] * 30_000])
    few = workbook(Kunden=[["Name", "PLZ", "Ort"], ["A", 79098, "F"]])
    sizes = [reading.unpacked_size(book.getvalue()) for book in (few, many)]
    assert sizes[0] < runs.SMALL_PACKED < sizes[1]
    assert len(many.getvalue()) < runs.SMALL_PACKED
    for book, status in ((few, "checked"), (many, "new")):
        row = runs.submit(provider=cast.hofer, by=cast["owner2"], stream=book, filename="a.xlsx")
        runs.check_if_small(row)
        row.refresh_from_db()
        assert row.status == status


@pytest.mark.parametrize("parts", [{f"xl/worksheets/sheet{n}.xml": 7 for n in range(9)}, {"xl/sharedStrings.xml": 31}])
def test_a_zip_bomb_is_refused(load, parts):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "x")
        for name, megabytes in parts.items():
            packed.writestr(name, bytes(megabytes * 1024 * 1024))
    assert bomb.tell() < 100_000
    with pytest.raises(importing.Unreadable, match="ausgepackt zu groß"):
        load(bomb, filename="a.xlsx")


def test_a_large_honest_workbook_is_read(load):
    lines = [[f"K-{n}", f"Kunde {n}", "Firma", f"Weg {n}", "79098", "Freiburg"] for n in range(8_000)]
    book = workbook(Kunden=[["Nummer", "Name", "Art", "Straße", "PLZ", "Ort"], *lines])
    assert counts(load(book, filename="a.xlsx")) == [("customers", 8_000, 0, 0, 0)]


def test_a_false_workbook_is_refused(load):
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("brief.txt", "x")
    with pytest.raises(importing.Unreadable, match="keine Excel-Tabelle"):
        load(other, filename="a.xlsx")
    with pytest.raises(importing.Unreadable, match="beschädigt"):
        load(io.BytesIO(b"PK\x03\x04" + b"kaputt" * 50), filename="a.xlsx")
    with pytest.raises(importing.Unreadable, match="größer als 20 MB"):
        load(io.BytesIO(bytes(reading.MAX_BYTES + 1)))


def test_a_name_of_another_provider_is_unknown_here(cast, load):
    text = "Kunde;Objekt;PLZ;Ort\nHausverwaltung Brandt;Haus;79098;Freiburg\n"
    assert counts(load(csv_file(text), provider=cast.lindner)) == [("sites", 1, 0, 0, 0)]
    assert problems(load(csv_file(text), provider=cast.hofer)) == [
        (2, "", "Es gibt keinen Kunden „Hausverwaltung Brandt“.")
    ]


def test_an_ambiguous_name_asks_for_the_number(cast, load):
    for _ in range(2):
        make.make_customer(cast.hofer, name="Müller")
    result = load(csv_file("Kunde;Objekt;PLZ;Ort\nMüller;Haus;79098;Freiburg\n"))
    assert problems(result) == [(2, "", "Mehrere Kunden heißen „Müller“; bitte geben Sie die Kundennummer an.")]


@pytest.mark.slow
def test_a_hundred_thousand_lines_are_checked_in_bounded_time(load):
    lines = (f"K-{n};Kunde {n};Firma;Weg {n};79098;Freiburg;k{n}@mail.example;14\r\n" for n in range(100_000, 200_000))
    text = CUSTOMERS + "".join(lines) + "K-1;;;;;;;\r\n"
    seen = []
    result = importing.run(
        provider=make.make_provider(),
        stream=csv_file(text),
        filename="k.csv",
        by=None,
        dry_run=True,
        progress=seen.append,
    )
    assert counts(result) == [("customers", 100_000, 0, 0, 1)]
    assert (len(seen), seen[-1]) == (1001, 100_001)


def test_customer_s_history_gets_one_line_for_an_import_and_each_site_its_own(cast, load, login, monkeypatch):
    monkeypatch.setattr(engine, "CHUNK", 400)
    customer = make.make_customer(cast.hofer, name="Müller")
    lines = "".join(f"Müller;Haus {n};Weg {n};79098;Freiburg\n" for n in range(1_005))
    load(csv_file(f"Kunde;Objekt;Straße;PLZ;Ort\n{lines}"))
    rows = Activity.objects.filter(customer_id=customer.pk)
    assert sorted(row.data["rows"] for row in rows) == [205, 400, 400]
    sites = Site.objects.filter(customer=customer)
    assert Activity.objects.filter(verb="site.created", site_id__in=sites).count() == 1_005
    page = login(cast["owner2"]).get(f"/office/customers/{customer.pk}/").text
    assert page.count("Aus einer Liste übernommen: 1.005 Zeilen") == 1
    assert "angelegt" not in page


def test_history_of_an_import_keeps_what_each_line_changed(cast, load):
    load(
        csv_file(
            "Kunde;Vorname;Nachname;E-Mail\nFamilie Altmann;Eva;Neu;a@x.example\nFamilie Altmann;Udo;Alt;b@x.example\n"
        )
    )
    row = Activity.objects.get(verb="customer.imported", customer_id=cast.altmann.pk)
    assert (row.data["rows"], [entry["data"]["name"] for entry in row.data["entries"]]) == (2, ["Eva Neu", "Udo Alt"])
    assert row.actor_id == cast["owner2"].pk


def test_nothing_is_told_of_an_import_that_changes_nothing(cast, load):
    text = CUSTOMERS + "K-20001;Eins;Firma;Weg 1;79098;Freiburg;;\r\n"
    load(csv_file(text))
    before = Activity.objects.count()
    load(csv_file(text))
    assert Activity.objects.count() == before
