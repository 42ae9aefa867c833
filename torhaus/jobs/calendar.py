"""One visit as an iCalendar file (RFC 5545), for the customer's own calendar."""

import datetime as dt

from torhaus.kernel.printable import one_line, printable

PRODUCT = "-//Torhaus//Termin//DE"


def event(
    *,
    uid: str,
    version: int,
    title: str,
    place: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    stamp: dt.datetime,
    description: str = "",
    is_cancelled: bool = False,
) -> bytes:
    """A calendar with one event; `version` grows with every change, so that a calendar takes the newer one over."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:{uid}", f"SEQUENCE:{version}", f"DTSTAMP:{_utc(stamp)}", f"DTSTART:{_utc(starts_at)}",
        f"DTEND:{_utc(ends_at)}", f"SUMMARY:{_text(one_line(title))}", f"LOCATION:{_text(one_line(place))}",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
    ]  # fmt: skip
    lines += [f"DESCRIPTION:{_text(printable(description))}"] if description else []
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return value.replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 bytes a line, never inside a letter (RFC 5545, 3.1)."""
    parts, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 74:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += width
    return "\r\n".join(parts)
