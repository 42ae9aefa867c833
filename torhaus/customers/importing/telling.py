"""How an import tells of itself: each site keeps its own rows, a customer gets one for everything that came in together."""

import itertools
from collections.abc import Iterable

from torhaus.accounts.models import Person
from torhaus.activity.actions import record
from torhaus.activity.models import Activity
from torhaus.customers.importing.kinds import VERB


def tell(rows: Iterable[Activity], *, by: Person | None, run: str) -> None:
    """Write what was gathered while some lines were carried out; call it in their transaction. `run` names the import."""
    told = sorted(rows, key=lambda row: row.customer_id or 0)
    own = [row for row in told if row.site_id]
    for customer_id, group in itertools.groupby(told, key=lambda row: row.customer_id):
        lines = list(group)
        data = {
            "run": run,
            "rows": len(lines),
            "entries": [{"verb": row.verb, "data": row.data} for row in lines if not row.site_id],
        }
        record(VERB, provider_id=lines[0].provider_id, by=by, side="office", customer_id=customer_id, data=data)
    for row in own:
        row.customer_id = None
    Activity.objects.bulk_create(own)
