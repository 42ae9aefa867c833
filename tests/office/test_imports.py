"""Import in the office: upload, dry run, carrying out, download of bad lines and templates."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories as make
from tests.customers.sheets import workbook
from torhaus.customers import importing
from torhaus.customers.importing import runs
from torhaus.customers.models import Customer, Import, Room, Site
from torhaus.kernel import queue

pytestmark = pytest.mark.django_db

GOOD = "Kundennummer;Name;PLZ;Ort\r\nK-70001;Müller & Söhne;79098;Freiburg\r\n"


@pytest.fixture
def office(cast, login):
    return login(cast["office1"])


def upload(client, content, name="kunden.csv", **fields):
    if isinstance(content, str):
        content = content.encode("cp1252")
    return client.post("/office/imports/", {"file": SimpleUploadedFile(name, content)} | fields)


def test_upload_check_and_carry_out(cast, office):
    answer = upload(office, GOOD + "K-70002;Ohne PLZ;;Freiburg\r\n")
    row = Import.objects.get()
    assert (answer.status_code, answer.url, row.status) == (302, f"/office/imports/{row.pk}/", "checked")
    page = office.get(answer.url).content.decode()
    assert ("PLZ fehlt." in page, "Jetzt einlesen" in page) == (True, True)
    assert not Customer.objects.filter(number="K-70001").exists()
    assert office.post(f"/office/imports/{row.pk}/execution/").status_code == 302
    assert office.post(f"/office/imports/{row.pk}/execution/").status_code == 302
    assert Customer.objects.get(number="K-70001").provider == cast.lindner
    row.refresh_from_db()
    assert (row.status, row.content, row.result["sheets"][0]["created"]) == ("done", None, 1)
    assert "1 Zeile ist eingelesen" in office.get(answer.url).content.decode()


def test_bad_lines_are_downloaded_with_reasons(cast, office):
    upload(office, GOOD + "K-70002;=1+1;;Freiburg\r\n")
    row = Import.objects.get()
    answer = office.get(f"/office/imports/{row.pk}/rejected/0/")
    assert answer["Content-Disposition"].startswith("attachment")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[1][:2] == ["K-70002", "'=1+1"]
    assert "Formel" in lines[1][-1]
    assert office.get(f"/office/imports/{row.pk}/rejected/1/").status_code == 404


def test_the_same_upload_twice_makes_one_import(cast, office):
    urls = {upload(office, GOOD, form_key="a" * 20).url for _ in range(2)}
    assert (len(urls), Import.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "leer.csv", "Die Datei ist leer."),
        (b"\x89PNG\r\n\x1a\n....", "bild.csv", "keine Tabelle"),
        (b"PK\x03\x04kaputt", "a.xlsx", "beschädigt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "alt.xls", "alte Excel-Datei"),
    ],
)
def test_what_is_no_table_is_refused_at_once(cast, office, content, name, reason):
    answer = upload(office, content, name)
    assert (answer.status_code, reason in answer.content.decode()) == (422, True)
    assert not Import.objects.exists()


def test_a_wrong_header_is_explained_on_the_import_page(cast, office):
    page = office.get(upload(office, "Kunde;Anrede;Vorname\r\nA;Frau;B\r\n").url).content.decode()
    assert "passt fast zu „Ansprechpartner“" in page
    assert "Andere Datei wählen" in page


def test_a_large_file_is_checked_and_carried_out_by_the_worker(cast, office):
    lines = "".join(f"K-{n};Kunde {n};79098;Freiburg\r\n" for n in range(80_000, 84_000))
    answer = upload(office, "Kundennummer;Name;PLZ;Ort\r\n" + lines)
    page = office.get(answer.url).content.decode()
    assert ("Wird geprüft" in page, 'hx-trigger="every 2s"' in page) == (True, True)
    queue.run_until_idle()
    row = Import.objects.get()
    assert (row.status, row.lines_total) == ("checked", 4000)
    Import.objects.filter(pk=row.pk).update(content=("Kundennummer;Name;PLZ;Ort\r\n" + lines[:9000]).encode())
    office.post(f"/office/imports/{row.pk}/execution/")
    assert "Wird eingelesen" in office.get(answer.url).content.decode()
    queue.run_until_idle()
    row.refresh_from_db()
    assert row.status == "done"
    assert Customer.objects.filter(number="K-80000").exists()


def test_a_killed_import_goes_on_without_doubles(cast, office):
    lines = "".join(f"K-{n};Kunde {n};79098;Freiburg\r\n" for n in range(80_000, 80_250))
    upload(office, "Kundennummer;Name;PLZ;Ort\r\n" + lines)
    row = Import.objects.get()
    office.post(f"/office/imports/{row.pk}/execution/")
    done = []

    def killed(count):
        done.append(count)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.run(
            provider=cast.lindner,
            stream=io.BytesIO(row.content),
            filename="k.csv",
            by=None,
            dry_run=False,
            progress=killed,
        )
    assert Customer.objects.filter(number__startswith="K-80").count() == done[0] == 100
    queue.run_until_idle()
    assert Customer.objects.filter(number__startswith="K-80").count() == 250
    row.refresh_from_db()
    assert (row.result["sheets"][0]["created"], row.result["sheets"][0]["unchanged"]) == (150, 100)


def test_the_workbook_template_goes_in_as_it_is(cast, office):
    content = office.get("/office/imports/samples/workbook.xlsx").content
    answer = upload(office, content, "Vorlage.xlsx")
    page = office.get(answer.url).content.decode()
    row = Import.objects.get()
    assert (row.status, [sheet["bad"] for sheet in row.result["sheets"]]) == ("checked", [0] * 5), page
    office.post(f"/office/imports/{row.pk}/execution/")
    assert Room.objects.get(name="WE 01").site == Site.objects.get(number="021", customer__provider=cast.lindner)


@pytest.mark.parametrize("kind", ["customers", "contacts", "billing_parties", "sites", "rooms"])
def test_each_csv_template_is_recognised(cast, office, kind):
    content = office.get(f"/office/imports/samples/{kind}.csv").content
    stream = io.BytesIO(content)
    result = importing.run(provider=cast.lindner, stream=stream, filename="v.csv", by=None, dry_run=True)
    assert [(sheet.kind, sheet.lines) for sheet in result.sheets] == [(kind, 1)]


def test_english_readers_get_english_pages(cast, login):
    person = cast["office1"]
    person.language = "en"
    person.save()
    assert upload(login(person), GOOD).status_code == 302


def test_foreign_imports_are_not_there(cast, office, login):
    own = upload(login(cast["owner2"]), GOOD + "K-2;;;\r\n").url
    assert login(cast["owner2"]).get(own).status_code == 200
    for address in (own, f"{own}rejected/0/"):
        assert office.get(address).status_code == 404, address
    assert office.post(f"{own}execution/").status_code == 404
    assert login(cast["tech1"]).get("/office/imports/").status_code == 404


def test_contents_are_forgotten_after_a_week(cast, office):
    upload(office, GOOD)
    row = Import.objects.get()
    assert runs.forget_old() == 0
    Import.objects.update(created_at=row.created_at - runs.KEEP * 2)
    assert runs.forget_old() == 1
    answer = office.post(f"/office/imports/{row.pk}/execution/")
    assert (answer.status_code, "noch einmal hoch" in answer.content.decode()) == (409, True)


def test_a_workbook_with_a_second_sheet_names_each(cast, office):
    make.make_site(cast.brandt, name="Rosenweg 21")
    book = workbook(Räume=[["Objekt", "Raum"], ["Rosenweg 21", "WE 01"]], Sonstiges=[["a", "b"], [1, 2]])
    page = office.get(upload(office, book.getvalue(), "r.xlsx").url).content.decode()
    assert ("Räume</h2>" in page, "Blatt „Sonstiges“ hat keine bekannte Kopfzeile" in page) == (True, True)
