"""What is running: planned, under way, asked back, to be moved, declined."""

from torhaus.cli.demo.clock import Steps, at, lately, moment, soon, workday
from torhaus.cli.demo.companies import job_login
from torhaus.cli.demo.told import Told
from torhaus.flows.accept_ticket import accept_ticket
from torhaus.flows.move_visit import ask_move
from torhaus.tickets import actions as tickets


def facade(told: Told) -> Steps[None]:
    """Under way at this hour; the local account sees this job only."""
    ticket = yield from told.report(
        "stadtbau.all", "fassade", "Fassade Nord: Anschlüsse prüfen", "Vor dem Einrüsten bitte alle Fallrohre aufnehmen.",
        days=-20, hour=9, category="Außenanlagen", kind="order", photos=("dachrinne",),
    )  # fmt: skip
    entered = at(days=-15, hour=9, minute=20)
    visit = yield from told.plan_at(ticket, "milan", starts=lately(hours=2), hours=6, entered=entered)
    yield from told.start(visit, "milan")
    job_login(told.company, visit.job)


def radiators(told: Told) -> Steps[None]:
    """Today's visit of the technician."""
    ticket = yield from told.report(
        "brandt.all", "ufer", "Heizkörper im Treppenhaus werden nicht warm", "Nur die im 3. OG.",
        days=-5, hour=18, minute=10, category="Heizung", room="Treppenhaus A", photos=("heizkoerper",),
    )  # fmt: skip
    yield from told.answer(
        ticket, "Guten Morgen Frau Brandt, wir entlüften den Strang und sehen uns die Ventile an.", days=-4, hour=8
    )
    yield from told.plan_at(ticket, "tech1", starts=soon(), hours=1.5, entered=at(days=-4, hour=8, minute=10))


def kindergarten(told: Told) -> Steps[None]:
    """A customer without portal, by telephone."""
    ticket = yield from told.report(
        "", "kita", "Warmwasser in der Küche zu heiß", "Anruf Frau Sommerfeld. Bitte vor 11 Uhr, danach Mittagessen.",
        days=-2, hour=13, category="Sanitär", room="Küche", caller_name="Lea Sommerfeld", caller_phone="0761 5550455",
    )  # fmt: skip
    yield from told.plan(ticket, "tech1", days=workday(1), hour=8, hours=1, said=-1)


def dripping_pipe(told: Told) -> Steps[None]:
    ticket = yield from told.report(
        "brandt.site", "ufer", "Rohr im Keller tropft", "Unter dem Rohr steht ein Eimer, er ist halb voll.",
        days=-1, hour=6, minute=30, room="Heizungskeller", photos=("rohr",),
    )  # fmt: skip
    yield from told.plan(ticket, "tech1", days=workday(1), hour=13, hours=1.5, said=-1)


def yearly_service(told: Told) -> Steps[None]:
    """Planned; the customer asks for another time."""
    ticket = yield from told.report(
        "", "markt", "Wartung Lüftung", "Jährliche Wartung laut Vertrag.", days=-6, hour=10, category="Lüftung", kind="order",
    )  # fmt: skip
    visit = yield from told.plan(ticket, "jana", days=workday(4), hour=8, said=-4)
    when = at(days=-1, hour=16)
    yield when
    with moment(when):
        wish = "Am Vormittag ist Inventur. Ginge es einen Tag später, ab 13 Uhr?"
        ask_move(visit=visit, by=told.company.people["brandt.all"], wish=wish)


def winter_check(told: Told) -> Steps[None]:
    ticket = yield from told.report(
        "brandt.colleague", "kirch", "Außenhähne absperren", "Bitte vor dem ersten Frost.", days=-3, hour=16, kind="order",
    )  # fmt: skip
    yield from told.plan(ticket, "milan", days=workday(2), hour=10, hours=1, said=-2)


def flickering_light(told: Told) -> Steps[None]:
    """Asked back; waits for the customer."""
    ticket = yield from told.report(
        "stadtbau.all", "linden", "Treppenhauslicht flackert", "Eingang B, 2. OG.",
        days=-3, hour=17, category="Elektro", room="Eingang B", photos=("licht",),
    )  # fmt: skip
    question = "Guten Tag Herr Weiler, flackern alle Leuchten oder nur die am Aufzug?"
    yield from told.answer(ticket, question, days=-2, hour=9, asks=True)


def rolling_gate(told: Told) -> Steps[None]:
    """Accepted, not planned yet."""
    ticket = yield from told.report(
        "brandt.all", "park", "Rolltor Halle C hakt", "Seit der Kälte läuft es nur mit Nachhelfen.",
        days=-5, hour=8, category="Sonstiges", room="Halle C",
    )  # fmt: skip
    when = at(days=-4, hour=9)
    yield when
    with moment(when):
        accept_ticket(ticket=ticket, by=told.company.staff["office1"].person)


def lift(told: Told) -> Steps[None]:
    """Declined, with the reason."""
    ticket = yield from told.report(
        "stadtbau.all", "linden", "Aufzug bleibt stehen", "Zwischen 2. und 3. OG.", days=-7, hour=12, category="Sonstiges",
    )  # fmt: skip
    when = at(days=-7, hour=12, minute=20)
    yield when
    with moment(when):
        reason = "Aufzüge warten wir nicht. Bitte rufen Sie den Notdienst Ihres Aufzugsherstellers an."
        tickets.decline(ticket=ticket, reason=reason, by=told.company.staff["office1"].person)


STORIES = (
    facade,
    lift,
    yearly_service,
    radiators,
    rolling_gate,
    winter_check,
    flickering_light,
    kindergarten,
    dripping_pipe,
)
