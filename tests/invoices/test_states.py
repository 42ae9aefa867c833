"""How an invoice stands on a day, in words and in list filters, which must say the same."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from tests import factories as make
from torhaus.invoices import queries, states
from torhaus.invoices.models import Invoice, InvoiceKind, InvoiceStatus
from torhaus.invoices.states import State

TODAY = dt.date(2026, 11, 21)


def row(
    provider, customer, *, status=InvoiceStatus.ISSUED, kind=InvoiceKind.INVOICE, due=0, gross="100.00", paid="0.00"
):
    frozen = {} if status == InvoiceStatus.DRAFT else {
        "number": f"RE-{Invoice.objects.count()}", "issued_at": timezone.now(), "issued_by": make.make_person(),
        "issued_on": TODAY, "snapshot": {}, "xml": b"x", "due_on": states.today() + dt.timedelta(days=due),
    }  # fmt: skip
    return Invoice.objects.create(
        provider=provider, customer=customer, status=status, kind=kind, title="T", net_total=Decimal(gross),
        gross_total=Decimal(gross), paid_total=Decimal(paid), **frozen,
    )  # fmt: skip


@pytest.fixture
def every(cast):
    """One invoice in each state."""
    make_row = lambda **fields: row(cast.lindner, cast.brandt, **fields)  # noqa: E731
    return {
        State.DRAFT: make_row(status=InvoiceStatus.DRAFT),
        State.OPEN: make_row(),
        State.PARTLY_PAID: make_row(paid="0.10", gross="0.30"),
        State.OVERDUE: make_row(due=-1),
        State.PAID: make_row(paid="100.00", due=-30),
        State.CANCELLED: make_row(status=InvoiceStatus.CANCELLED, due=-30),
        State.CANCELLATION: make_row(kind=InvoiceKind.CANCELLATION, gross="-100.00"),
    }


def test_every_state_is_told_apart(every):
    assert {state: states.state_of(invoice) for state, invoice in every.items()} == {state: state for state in State}


def test_filters_and_words_agree(every):
    found = {state: set(queries.in_state(Invoice.objects.all(), state)) for state in State}
    owed = {every[State.OPEN], every[State.PARTLY_PAID], every[State.OVERDUE]}
    assert found == {state: owed if state == State.OPEN else {every[state]} for state in State}


def test_unknown_filter_shows_all(every):
    assert queries.in_state(Invoice.objects.all(), "nonsense").count() == 7


def test_invoice_is_not_overdue_on_its_last_day(cast):
    invoice = row(cast.lindner, cast.brandt)
    assert states.state_of(invoice, day=invoice.due_on) == State.OPEN
    assert states.state_of(invoice, day=invoice.due_on + dt.timedelta(days=1)) == State.OVERDUE


def test_overdue_is_counted_in_the_providers_zone(cast, time_machine):
    invoice = row(cast.lindner, cast.brandt)
    midnight_utc = dt.datetime.combine(invoice.due_on, dt.time(23, 30), tzinfo=dt.UTC)
    time_machine.move_to(midnight_utc, tick=False)  # half past midnight in Berlin
    assert states.state_of(invoice) == State.OVERDUE


@pytest.mark.parametrize(
    ("days", "german", "english"),
    [(9, "Offen, fällig in 9 Tagen", None), (1, "Offen, fällig in 1 Tag", None), (0, "Offen, heute fällig", None),
     (-1, "Überfällig, seit 1 Tag", None), (-12, "Überfällig, seit 12 Tagen", None)],
)  # fmt: skip
def test_chip_says_how_long(cast, days, german, english):
    with translation.override("de"):
        assert states.shown_with_deadline(row(cast.lindner, cast.brandt, due=days)).label == german


def test_figures_sum_what_is_owed(cast, every):
    found = queries.figures(Invoice.objects.filter(provider=cast.lindner))
    assert found == {
        "open_count": 3, "open_total": Decimal("200.20"), "overdue_count": 1, "overdue_total": Decimal("100.00"),
    }  # fmt: skip
    nothing = queries.figures(Invoice.objects.none())
    assert (nothing["open_count"], nothing["open_total"]) == (0, Decimal("0.00"))


def plan(rows):
    return rows.explain()


def test_lists_are_served_by_indexes(cast):
    rows = Invoice.objects.filter(provider=cast.lindner)
    owed = plan(queries.in_state(rows, State.OVERDUE).order_by(*states.order(State.OVERDUE)))
    paid = plan(queries.in_state(rows, State.PAID).order_by(*states.order(State.PAID)))
    assert "TEMP B-TREE" not in owed + paid
    if Invoice.objects.db == "default" and "SEARCH" in owed:  # SQLite names the index even when tables are empty
        assert ("invoice_unpaid" in owed, "invoice_paid" in paid) == (True, True)
