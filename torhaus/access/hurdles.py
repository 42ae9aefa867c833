"""What stands between an access and a row in the portal: the hurdles of each model, in the order in which people are told.

Each hurdle is one sentence of docs/access.md. `rows` makes conditions in SQL of them, `reasons` asks the same conditions of
a row at hand and names the first that does not hold.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable

from django.db.models import Model

from torhaus.access import roles
from torhaus.access.conditions import NO, YES, AllOf, AnyOf, Condition, Linked, Not, NotBefore, OneOf, RelatedOneOf
from torhaus.access.displays import performers_at, times_at, up_to
from torhaus.access.permissions import Permission
from torhaus.customers.models import Customer, PerformerDisplay, Shown, Site, SiteHandover, TimeDisplay
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Job, Visit, VisitStatus, shown_states
from torhaus.jobs.queries import OPEN_JOBS
from torhaus.portal_access.models import PortalAccess, Scope
from torhaus.providers.models import JobPortal
from torhaus.reports.models import ServiceReport
from torhaus.tickets.models import OPEN_STATUSES, Ticket


@dataclasses.dataclass(frozen=True)
class Sight:
    """An access with what is read beside it: its sites, and handovers whose day has come but which are not settled."""

    access: PortalAccess
    site_ids: tuple[int, ...] = ()
    handovers: tuple[SiteHandover, ...] = ()


@dataclasses.dataclass(frozen=True)
class Hurdle:
    """`name` stands for the sentence in `reasons`; `condition` says which rows this access gets over it with."""

    name: str
    condition: Callable[[Sight], Condition]


_JOB_INHERITS = AllOf(
    (OneOf("job__portal", (JobPortal.INHERIT.value,)), OneOf("provider__has_customer_master", (True,)))
)
GATES: list[tuple[str, Condition]] = [
    ("plugin", OneOf("provider__has_portal_plugin", (True,))),
    ("customer", OneOf("customer__is_active", (True,))),
    ("portal", OneOf("customer__portal_enabled", (True,))),
    ("person", OneOf("person__is_active", (True,))),
    ("access", OneOf("is_active", (True,))),
    ("contact", AnyOf((OneOf("contact_id", (None,)), OneOf("contact__is_active", (True,))))),
    ("job", AnyOf((OneOf("job_id", (None,)), OneOf("job__portal", (JobPortal.ON.value,)), _JOB_INHERITS))),
]
"""What an access itself must pass before anything is seen with it: plugin, customer, account, its job; then `gates_of`."""


def gates_of(today: dt.date) -> list[tuple[str, Condition]]:
    """The gates that depend on the day, asked of the access at hand: the plan with its trial, and the end date."""
    return [("plan", OneOf("provider__plan_has_portal", (True,))), ("until", NotBefore("valid_until", today))]


def right(sight: Sight, permission: Permission) -> str:
    """The first right that the account lacks for this permission; empty when it has it."""
    needed = roles.PORTAL_NEEDS.get(permission)
    if needed is None:
        return "none"
    return next((name for name in needed if not getattr(sight.access, name)), "")


def hurdles(model: type[Model], permission: Permission) -> list[Hurdle]:
    """All hurdles of a model's rows, apart from the account's rights; none for a model without a portal rule."""
    found: dict[type[Model], list[Hurdle]] = {
        Ticket: [
            Hurdle("customer", _customer(Ticket)),
            Hurdle("scope", _scope()),
            Hurdle("job", _job_opens),
            Hurdle("colleagues", _colleagues),
            Hurdle("trial", _trial(permission)),
        ],
        Job: [
            Hurdle("customer", _customer(Job)),
            Hurdle("scope", _scope(job="pk")),
            Hurdle("job", lambda sight: OneOf("portal", shown_states(sight.access.provider))),
        ],
        Visit: [
            Hurdle("customer", _customer(Visit)),
            Hurdle("scope", _scope()),
            Hurdle("job", _job_opens),
            _switch("show_visits"),
        ],
        ServiceReport: [
            Hurdle("customer", _customer(ServiceReport)),
            Hurdle("draft", lambda sight: Not(OneOf("status", ("draft",)))),
            Hurdle("scope", _scope()),
            Hurdle("job", _job_opens),
            _switch("show_reports"),
            *_on_paper(permission),
        ],
        Invoice: [
            Hurdle("customer", _customer(Invoice)),
            Hurdle("draft", lambda sight: Not(OneOf("status", ("draft",)))),
            Hurdle("scope", _scope()),
            Hurdle("job", _job_opens),
            _switch("show_invoices"),
        ],
        Customer: [Hurdle("customer", lambda sight: OneOf("pk", (sight.access.customer_id,)))],
        Site: [
            Hurdle("customer", _customer(Site)),
            Hurdle("closed", lambda sight: OneOf("is_active", (True,))),
            Hurdle("scope", _site_scope),
        ],
    }
    return found.get(model, [])


def passes(sight: Sight, row: Model, permission: Permission) -> bool:
    """Whether this access sees the row, by the same conditions as `rows` filters by."""
    if right(sight, permission):
        return False
    return all(hurdle.condition(sight).holds(row) for hurdle in hurdles(type(row), permission))


def _customer(model: type[Model]) -> Callable[[Sight], Condition]:
    """Rows of the access's customer; what a due handover takes along counts as the new customer's."""

    def condition(sight: Sight) -> Condition:
        pk = sight.access.customer_id
        found: Condition = OneOf("customer_id", (pk,))
        for handover in sight.handovers:
            moving = goes_along(model, handover)
            if moving and handover.from_customer_id == pk:
                found = AllOf((found, Not(moving)))
            elif moving and handover.to_customer_id == pk:
                found = AnyOf((found, moving))
        return found

    return condition


def goes_along(model: type[Model], handover: SiteHandover) -> Condition | None:
    """The rows of a model that change the customer with the site; None where history stays."""
    jobs, tickets = tuple(handover.job_ids), tuple(handover.ticket_ids)
    if model is Site:
        return OneOf("pk", (handover.site_id,))
    if model is Job and jobs:
        return AllOf((OneOf("pk", jobs), OneOf("status", tuple(OPEN_JOBS))))
    if model is Visit and jobs:
        coming = (VisitStatus.PLANNED, VisitStatus.ON_THE_WAY, VisitStatus.IN_WORK)
        return AllOf((OneOf("job_id", jobs), OneOf("site_id", (handover.site_id,)), OneOf("status", coming)))
    if model is Ticket and tickets:
        return AllOf((OneOf("pk", tickets), OneOf("status", tuple(OPEN_STATUSES))))
    return None


def _scope(*, job: str = "job_id") -> Callable[[Sight], Condition]:
    def condition(sight: Sight) -> Condition:
        if sight.access.scope == Scope.SITES:
            return OneOf("site_id", sight.site_ids) if sight.site_ids else NO
        if sight.access.scope == Scope.JOB:
            return OneOf(job, (sight.access.job_id,))
        return YES

    return condition


def _job_opens(sight: Sight) -> Condition:
    """Rows of no job, or of one whose switch „Kundenportal“ lets them be seen."""
    closed = tuple(state for state in JobPortal.values if state not in shown_states(sight.access.provider))
    return Not(RelatedOneOf(Job, "job", "portal", closed))


def _site_scope(sight: Sight) -> Condition:
    if sight.access.scope == Scope.SITES:
        return OneOf("pk", sight.site_ids) if sight.site_ids else NO
    if sight.access.scope == Scope.JOB:
        return _site_of_job(sight.access)
    return YES


def _site_of_job(access: PortalAccess) -> Condition:
    """Of a job that was read along it is known already; many accounts then cost no query each."""
    if "job" in access._state.fields_cache and access.job is not None:
        return OneOf("pk", (access.job.site_id,))
    return Linked(Job, "site_id", (("pk", access.job_id),))


def _colleagues(sight: Sight) -> Condition:
    access = sight.access
    return YES if access.sees_colleagues_tickets else OneOf("reported_by_id", (access.person_id,))


def _trial(permission: Permission) -> Callable[[Sight], Condition]:
    """A test ticket is its test contact's alone; and a test contact writes in nothing else."""

    def condition(sight: Sight) -> Condition:
        own = OneOf("reported_by_id", (sight.access.person_id,))
        writes = permission in {Permission.TICKET_CREATE, Permission.TICKET_ANSWER}
        return own if sight.access.is_test and writes else AnyOf((OneOf("is_test", (False,)), own))

    return condition


def _switch(name: str) -> Hurdle:
    """The site's switch overrides the customer's only: shown = site says show, or customer shows and site does not hide."""

    def condition(sight: Sight) -> Condition:
        at_site = f"site__{name}"
        if getattr(sight.access.customer, name):
            return AnyOf((OneOf("site_id", (None,)), OneOf(at_site, (Shown.INHERIT.value, Shown.SHOW.value))))
        return OneOf(at_site, (Shown.SHOW.value,))

    return Hurdle(name, condition)


def _on_paper(permission: Permission) -> list[Hurdle]:
    """The frozen PDF is given, and signed, only where everything on it may be seen; times have their own levels."""
    if permission in {Permission.PAPER_READ, Permission.REPORT_SIGN}:
        return [
            Hurdle("paper_materials", _materials_on_paper),
            Hurdle("paper_times", _times_on_paper),
            Hurdle("paper_names", _names_on_paper),
        ]
    if permission == Permission.TIME_READ:
        return [Hurdle("show_times", lambda sight: _times(sight, {TimeDisplay.DETAIL, TimeDisplay.SUMS}))]
    if permission == Permission.TIME_DETAIL:
        return [Hurdle("show_times", lambda sight: _times(sight, {TimeDisplay.DETAIL}))]
    return []


def _materials_on_paper(sight: Sight) -> Condition:
    return YES if sight.access.sees_materials else OneOf("paper_has_materials", (False,))


def _times(sight: Sight, wanted: set[TimeDisplay]) -> Condition:
    shown = TimeDisplay(sight.access.customer.show_times)
    states = tuple(state.value for state in Shown if times_at(shown, state) in wanted)
    return OneOf("site__show_times", states) if states else NO


def _times_on_paper(sight: Sight) -> Condition:
    if not sight.access.sees_working_times:
        return OneOf("paper_times", (TimeDisplay.OFF.value,))
    shown = TimeDisplay(sight.access.customer.show_times)
    return _per_state("site__show_times", "paper_times", lambda state: up_to(times_at(shown, state)))


def _names_on_paper(sight: Sight) -> Condition:
    """Papers of before this was kept ("") stand as they were."""
    shown = PerformerDisplay(sight.access.customer.show_performers)
    return _per_state("site__show_performers", "paper_names", lambda state: ("", *up_to(performers_at(shown, state))))


def _per_state(at_site: str, column: str, allowed: Callable[[Shown], tuple[str, ...]]) -> Condition:
    """What stands on paper must be allowed under the state of the site's switch."""
    by_values: dict[tuple[str, ...], list[str]] = {}
    for state in Shown:
        by_values.setdefault(allowed(state), []).append(state.value)
    if len(by_values) == 1:
        return OneOf(column, next(iter(by_values)))
    return AnyOf(
        tuple(AllOf((OneOf(at_site, tuple(states)), OneOf(column, values))) for values, states in by_values.items())
    )
