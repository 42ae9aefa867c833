"""The words that stories are told with: somebody reports, the office answers and plans, the work is done."""

import dataclasses
import datetime as dt
from typing import Any

from torhaus.cli.demo.clock import Steps, at, moment, past
from torhaus.cli.demo.companies import Company
from torhaus.cli.demo.photos import photo
from torhaus.customers.models import Room
from torhaus.files.actions import store
from torhaus.flows import finish_visit, plan_visit
from torhaus.jobs.models import Visit
from torhaus.tickets import actions as tickets
from torhaus.tickets.models import Ticket, TicketCategory


@dataclasses.dataclass
class Told:
    """A company in whose rooms stories happen; `desk` is the key of who answers and plans there."""

    company: Company
    desk: str = "office1"

    def report(
        self,
        who: str,
        site: str,
        title: str,
        description: str,
        *,
        days: int,
        hour: int,
        minute: int = 0,
        category: str = "Sanitär",
        room: str = "",
        photos: tuple[str, ...] = (),
        **fields: Any,
    ) -> Steps[Ticket]:
        """Somebody of the customer reports in the portal; `who` "" is a call that the office takes down."""
        company = self.company
        place = company.sites[site]
        by = company.people[who] if who else company.staff[self.desk].person
        when = past(days=days, hour=hour, minute=minute)
        yield when
        with moment(when):
            files = [store(provider=company.provider, upload=photo(name), by=by, kind="image") for name in photos]
            return tickets.report(
                provider=company.provider,
                customer=place.customer,
                site=place,
                title=title,
                description=description,
                by=by,
                side="portal" if who else "office",
                channel="portal" if who else "phone",
                files=files,
                room=Room.objects.get(site=place, name=room) if room else None,
                category=TicketCategory.objects.get(provider=company.provider, name=category),
                **fields,
            )

    def answer(
        self, ticket: Ticket, body: str, *, days: int, hour: int, minute: int = 0, asks: bool = False, who: str = ""
    ) -> Steps[None]:
        when = past(days=days, hour=hour, minute=minute)
        yield when
        with moment(when):
            tickets.answer(ticket=ticket, body=body, by=self._member(who), asks=asks)

    def note(self, ticket: Ticket, body: str, *, days: int, hour: int, minute: int = 0, who: str = "") -> Steps[None]:
        when = past(days=days, hour=hour, minute=minute)
        yield when
        with moment(when):
            tickets.note(ticket=ticket, body=body, by=self._member(who))

    def comment(self, ticket: Ticket, body: str, *, days: int, hour: int, who: str, minute: int = 0) -> Steps[None]:
        when = past(days=days, hour=hour, minute=minute)
        yield when
        with moment(when):
            tickets.comment(ticket=ticket, body=body, by=self.company.people[who])

    def plan(
        self, ticket: Ticket, who: str, *, days: int, hour: int, hours: float = 2, said: int | None = None
    ) -> Steps[Visit]:
        """Plan a visit `days` from today; it was entered `said` days from today (default: two days before it)."""
        entered = at(days=said if said is not None else min(days - 2, -1), hour=9, minute=20)
        return (yield from self.plan_at(ticket, who, starts=at(days=days, hour=hour), hours=hours, entered=entered))

    def plan_at(
        self, ticket: Ticket, who: str, *, starts: dt.datetime, hours: float, entered: dt.datetime
    ) -> Steps[Visit]:
        yield entered
        with moment(entered):
            return plan_visit.plan_for_ticket(
                ticket=ticket,
                starts_at=starts,
                ends_at=starts + dt.timedelta(hours=hours),
                performers=[self.company.staff[who]],
                by=self._member(""),
            )

    def start(self, visit: Visit, who: str) -> Steps[None]:
        when = visit.starts_at + dt.timedelta(minutes=5)
        yield when
        with moment(when):
            finish_visit.start_visit(visit=visit, by=self._member(who))

    def done(
        self, ticket: Ticket, who: str, *, days: int, hour: int, hours: float = 2, said: int | None = None
    ) -> Steps[Visit]:
        """A visit that was planned, started and finished at its time."""
        visit = yield from self.plan(ticket, who, days=days, hour=hour, hours=hours, said=said)
        yield from self.finish(visit, who)
        return visit

    def finish(self, visit: Visit, who: str) -> Steps[None]:
        """Start and finish a visit at its time."""
        yield from self.start(visit, who)
        when = visit.ends_at - dt.timedelta(minutes=10)
        yield when
        with moment(when):
            finish_visit.finish_visit(visit=visit, by=self._member(who))

    def _member(self, who: str) -> Any:
        return self.company.staff[who or self.desk].person
