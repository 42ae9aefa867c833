"""The PDF of an issued invoice: stored before the row says so, told once, found again after a crash."""

import datetime as dt

import pytest

from tests import factories as make
from tests.factories import invoices as bill
from torhaus.activity.models import Activity
from torhaus.files import storage
from torhaus.files.models import StoredFile
from torhaus.invoices import actions, tasks
from torhaus.invoices.actions import printing
from torhaus.invoices.models import Invoice
from torhaus.kernel import queue
from torhaus.kernel.errors import Refused


def ready():
    return Activity.objects.filter(verb="invoice.ready").count()


def test_pdf_is_stored_and_told_once(cast):
    invoice = bill.make_issued(cast.brandt)
    for _again in range(2):
        actions.store_pdf(invoice_id=invoice.pk)
    stored = Invoice.objects.get(pk=invoice.pk).pdf
    with storage.open_blob(stored.sha256) as blob:
        content = blob.read()
    assert (content[:5], len(content), stored.name) == (b"%PDF-", stored.size, f"{invoice.number}.pdf")
    assert (ready(), StoredFile.objects.count()) == (1, 1)


def test_worker_prints_after_the_issue(cast):
    invoice = bill.make_issued(cast.brandt)
    queue.run_until_idle()
    assert (Invoice.objects.get(pk=invoice.pk).pdf is not None, ready()) == (True, 1)


def test_printing_again_gives_the_same_bytes(cast):
    invoice = Invoice.objects.get(pk=bill.make_issued(cast.brandt).pk)
    assert printing.printed(invoice) == printing.printed(invoice)


def test_sweep_prints_what_a_crash_left(cast):
    late, early = bill.make_issued(cast.brandt), bill.make_issued(cast.brandt)
    bill.make_draft(cast.brandt)
    actions.store_pdf(invoice_id=early.pk)
    assert tasks.sweep_missing_pdfs() == 0  # the ordinary task still has its minute
    assert tasks.sweep_missing_pdfs(grace=dt.timedelta()) == 1
    assert Invoice.objects.get(pk=late.pk).pdf is not None
    assert (tasks.sweep_missing_pdfs(grace=dt.timedelta()), ready()) == (0, 2)


def test_crash_after_writing_the_file_leaves_no_half_row(cast, monkeypatch):
    """The power goes between the synced file and the row: nothing names the file, and the sweep mends it."""
    invoice = bill.make_issued(cast.brandt)

    def power_cut(*_args, **_values):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(printing, "_attach", power_cut)
        with pytest.raises(KeyboardInterrupt):
            actions.store_pdf(invoice_id=invoice.pk)
    assert (StoredFile.objects.count(), ready()) == (0, 0)
    assert tasks.sweep_missing_pdfs(grace=dt.timedelta()) == 1
    assert (StoredFile.objects.count(), ready()) == (1, 1)


def test_one_that_cannot_be_printed_does_not_hold_up_the_others(cast, monkeypatch):
    first, second = bill.make_issued(cast.brandt), bill.make_issued(cast.brandt)
    make_pdf = printing.printed

    def jams(invoice):
        if invoice.pk == first.pk:
            raise OSError("paper jam")
        return make_pdf(invoice)

    monkeypatch.setattr(printing, "printed", jams)
    assert tasks.sweep_missing_pdfs(grace=dt.timedelta()) == 1
    assert Invoice.objects.get(pk=second.pk).pdf is not None


def test_logo_is_printed_as_it_was_and_a_lost_one_does_not_stop(cast):
    logo = make.make_stored_file(cast.lindner, content=_png(), name="logo.png", media_type="image/png")
    cast.lindner.logo_file_id = logo.pk
    cast.lindner.save()
    cast.brandt.provider = cast.lindner
    invoice = bill.make_issued(cast.brandt)
    assert Invoice.objects.get(pk=invoice.pk).snapshot["branding"]["logo"] == logo.sha256
    with_logo = printing.printed(Invoice.objects.get(pk=invoice.pk))
    storage.path_of(logo.sha256).unlink()
    assert len(printing.printed(Invoice.objects.get(pk=invoice.pk))) < len(with_logo)


def _png():
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((120, 120), 80).save(out, "PNG")
    return out.getvalue()


def test_draft_has_no_pdf(cast):
    with pytest.raises(Refused):
        actions.store_pdf(invoice_id=bill.make_draft(cast.brandt).pk)
