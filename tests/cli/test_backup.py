"""Backup and restore of real installations: equal to the last byte, refused when damaged, whole under load."""

import hashlib
import json
import shutil
import tarfile
import threading

import pytest

from tests.installation import wait_for

pytestmark = pytest.mark.slow

FILL = """
from tests import factories as make
from tests.cast import make_cast
from tests.factories.invoices import make_issued
from torhaus.files.actions import keep
from torhaus.kernel import queue, search
cast = make_cast()
make_issued(cast.brandt, site=cast.ufer, by=cast["office1"])
keep(provider=cast.lindner, name="Übersicht 🛠.pdf", media_type="application/pdf", content=b"%PDF-1.7 test")
search.put(cast.brandt, provider_id=cast.lindner.pk, text="Wärmepumpe")
queue.run_until_idle()
"""
FIND = """
from torhaus.customers.models import Customer
from torhaus.kernel import search
from torhaus.providers.models import Provider
provider = Provider.objects.get(slug="lindner")
print([row.name for row in search.narrow(Customer.objects.all(), provider_id=provider.pk, words="warmep")])
"""


def manifest_of(path):
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile("manifest.json"))


def facts(installation, name):
    """Hashes of all rows and files, by a backup of their own."""
    path = installation.folder / name
    done = installation.run("backup", str(path))
    assert done.returncode == 0, done.stderr
    manifest = manifest_of(path)
    blobs = {name: value for name, value in manifest["members"].items() if name.startswith("files/")}
    return {label: (table["rows"], table["sha256"]) for label, table in manifest["tables"].items()}, blobs


@pytest.fixture(scope="module")
def full(copy_of, template):
    """An installation with the cast, an issued invoice and a file; with its backup `one.tar` and what that holds."""
    full = copy_of(template)
    full.python(FILL)
    full.facts = facts(full, "one.tar")
    return full


@pytest.fixture
def filled(copy_of, full):
    """A copy of it that a test may spoil."""
    filled = copy_of(full)
    shutil.copy(full.folder / "one.tar", filled.folder)
    filled.facts = full.facts
    yield filled
    filled.stop()


def test_backup_restores_to_equal_hashes_of_every_row_and_file(full, make_installation):
    rows, blobs = full.facts
    assert rows["invoices.invoice"][0] == 1
    assert len(blobs) >= 2
    other = make_installation()
    done = other.run("restore", str(full.folder / "one.tar"))
    assert done.returncode == 0, done.stderr
    assert facts(other, "two.tar") == (rows, blobs)
    assert (other.data_dir / "secret_key").read_bytes() == (full.data_dir / "secret_key").read_bytes()
    assert other.run("verify").stdout.strip() == "Everything is whole."
    assert other.python(FIND).strip() == "['Hausverwaltung Brandt']"
    ids = "SELECT max(id) FROM customers_customer"
    other.python('from tests import factories as m; m.make_customer(m.make_provider(slug="neu"))')
    assert other.query(ids)[0][0] > full.query(ids)[0][0]


def test_restored_invoices_are_frozen_again(filled):
    filled.run("restore", "--yes", str(filled.folder / "one.tar"))
    with pytest.raises(Exception, match="issued invoices cannot be changed"):
        filled.execute("UPDATE invoices_invoice SET gross_total = 1, net_total = 1, tax_total = 0")


@pytest.mark.parametrize("damage", ["flipped", "cut", "other", "manifest"])
def test_damaged_or_foreign_backup_is_refused_and_the_data_stays(filled, damage):
    path = filled.folder / "bad.tar"
    content = bytearray((filled.folder / "one.tar").read_bytes())
    if damage == "flipped":
        content[content.index(b"%PDF-1.7 test") + 3] ^= 1
    if damage == "manifest":
        place = content.rindex(b'"rows": 1')
        content[place + 8 : place + 9] = b"2"
    if damage == "cut":
        content = content[: len(content) // 2]
    if damage == "other":
        content = bytearray(b"PK\x03\x04 something else")
    path.write_bytes(content)
    done = filled.run("restore", "--yes", str(path))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: This backup cannot be used:")
    assert "Traceback" not in done.stderr
    assert facts(filled, "again.tar") == filled.facts


def test_backup_of_another_schema_is_refused(filled):
    filled.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('kernel', '9999_future', '2026-01-01')")
    done = filled.run("restore", "--yes", str(filled.folder / "one.tar"))
    assert done.returncode == 1
    assert "an older version of Torhaus" in done.stderr


def test_restore_asks_before_it_replaces_data(filled):
    done = filled.run("restore", str(filled.folder / "one.tar"), stdin="n\n")
    assert done.returncode == 1
    assert "Lindner Gebäudeservice" in done.stdout
    assert facts(filled, "two.tar") == filled.facts


def test_backup_while_others_write_is_one_moment(filled, make_installation):
    """Customers and their sites are written in one transaction each; a backup never holds one without the other."""
    writer = threading.Thread(
        target=filled.python,
        args=(
            """
import pathlib, time
from django.db import transaction
from tests import factories as make
from torhaus.providers.models import Provider
provider = Provider.objects.get(slug="lindner")
for n in range(200):
    with transaction.atomic():
        make.make_site(make.make_customer(provider, name=f"Last {n}", number=f"L-{n}"), name=f"Last {n}")
    if n == 5:
        pathlib.Path("started").touch()
    time.sleep(0.01)
""",
        ),
    )
    writer.start()
    wait_for(lambda: (filled.folder / "started").exists(), seconds=60, what="the writer")
    facts(filled, "busy.tar")
    writer.join()
    other = make_installation()
    assert other.run("restore", str(filled.folder / "busy.tar")).returncode == 0
    customers = other.query("SELECT count(*) FROM customers_customer WHERE name LIKE 'Last %'")
    sites = other.query("SELECT count(*) FROM customers_site WHERE name LIKE 'Last %'")
    assert customers == sites
    assert 5 <= customers[0][0] <= 200


def test_missing_folder_is_said_in_a_sentence(installation):
    done = installation.run("backup", "/nowhere/at/all.tar")
    assert (done.returncode, done.stderr.strip()) == (1, "Error: There is no folder /nowhere/at.")


def test_verify_finds_a_flipped_byte_and_a_lost_file(filled):
    names = sorted(
        (path for path in (filled.data_dir / "files").rglob("*") if path.is_file()), key=lambda p: p.stat().st_size
    )
    content = bytearray(names[0].read_bytes())
    content[0] ^= 1
    names[0].chmod(0o600)
    names[0].write_bytes(content)
    names[1].unlink()
    done = filled.run("verify")
    assert done.returncode == 1
    assert "was changed on disk" in done.stdout
    assert "is missing" in done.stdout
    assert hashlib.sha256(content).hexdigest() != names[0].name


def test_verify_finds_a_gap_in_the_numbers(filled):
    filled.execute("UPDATE providers_numberrange SET last = last + 1 WHERE kind = 'invoice'")
    done = filled.run("verify")
    assert done.returncode == 1
    assert "-0002 stands on no invoice" in done.stdout
