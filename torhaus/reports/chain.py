"""The chain of signatures of a provider: each hash covers its own row and the hash before it.

Whoever changes a signature, its report's PDFs or their order later must recompute all hashes that follow; `problems`
finds a single flipped byte. `torhaus verify` calls it.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from torhaus.kernel.errors import Refused
from torhaus.reports.models import ReportStatus, ServiceReport, Signature

HashOf = Callable[[str], str | None]


def canonical(signature: Signature) -> bytes:
    """The row as JSON bytes: sorted keys, no blanks, UTF-8, time as UTC with microseconds."""
    report = signature.report
    if report.pdf is None or report.signed_pdf is None:
        raise Refused("signature without its two PDFs")
    row: dict[str, Any] = {
        "provider": signature.provider_id,
        "sequence": signature.sequence,
        "previous_hash": signature.previous_hash,
        "report": signature.report_id,
        "report_number": report.number,
        "presented_sha256": signature.presented_sha256,
        "pdf_sha256": report.pdf.sha256,
        "signed_pdf_sha256": report.signed_pdf.sha256,
        "method": signature.method,
        "signer_name": signature.signer_name,
        "signer_role": signature.signer_role,
        "person": signature.person_id,
        "login_method": signature.login_method,
        "consent_text": signature.consent_text,
        "reservation": signature.reservation,
        "strokes": signature.strokes,
        "signed_at": signature.signed_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "ip_address": signature.ip_address,
        "user_agent": signature.user_agent,
    }
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def chain_hash(signature: Signature) -> str:
    return hashlib.sha256(canonical(signature)).hexdigest()


def append(signature: Signature) -> None:
    """Give the signature its place behind the last one; the caller holds the lock on the provider."""
    last = Signature.objects.filter(provider_id=signature.provider_id).order_by("-sequence").first()
    signature.sequence = last.sequence + 1 if last else 1
    signature.previous_hash = last.chain_hash if last else ""
    signature.chain_hash = chain_hash(signature)


def problems(provider_id: int, *, hash_of_blob: HashOf | None = None) -> Iterator[str]:
    """What does not fit in a provider's chain, one sentence each; nothing when all is whole.

    `hash_of_blob` reads the bytes of a stored file by its hash and gives the hash that they have (None: missing).
    """
    previous, expected = "", 1
    rows = Signature.objects.filter(provider_id=provider_id).select_related("report__pdf", "report__signed_pdf")
    for signature in rows.order_by("sequence").iterator():
        yield from _row_problems(signature, previous=previous, expected=expected)
        if hash_of_blob is not None:
            yield from _file_problems(signature.report, hash_of_blob)
        previous, expected = signature.chain_hash, signature.sequence + 1
    unsigned = ServiceReport.objects.filter(provider_id=provider_id, status=ReportStatus.SIGNED, signature=None)
    for number in unsigned.values_list("number", flat=True):
        yield f"{number}: marked as signed, but its signature is missing"


def _row_problems(signature: Signature, *, previous: str, expected: int) -> Iterator[str]:
    name = f"{signature.report.number} (signature {signature.sequence})"
    if signature.sequence != expected:
        yield f"{name}: {signature.sequence - expected} signature(s) missing before this one"
    if signature.previous_hash != previous:
        yield f"{name}: does not follow the signature before it"
    try:
        found = chain_hash(signature)
    except Refused:
        yield f"{name}: one of its PDFs is not recorded"
        return
    if found != signature.chain_hash:
        yield f"{name}: was changed after signing"
    if signature.report.pdf and signature.report.pdf.sha256 != signature.presented_sha256:
        yield f"{name}: the presented PDF is another one"
    if signature.report.status != ReportStatus.SIGNED:
        yield f"{name}: has a signature, but is not marked as signed"


def _file_problems(report: ServiceReport, hash_of_blob: HashOf) -> Iterator[str]:
    for stored in (report.pdf, report.signed_pdf):
        if stored is None:
            continue
        found = hash_of_blob(stored.sha256)
        if found is None:
            yield f"{report.number}: the file {stored.name} is missing"
        elif found != stored.sha256:
            yield f"{report.number}: the bytes of {stored.name} were changed"
