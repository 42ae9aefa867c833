"""Turns the bench's figures into a table for the terminal and for docs/performance.md."""

import datetime as dt
import os
import pathlib
import platform
import re
import urllib.request


def table(results: dict, *, rows: int) -> str:
    """One Markdown table per database: requests a second and times at 1 and 4 clients, with the ratio to the floor."""
    parts = []
    for database, figures in results.items():
        parts += [
            f"### {database}, {rows:,} rows",
            "",
            _head(),
            *map(line, figures["pages"]),
            "",
            *_singles(figures),
            "",
        ]
    return "\n".join(parts)


def _head() -> str:
    return (
        "| page | floor 1 c. req/s | page 1 c. req/s | × floor | p50 ms | p95 ms | floor 4 c. | page 4 c. | × floor | p95 ms | goal |\n"
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
    )


def line(page: dict) -> str:
    """One row of the table."""
    if "error" in page:
        return f"| {page['name']} | {page['error']} |"
    one, four = page[1], page[4]
    verdict = "✓" if min(one["ratio"], four["ratio"]) >= page["goal"] else "✗"
    return (
        f"| {page['name']} | {one['floor_rate']:.0f} | {one['rate']:.0f} | {one['ratio']:.2f} | {one['p50']:.1f} | {one['p95']:.1f} "
        f"| {four['floor_rate']:.0f} | {four['rate']:.0f} | {four['ratio']:.2f} | {four['p95']:.1f} | {page['goal']} × {verdict} |"
    )


def _singles(figures: dict) -> list[str]:
    issue = figures["issue"]
    return [
        f"- Issuing an invoice of 10 lines, warm: {issue['total_ms']:.1f} ms from lock to stored PDF and XML (goal 40), "
        f"{issue['lock_ms']:.1f} ms of them in the transaction (goal 10); medians of {issue['runs']}.",
        f"- `torhaus serve` to the first 200: {figures['start']:.2f} s (goal 2.5).",
        f"- Web with two workers and the job worker after the bench: {figures['memory']:.0f} MB (goal 350).",
    ]


def write(path: pathlib.Path, text: str, results: dict, *, rows: int) -> None:
    """Replace the section of this size in docs/performance.md; the prose around it is written by people."""
    mark = f"rows-{rows}"
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    stamp = f"Measured {dt.date.today():%Y-%m-%d} on {machine}."
    section = f"<!-- {mark} -->\n{stamp}\n\n{text}\n<!-- /{mark} -->"
    old = path.read_text(encoding="utf-8") if path.exists() else "# Performance\n"
    pattern = re.compile(f"<!-- {mark} -->.*?<!-- /{mark} -->", re.DOTALL)
    new = pattern.sub(lambda _: section, old) if pattern.search(old) else f"{old.rstrip()}\n\n{section}\n"
    path.write_text(new, encoding="utf-8")


def fifty_pages_deep(base: str, path: str, cookie: str) -> str:
    """Follow rel="next" fifty times and return that page's path."""
    for _ in range(50):
        request = urllib.request.Request(f"{base}{path}", headers={"Cookie": f"session={cookie}"})
        with urllib.request.urlopen(request) as answer:
            link = re.search(r'<a[^>]+rel="next"[^>]*>', answer.read().decode())
        href = re.search(r'href="([^"]+)"', link.group(0)).group(1).replace("&amp;", "&") if link else None
        if href is None:
            break
        path = href if href.startswith("/") else path.split("?")[0] + href
    return path
