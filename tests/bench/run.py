"""`make bench`: every page beside the floor, in one run, as one table; writes docs/performance.md on request."""

import argparse
import dataclasses
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import urllib.error
import urllib.request

from tests.bench import report, servers

ROOT = pathlib.Path(__file__).resolve().parents[2]
TORHAUS_PORT, FLOOR_PORT = 8971, 8972
CLIENTS = (1, 4)


@dataclasses.dataclass(frozen=True)
class Page:
    """One measured address; `floor` is the table it is compared with, `goal` the wanted multiple of the floor."""

    name: str
    path: str
    floor: str
    side: str
    goal: float


PAGES = [
    Page("Tickets", "/office/tickets/?view=all", "tickets", "office", 2),
    Page("Tickets, gefiltert", "/office/tickets/?view=all&status=planned", "tickets", "office", 2),
    Page("Tickets, gesucht", "/office/tickets/?view=all&q=warmepumpe", "tickets", "office", 2),
    Page("Tickets, 50 Seiten tief", "/office/tickets/?view=all", "tickets", "office", 2),
    Page("Einsätze", "/office/visits/?view=all", "visits", "office", 2),
    Page("Einsätze, gefiltert", "/office/visits/?view=over", "visits", "office", 2),
    Page("Einsätze, gesucht", "/office/visits/?view=all&q=treppenhaus", "visits", "office", 2),
    Page("Einsätze, 50 Seiten tief", "/office/visits/?view=all", "visits", "office", 2),
    Page("Rechnungen", "/office/invoices/", "invoices", "office", 2),
    Page("Rechnungen, offen", "/office/invoices/?state=open", "invoices", "office", 2),
    Page("Rechnungen, gesucht", "/office/invoices/?q=fenster", "invoices", "office", 2),
    Page("Rechnungen, 50 Seiten tief", "/office/invoices/", "invoices", "office", 2),
    Page("Kunden", "/office/customers/", "customers", "office", 2),
    Page("Kunden, gesucht", "/office/customers/?q=zahlertausch", "customers", "office", 2),
    Page("Heute", "/office/", "tickets", "office", 1),
    Page("Ticket", "/office/tickets/{ticket}/", "tickets", "office", 1),
    Page("Auftrag", "/office/jobs/{job}/", "tickets", "office", 1),
    Page("Einsatz", "/office/visits/{visit}/", "visits", "office", 1),
    Page("Rechnung", "/office/invoices/{invoice}/", "invoices", "office", 1),
    Page("Rechnung, PDF", "/office/invoices/{invoice}/pdf/", "invoices", "office", 1),
    Page("Portal: Start", "/portal/", "tickets", "portal", 1),
    Page("Portal: Meldungen", "/portal/tickets/", "tickets", "portal", 2),
    Page("Portal: Meldung", "/portal/tickets/{ticket}/", "tickets", "portal", 1),
    Page("Portal: Einsätze", "/portal/visits/", "visits", "portal", 2),
    Page("Portal: Rechnungen", "/portal/invoices/", "invoices", "portal", 2),
    Page("Portal: Rechnung", "/portal/invoices/{invoice}/", "invoices", "portal", 1),
]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure every page beside the floor.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=2, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=3, help="floor and page take turns this often")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--only", default="", help="measure pages whose name holds this word")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")
    results = {name: measure(name, options) for name in options.databases.split(",") if _is_there(name)}
    print(text := report.table(results, rows=options.rows))
    if options.write:
        report.write(ROOT / "docs/performance.md", text, results, rows=options.rows)


def _is_there(database: str) -> bool:
    if database == "sqlite" or os.environ.get("TORHAUS_BENCH_DATABASE_URL"):
        return True
    print("postgres: left out, TORHAUS_BENCH_DATABASE_URL is not set", file=sys.stderr)
    return False


def environment(database: str, rows: int) -> dict[str, str]:
    """The variables of one bench installation: data directory and database are kept between runs."""
    folder = ROOT / "var" / "bench" / f"{database}-{rows}"
    folder.mkdir(parents=True, exist_ok=True)
    url = os.environ.get("TORHAUS_BENCH_DATABASE_URL", "") if database == "postgres" else ""
    if url:
        url = f"{url.rstrip('/')}_{rows}"
    return {"TORHAUS_DATA_DIR": str(folder), "TORHAUS_DATABASE_URL": url, "TORHAUS_DEBUG": "0", "PYTHONPATH": str(ROOT)}


def measure(database: str, options: argparse.Namespace) -> dict:
    """All figures of one database."""
    env = environment(database, options.rows)
    facts = json.loads(_python("tests.bench.prepare", str(options.rows), env=env).splitlines()[-1])
    figures: dict = {"pages": [], "issue": json.loads(_python("tests.bench.issue", env=env).splitlines()[-1])}
    with (
        servers.running(servers.torhaus_command(TORHAUS_PORT), port=TORHAUS_PORT, path="/healthz", env=env) as (
            web,
            seconds,
        ),
        servers.running(servers.floor_command(FLOOR_PORT), port=FLOOR_PORT, path="/", env=env),
    ):
        figures["start"] = seconds
        for page in PAGES:
            if options.only.lower() in page.name.lower():
                figures["pages"].append(_page(page, facts, options))
                print(report.line(figures["pages"][-1]), file=sys.stderr)
        figures["memory"] = servers.memory_mb(web)
    return figures


def _python(module: str, *arguments: str, env: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], env=os.environ | env, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _page(page: Page, facts: dict, options: argparse.Namespace) -> dict:
    path = page.path.format(**facts)
    cookies = facts[f"{page.side}_cookies"]
    if "50 Seiten tief" in page.name:
        path = report.fifty_pages_deep(f"http://127.0.0.1:{TORHAUS_PORT}", path, cookies[0])
    if error := _error(path, cookies):
        return {"name": page.name, "error": error}
    floor = f"http://127.0.0.1:{FLOOR_PORT}/floor/{page.floor}/?provider={facts['provider']}"
    figures: dict = {"name": page.name, "goal": page.goal}
    for clients in CLIENTS:
        pairs = [
            (
                _wrk(floor, facts["floor_cookies"], clients, options.seconds),
                _wrk(f"http://127.0.0.1:{TORHAUS_PORT}{path}", cookies, clients, options.seconds),
            )
            for _ in range(options.rounds)
        ]
        figures[clients] = _median(pairs)
    return figures


def _error(path: str, cookies: list[str]) -> str:
    """What is wrong, when a viewer does not get the page. Also, each worker has done by then what it does only once."""
    for cookie in cookies * 4:
        request = urllib.request.Request(
            f"http://127.0.0.1:{TORHAUS_PORT}{path}", headers={"Cookie": f"session={cookie}"}
        )
        try:
            with urllib.request.urlopen(request) as answer:
                if answer.url != request.full_url:
                    return f"{path} leads to {answer.url}"
        except urllib.error.HTTPError as error:
            return f"{path}: {error}"
    return ""


def _wrk(url: str, cookies: list[str], clients: int, seconds: int) -> dict[str, float]:
    command = [
        "wrk",
        f"-t{1 if clients < 2 else 2}",
        f"-c{clients}",
        f"-d{seconds}s",
        "-s",
        str(ROOT / "tests/bench/wrk.lua"),
        url,
    ]
    env = os.environ | {"BENCH_COOKIES": ",".join(cookies)}
    out = subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout
    count, duration, p50, p95, bad = next(line for line in out.splitlines() if line.startswith("RESULT")).split()[1:]
    if int(bad):
        raise SystemExit(f"{url}: {bad} of {count} answers were errors")
    return {"rate": int(count) / float(duration), "p50": float(p50), "p95": float(p95)}


def _median(pairs: list[tuple[dict, dict]]) -> dict[str, float]:
    floor, page = zip(*pairs, strict=True)
    figures = {f"floor_{key}": statistics.median(run[key] for run in floor) for key in ("rate", "p50", "p95")}
    figures |= {key: statistics.median(run[key] for run in page) for key in ("rate", "p50", "p95")}
    figures["ratio"] = statistics.median(mine["rate"] / theirs["rate"] for theirs, mine in pairs)
    return figures


if __name__ == "__main__":
    main()
