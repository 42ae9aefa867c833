"""A customer's wish for another time, and what the office makes of it. One wish is open per visit."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.jobs.actions.visits import answer_open_move, lock_visit, move_visit, record_visit
from torhaus.jobs.models import MoveStatus, Visit, VisitMove, VisitStatus
from torhaus.jobs.windows import check_window
from torhaus.kernel.errors import Refused


@transaction.atomic
def ask_move(
    *,
    visit: Visit,
    by: Person,
    wish: str = "",
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    ticket_id: int | None = None,
) -> VisitMove:
    """The customer asks for another time, in words, as a window (`starts_at` to `ends_at`), or both."""
    locked = lock_visit(visit)
    if locked.status != VisitStatus.PLANNED:
        raise Refused(_("Dieser Termin lässt sich nicht mehr verschieben."))
    if not wish.strip() and starts_at is None:
        raise Refused(_("Bitte schreiben Sie, wann es Ihnen passt, oder wählen Sie einen Tag."))
    if starts_at is not None and ends_at is not None:
        check_window(starts_at=starts_at, ends_at=ends_at)
        if ends_at <= timezone.now():
            raise Refused(_("Ihr Wunschtermin liegt in der Vergangenheit."))
    if VisitMove.objects.filter(visit=locked, status=MoveStatus.ASKED).exists():
        raise Refused(_("Zu diesem Termin liegt uns schon ein Wunsch vor. Wir melden uns bei Ihnen."))
    move = VisitMove.objects.create(
        provider_id=locked.provider_id,
        visit=locked,
        wish=wish.strip(),
        wished_starts_at=starts_at,
        wished_ends_at=ends_at,
        asked_by=by,
    )
    data = {"wish": move.wish} | ({"wished": starts_at.isoformat()} if starts_at else {})
    record_visit("visit.move_asked", locked, by=by, side="portal", ticket_id=ticket_id, data=data)
    return move


@transaction.atomic
def confirm_move(
    *,
    move: VisitMove,
    by: Person,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    answer: str = "",
    ticket_id: int | None = None,
) -> Visit:
    """Move the visit to the wished window, or to the one given; refused when the wish was answered meanwhile."""
    visit = lock_visit(move.visit)
    fresh = _still_open(move)
    starts_at, ends_at = starts_at or fresh.wished_starts_at, ends_at or fresh.wished_ends_at
    if starts_at is None or ends_at is None:
        raise Refused(_("Der Kunde hat keine genaue Zeit genannt. Bitte tragen Sie die neue Zeit ein."))
    return move_visit(visit=visit, starts_at=starts_at, ends_at=ends_at, by=by, answer=answer, ticket_id=ticket_id)


@transaction.atomic
def decline_move(*, move: VisitMove, answer: str, by: Person, ticket_id: int | None = None) -> VisitMove:
    """The visit stays where it is; the customer reads why."""
    visit = lock_visit(move.visit)
    _still_open(move)
    if not answer.strip():
        raise Refused(_("Bitte schreiben Sie dem Kunden, warum es nicht geht."))
    answered = answer_open_move(visit, status=MoveStatus.DECLINED, answer=answer, by=by, ticket_id=ticket_id)
    assert answered is not None
    return answered


def _still_open(move: VisitMove) -> VisitMove:
    fresh = VisitMove.objects.select_for_update().get(pk=move.pk)
    if fresh.status != MoveStatus.ASKED:
        raise Refused(_("Dieser Wunsch wurde schon beantwortet."))
    return fresh
