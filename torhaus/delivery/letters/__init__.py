"""Which activity is told to whom, and in which words: one `Telling` per verb and audience."""

import dataclasses
from collections.abc import Callable

from torhaus.delivery.audience import Recipient, Rule, Told
from torhaus.delivery.letter import Letter


@dataclasses.dataclass(frozen=True)
class Telling:
    """`letter` gets the recipient and gives their letter, or None when they need not hear of it after all."""

    audience: Rule
    letter: Callable[[Told, Recipient], Letter | None]
    is_secret: bool = False


def tellings(verb: str) -> list[Telling]:
    """What an activity of this verb sets off; nothing for most verbs."""
    return _all().get(verb, [])


def is_secret(verb: str) -> bool:
    """Whether the letters of this verb carry a secret link."""
    return any(telling.is_secret for telling in tellings(verb))


def _all() -> dict[str, list[Telling]]:
    from torhaus.delivery.letters import (
        accounts,
        changes,
        invoices,
        referrals,
        reports,
        tickets,
        visits,
    )  # they import Telling

    parts = (tickets, visits, reports, invoices, accounts, changes, referrals)
    return {verb: told for part in parts for verb, told in part.TELLINGS.items()}
