"""The PDF of a service report and, once it is signed, the PDF with the evidence page. Equal input gives equal bytes.

PDF₁ is what is presented; its SHA-256 is H1. PDF₂ is PDF₁ plus an evidence page that names H1. It is not compiled anew,
because names and photos may have changed since: the pages of PDF₁ are taken over as they are (their content streams stay
byte for byte, see kernel.pdf_pages) and PDF₁ itself lies inside as attachment, so that anybody can take it out and compute
H1 again. Both are PDF/A-3a and PDF/UA-1.
"""

import hashlib
import pathlib
from typing import Any

from torhaus.kernel import pdf, pictures
from torhaus.kernel.pdf_pages import append_pages
from torhaus.kernel.units import quantity_text
from torhaus.reports import wording as say
from torhaus.reports.paper import Letterhead, PaperLine, ReportPaper, SignatureEvidence, Strokes

FOLDER = pathlib.Path(__file__).parent / "typst"
FIELD_WIDTH, FIELD_HEIGHT = 600, 200  # of the drawn strokes
MOST_POINTS = 20_000
Rows = list[tuple[str, str]]


class OtherDocument(ValueError):
    """The evidence names another document than the one at hand."""


def report_pdf(paper: ReportPaper) -> bytes:
    """PDF₁: the report as it is presented for signature."""
    photos = {f"photo-{place}.svg": pictures.for_paper(photo.content) for place, photo in enumerate(paper.photos)}
    files = {"logo.svg": pictures.logo_for_paper(paper.letterhead.logo), **photos}
    present = {name: content for name, content in files.items() if content}
    return pdf.compile(
        FOLDER / "report.typ", data=_report_data(paper, files=set(present)), dated=paper.presented_on, files=present
    )


def signed_report_pdf(paper: ReportPaper, *, presented: bytes, evidence: SignatureEvidence) -> bytes:
    """PDF₂: the presented bytes with the evidence page. Of `paper` only letterhead, number, title and language are used."""
    if hashlib.sha256(presented).hexdigest() != evidence.presented_sha256:
        raise OtherDocument("The evidence names another document.")
    words = say.words(paper.language, paper.report_word)
    return append_pages(
        presented,
        second=_evidence_page(paper, evidence),
        attachment_name=f"{words['report']} {paper.number}.pdf",
        attachment_note=words["attachment"],
        dated=evidence.signed_at,
    )


def strokes_svg(strokes: Strokes) -> str:
    """The drawn signature as vector picture; points outside of the field are moved to its edge."""
    if sum(len(stroke) for stroke in strokes) > MOST_POINTS:
        raise ValueError("Too many points for a signature.")
    paths = "".join(f'<path d="{_path(stroke)}"/>' for stroke in strokes if stroke)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {FIELD_WIDTH} {FIELD_HEIGHT}" width="{FIELD_WIDTH}" '
        f'height="{FIELD_HEIGHT}"><g fill="none" stroke="#14262b" stroke-width="3" stroke-linecap="round" '
        f'stroke-linejoin="round">{paths}</g></svg>'
    )


def _path(stroke: list[list[float]]) -> str:
    points = [(_within(x, FIELD_WIDTH), _within(y, FIELD_HEIGHT)) for x, y in stroke]
    start, *rest = points
    line = " ".join(f"L{x:g} {y:g}" for x, y in rest or [(start[0] + 0.1, start[1])])  # a dot is a very short line
    return f"M{start[0]:g} {start[1]:g} {line}"


def _within(value: float, limit: int) -> float:
    return round(min(max(float(value), 0.0), float(limit)), 1)


def _report_data(paper: ReportPaper, *, files: set[str]) -> dict[str, Any]:
    words = say.words(paper.language, paper.report_word)
    return {
        **_letter(paper, heading=_heading(paper), has_logo="logo.svg" in files),
        "title": paper.title,
        "extract": words["extract_note"] if paper.is_extract else "",
        "facts": _facts(paper),
        "columns": [words[key] for key in ("position", "text", "kind", "quantity")],
        "lines": [_line(line, place, paper.language) for place, line in enumerate(paper.lines, start=1)],
        "remarks": paper.remarks.strip(),
        "photos": [_photo(paper, place, files=files) for place in range(len(paper.photos))],
    }


def _heading(paper: ReportPaper) -> str:
    words = say.words(paper.language)
    return f"{words['extract'] if paper.is_extract else words['report']} {paper.number}"


def _evidence_page(paper: ReportPaper, evidence: SignatureEvidence) -> bytes:
    words, signed_at = say.words(paper.language, paper.report_word), say.moment_text(evidence.signed_at, paper.language)
    logo = pictures.logo_for_paper(paper.letterhead.logo)
    data = {
        **_letter(
            paper, heading=f"{words['signature_to']} {words['report']} {paper.number}", has_logo=logo is not None
        ),
        "title": paper.title,
        "is_drawn": evidence.is_drawn,
        "drawn_alt": f"{words['drawn_alt']} {evidence.signer_name}",
        "signer": evidence.signer_name,
        "signer_line": ", ".join(part for part in (evidence.signer_name, evidence.signer_role) if part)
        + f" · {signed_at}",
        "reservation": evidence.reservation.strip(),
        "consent": evidence.consent_text.strip(),
        "facts": _evidence_facts(evidence, paper.language),
    }
    strokes = strokes_svg(evidence.strokes) if evidence.strokes and evidence.is_drawn else ""
    files = {name: content for name, content in (("logo.svg", logo), ("strokes.svg", strokes.encode())) if content}
    return pdf.compile(
        FOLDER / "evidence.typ",
        data=data,
        dated=evidence.signed_at.date(),
        verbatim={"hash": evidence.presented_sha256},
        files=files,
    )


def _letter(paper: ReportPaper, *, heading: str, has_logo: bool) -> dict[str, Any]:
    """What the shared letter wants."""
    head, words = paper.letterhead, say.words(paper.language, paper.report_word)
    return {
        "language": "en" if paper.language == "en" else "de",
        "words": words,
        "author": head.company or head.name,
        "running": heading,
        "heading": heading,
        "description": f"{heading}: {paper.title}",
        "branding": {
            "name": head.name,
            "tagline": head.tagline,
            "logo": "logo.svg" if has_logo else "",
            "logo_alt": f"{words['logo']} {head.name}",
            "hue": head.hue,
            "chroma": float(head.chroma),
        },
        "footer": _footer(head),
    }


def _footer(head: Letterhead) -> list[list[str]]:
    columns = [
        [head.company or head.name, *head.address],
        [head.phone, head.email, head.website.removeprefix("https://")],
    ]
    return [[line for line in column if line] for column in columns if any(column)]


def _facts(paper: ReportPaper) -> Rows:
    words = say.words(paper.language, paper.report_word)
    rows = [
        ("date", say.date_text(paper.performed_on, paper.language)),
        ("time", paper.time_window),
        ("job", paper.job_number),
        ("customer", paper.customer_name),
        ("customer_number", paper.customer_number),
        ("order", paper.order_number),
        ("site", "\n".join(part for part in (paper.site_name, *paper.site_address) if part)),
        ("room", paper.room),
        ("contact", paper.contact),
        ("performers", ", ".join(paper.performers)),
    ]
    return [(words[key], value) for key, value in rows if value]


def _line(line: PaperLine, place: int, language: str) -> dict[str, str]:
    return {
        "position": str(place),
        "text": line.text,
        "kind": say.kind_name(line.kind, language),
        "quantity": quantity_text(line.quantity, line.unit, language=language),
    }


def _photo(paper: ReportPaper, place: int, *, files: set[str]) -> dict[str, str]:
    """A caption is the alternative text too; without one the photo is numbered."""
    numbered = f"{say.words(paper.language, paper.report_word)['photo']} {place + 1}"
    caption, name = paper.photos[place].caption.strip() or numbered, f"photo-{place}.svg"
    return {"file": name if name in files else "", "caption": caption, "alt": caption}


def _evidence_facts(evidence: SignatureEvidence, language: str) -> Rows:
    words = say.words(language)
    rows = [
        ("signer", evidence.signer_name),
        ("role", evidence.signer_role),
        ("method", say.method_name(evidence.method, language)),
        ("moment", say.moment_text(evidence.signed_at, language)),
        ("login", evidence.login_method),
        ("address", evidence.ip_address),
        ("agent", evidence.user_agent),
    ]
    return [(words[key], value) for key, value in rows if value]
