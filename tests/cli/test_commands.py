"""The commands as people call them: exit codes, sentences instead of tracebacks, tables that go in and out."""

import csv
import json

import pytest

pytestmark = pytest.mark.slow

OWNER = [
    "createowner", "--company", "Müller & Söhne GmbH", "--email", "Chef@Mueller.example", "--first-name", "Eva",
    "--last-name", "Müller", "--password", "Regenschirm-42-Lampe",
]  # fmt: skip


@pytest.fixture(scope="module")
def company(copy_of, template):
    """An installation with one company."""
    company = copy_of(template)
    done = company.run(*OWNER)
    assert done.returncode == 0, done.stderr
    return company


@pytest.fixture
def owned(copy_of, company):
    return copy_of(company)


def test_createowner_makes_a_company_whose_owner_can_log_in(owned):
    assert owned.query("SELECT name, slug FROM providers_provider") == [("Müller & Söhne GmbH", "mueller-soehne-gmbh")]
    assert owned.query("SELECT role FROM providers_membership") == [("owner",)]
    login = f"email='chef@mueller.example', password='{OWNER[-1]}'"
    code = f"from django.contrib.auth import authenticate; print(authenticate(None, {login}))"
    assert owned.python(code).strip() == "Eva Müller"


def test_createowner_refuses_a_known_address_and_a_weak_password(owned):
    again = owned.run(*OWNER)
    assert (again.returncode, "chef@mueller.example" in again.stderr, "Traceback" in again.stderr) == (1, True, False)
    weak = owned.run(*[*OWNER[:4], "neu@mueller.example", *OWNER[5:-1], "1234"])
    assert (weak.returncode, "Traceback" in weak.stderr) == (1, False)
    assert owned.query("SELECT count(*) FROM accounts_person") == [(1,)]


def test_createowner_asks_for_what_is_missing(installation):
    done = installation.run(
        "createowner",
        stdin="Müller GmbH\nchef@mueller.example\nEva\nMüller\nRegenschirm-42-Lampe\nRegenschirm-42-Lampe\n",
    )
    assert done.returncode == 0, done.stderr
    assert "Regenschirm" not in done.stdout + done.stderr


def test_createowner_asks_again_for_the_password_alone(installation):
    good = "Regenschirm-42-Lampe\n"
    done = installation.run(
        "createowner", stdin=f"Müller GmbH\nchef@mueller.example\nEva\nMüller\n1234\n1234\n{good}{good}"
    )
    assert done.returncode == 0, done.stderr
    assert ("Error:" in done.stderr, done.stdout.count("E-mail")) == (True, 1)
    assert installation.query("SELECT email, first_name FROM accounts_person") == [("chef@mueller.example", "Eva")]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["serve", "--port", "0"],
        ["export", "secrets", "x.csv"],
        ["import", "customers", "nowhere.csv"],
        ["demo", "--size", "huge"],
    ],
)
def test_wrong_usage_ends_with_2(installation, arguments):
    done = installation.run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    ["serve", "web", "worker", "demo", "createowner", "doctor", "backup", "restore", "verify", "import", "export"],
)
def test_every_command_has_help(installation, command):
    done = installation.run(command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: torhaus {command}")


def test_wrong_configuration_is_a_sentence(installation):
    installation.env["TORHAUS_DATABASE_URL"] = "mysql://root@localhost/x"
    done = installation.run("doctor")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Configuration: TORHAUS_DATABASE_URL: unknown scheme 'mysql'")


def test_unreachable_database_is_a_sentence(installation):
    installation.env["TORHAUS_DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/x"
    done = installation.run("migrate")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Database:")
    assert "Traceback" not in done.stderr


def test_doctor_is_content_with_a_fresh_installation_and_names_what_is_wrong(installation):
    done = installation.run("doctor")
    assert done.returncode == 0, done.stdout
    assert "The tables are up to date" in done.stdout
    (installation.data_dir / "secret_key").chmod(0o644)
    installation.env["TORHAUS_EMAIL_URL"] = "smtp://127.0.0.1:1"
    done = installation.run("doctor")
    assert done.returncode == 1
    assert "FAILED Secret key has mode 644" in done.stdout
    assert "FAILED Mail server:" in done.stdout


CUSTOMERS = (
    "Kundennummer;Name;Straße;PLZ;Ort\r\nK-1;Bäckerei Groß;Hauptstraße 1;79098;Freiburg\r\n"
    "K-2;=cmd|' /C calc'!A0;Weg 2;79100;Freiburg\r\n"
)


def test_customers_come_in_and_go_out_without_formulas(owned):
    (owned.folder / "kunden.csv").write_bytes(CUSTOMERS.replace("=cmd|' /C calc'!A0", "-Meier & Co").encode("cp1252"))
    dry = owned.run("import", "customers", "kunden.csv", "--dry-run")
    assert dry.returncode == 0, dry.stdout + dry.stderr
    assert owned.query("SELECT count(*) FROM customers_customer") == [(0,)]
    assert owned.run("import", "customers", "kunden.csv").returncode == 0
    again = owned.run("import", "customers", "kunden.csv")
    assert "0 new, 0 changed, 2 unchanged, 0 bad" in again.stdout
    assert owned.run("export", "customers", "aus.csv").returncode == 0
    with (owned.folder / "aus.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file, delimiter=";")]
    assert names == ["Bäckerei Groß", "'-Meier & Co"]


def test_bad_lines_are_named_and_kept(owned):
    (owned.folder / "kunden.csv").write_text(CUSTOMERS, encoding="utf-8-sig")
    done = owned.run("import", "customers", "kunden.csv")
    assert done.returncode == 1
    assert "1 new, 0 changed, 0 unchanged, 1 bad" in done.stdout
    assert "K-2" in (owned.folder / "kunden.csv.rejected.csv").read_text(encoding="utf-8-sig")


def test_file_of_another_kind_is_refused_before_anything_is_written(owned):
    (owned.folder / "kunden.csv").write_text(CUSTOMERS, encoding="utf-8-sig")
    done = owned.run("import", "rooms", "kunden.csv")
    assert done.returncode == 1
    assert owned.query("SELECT count(*) FROM customers_customer") == [(0,)]


def test_demo_prints_the_accounts_and_nothing_else(installation):
    first = installation.run("demo", "--json")
    assert first.returncode == 0, first.stderr
    accounts = json.loads(first.stdout)["accounts"]
    assert {
        "owner1",
        "office1",
        "tech1",
        "brandt.all",
        "stadtbau.job",
        "kita.off",
        "altmann.all",
        "owner3",
        "both",
    } <= {account["key"] for account in accounts}
    assert all(
        set(account) == {"key", "login", "password", "side", "provider", "customer", "note"} for account in accounts
    )
    tables = ("tickets_ticket", "invoices_invoice", "activity_activity")
    counts = [installation.query(f"SELECT count(*) FROM {table}") for table in tables]
    assert installation.run("demo", "--json").stdout == first.stdout
    assert [installation.query(f"SELECT count(*) FROM {table}") for table in tables] == counts
    assert installation.run("verify").returncode == 0


def test_plan_is_shown_and_set_by_command(owned):
    slug = owned.query("SELECT slug FROM providers_provider")[0][0]
    assert owned.run("plan", slug).stdout == f"{slug}: plan PRO; customer portal open\n"
    assert "plan BASIC; customer portal closed" in owned.run("plan", slug, "basic").stdout
    assert "Portal Plus; customer portal open" in owned.run("plan", slug, "--portal-plus").stdout
    told = owned.run("plan", slug, "--no-portal-plus", "--trial", "14").stdout
    assert "(14 days left); customer portal open" in told
    assert "(over); customer portal closed" in owned.run("plan", slug, "--trial", "2026-01-01").stdout
    assert owned.run("plan", slug, "--trial", "none").stdout == f"{slug}: plan BASIC; customer portal closed\n"
    assert owned.query("SELECT count(*) FROM activity_activity WHERE verb = 'provider.plan_changed'") == [(5,)]


def test_mistakes_with_plans_are_sentences(owned):
    slug = owned.query("SELECT slug FROM providers_provider")[0][0]
    for arguments, code in (
        (["nix"], 1),
        ([slug, "gold"], 2),
        ([slug, "--trial", "0"], 2),
        ([slug, "--trial", "x"], 2),
    ):
        done = owned.run("plan", *arguments)
        assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert owned.run("operator", "niemand@firma.example").returncode == 1


def test_operator_is_named_by_command(owned):
    [(email,)] = owned.query("SELECT email FROM accounts_person")
    assert "runs this installation" in owned.run("operator", email).stdout
    assert owned.query("SELECT is_operator FROM accounts_person") == [(1,)]
    assert "no longer runs" in owned.run("operator", email, "--remove").stdout
    assert owned.query("SELECT is_operator FROM accounts_person") == [(0,)]
