import datetime
import json
from decimal import Decimal

import pytest

from tests.invoices import samples
from torhaus.invoices.snapshot import Snapshot, cancellation_of
from torhaus.invoices.totals import totals


@pytest.mark.parametrize("kind", samples.all_kinds())
def test_snapshot_survives_json_without_loss(kind: str) -> None:
    snapshot = samples.all_kinds()[kind]
    assert Snapshot.from_json(json.loads(json.dumps(snapshot.to_json()))) == snapshot


def test_snapshot_of_a_later_version_can_be_read() -> None:
    data = samples.invoice().to_json()
    data["something_new"] = 1
    data["buyer"]["something_new"] = "x"
    assert Snapshot.from_json(data) == samples.invoice()


def test_cancellation_has_opposite_sums_and_names_what_it_cancels() -> None:
    original = samples.all_kinds()["both discounts"]
    storno = cancellation_of(original, number="RE-2026-0500", issued_on=datetime.date(2026, 12, 1))
    assert storno.kind == "384"
    assert storno.preceding is not None
    assert (storno.preceding.number, storno.preceding.issued_on) == (original.number, original.issued_on)
    assert storno.totals == totals(storno.lines, tax_mode=storno.tax_mode, discount_percent=storno.discount_percent)
    assert storno.totals.gross == -original.totals.gross
    assert [line.unit_price for line in storno.lines] == [line.unit_price for line in original.lines]
    assert storno.totals.groups[0].rate == Decimal(19)


def test_a_draft_cannot_be_cancelled() -> None:
    with pytest.raises(ValueError, match="issued"):
        cancellation_of(samples.invoice(issued_on=None), number="x", issued_on=datetime.date(2026, 12, 1))
