"""How much one customer's person may send in an hour; counted in the transaction of what is sent, so only successes count."""

import datetime as dt

from django.utils.translation import gettext as _

from torhaus.accounts.models import Person
from torhaus.kernel import throttle
from torhaus.kernel.errors import Refused

WINDOW = dt.timedelta(hours=1)
REPORTS = 30
COMMENTS = 120


def count_report(by: Person) -> None:
    """Refused when this person reported too much within the hour."""
    if not throttle.is_allowed(f"ticket:{by.pk}", limit=REPORTS, window=WINDOW):
        raise Refused(
            _(
                "Sie haben in der letzten Stunde schon %(count)s Meldungen gesendet. Bitte rufen Sie uns an, wenn es eilt."
            )
            % {"count": REPORTS}
        )


def count_comment(by: Person) -> None:
    """Refused when this person wrote too much within the hour."""
    if not throttle.is_allowed(f"comment:{by.pk}", limit=COMMENTS, window=WINDOW):
        raise Refused(
            _(
                "Sie haben in der letzten Stunde schon %(count)s Nachrichten gesendet. Bitte rufen Sie uns an, wenn es eilt."
            )
            % {"count": COMMENTS}
        )
