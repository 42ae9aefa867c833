"""Work that is done and waits: for a report, for a signature, for an invoice; refused, not met, closed unsigned."""

from torhaus.cli.demo import paper
from torhaus.cli.demo.clock import Steps, moment, workday
from torhaus.cli.demo.lines import flat, hours, journey, service
from torhaus.cli.demo.told import Told
from torhaus.flows import finish_visit


def stairs(told: Told) -> Steps[None]:
    """Waits for Stadtbau's signature."""
    ticket = yield from told.report(
        "stadtbau.all", "linden", "Treppenhaus nach Umzug reinigen", "Eingang A, alle Geschosse.",
        days=-8, hour=10, category="Reinigung", room="Eingang A",
    )  # fmt: skip
    day = workday(-2)
    visit = yield from told.done(ticket, "milan", days=day, hour=8, hours=4, said=-6)
    lines = [flat("Sonderreinigung Treppenhaus, 4 Geschosse", "240.00"), hours("Reinigungskraft", "4.5", "36.00")]
    yield from paper.open_report(told.company, visit, "milan", days=day, photos=("licht",), lines=lines)


def whistling_duct(told: Told) -> Steps[None]:
    """Waits for Brandt's signature."""
    ticket = yield from told.report(
        "brandt.all", "markt", "Lüftung im Ladenlokal pfeift", "Vor allem morgens beim Anlaufen.",
        days=-12, hour=9, category="Lüftung", room="Ladenlokal",
    )  # fmt: skip
    visit = yield from told.done(ticket, "jana", days=workday(-5), hour=13, hours=2, said=-10)
    lines = [flat("Keilriemen erneuert, Lager gefettet", "168.00"), hours("Lüftungstechnik", "2", "66.00")]
    yield from paper.open_report(told.company, visit, "jana", days=workday(-4), lines=lines)


def leaves(told: Told) -> Steps[None]:
    """Signed in the portal, not billed yet."""
    ticket = yield from told.report(
        "brandt.colleague", "kirch", "Laub und Hecke vor dem Winter", "Wie jedes Jahr.",
        days=-16, hour=11, category="Außenanlagen", kind="order",
    )  # fmt: skip
    visit = yield from told.done(ticket, "milan", days=workday(-7), hour=8, hours=6, said=-13)
    lines = [service("Laub entfernt und abgefahren", "6", "MTQ", "42.00"), hours("Gärtner", "12", "46.00")]
    report = yield from paper.open_report(told.company, visit, "milan", days=workday(-7), lines=lines)
    yield from paper.signed_in_portal(told.company, report, "brandt.colleague", days=workday(-6))


def gutter(told: Told) -> Steps[None]:
    """Closed without a signature, for a reason; not billed yet."""
    ticket = yield from told.report(
        "brandt.all", "breisach", "Dachrinne läuft über", "Rheinseite, bei jedem stärkeren Regen.",
        days=-27, hour=14, category="Außenanlagen", photos=("dachrinne",),
    )  # fmt: skip
    day = workday(-20)
    visit = yield from told.done(ticket, "milan", days=day, hour=9, hours=3, said=-26)
    lines = [
        service("Dachrinne gereinigt und gespült", "38", "MTR", "4.20"),
        flat("Hubsteiger, halber Tag", "180.00"),
        journey(),
    ]
    report = yield from paper.open_report(told.company, visit, "milan", days=day, lines=lines)
    reason = "Zweimal erinnert; Frau Brandt hat die Arbeiten am Telefon bestätigt."
    yield from paper.closed_unsigned(told.company, report, reason=reason, days=workday(-6))


def cylinders(told: Told) -> Steps[None]:
    """The customer refused to sign."""
    ticket = yield from told.report(
        "stadtbau.all", "linden", "Schließzylinder Tiefgarage tauschen", "Drei Stück, Schlüssel liegt beim Hauswart.",
        days=-14, hour=8, minute=35, category="Sonstiges", room="Tiefgarage", kind="order",
    )  # fmt: skip
    day = workday(-6)
    visit = yield from told.done(ticket, "tech1", days=day, hour=10, hours=1.5, said=-12)
    lines = [
        service("Profilzylinder gleichschließend", "3", "C62", "58.40"),
        hours("Fachkraft", "1.5", "58.00"),
        journey(),
    ]
    report = yield from paper.open_report(told.company, visit, "tech1", days=day, lines=lines)
    reason = "Der Zylinder am Rolltor schließt noch nicht. Bitte noch einmal kommen."
    yield from paper.refused(told.company, report, "stadtbau.all", reason=reason, days=workday(-4))


def wash_house(told: Told) -> Steps[None]:
    """Done; the report is a draft."""
    ticket = yield from told.report(
        "brandt.all", "rosen", "Ablauf in der Waschküche verstopft", "Das Wasser steht knöcheltief.",
        days=-4, hour=7, minute=50, room="Waschküche", urgency="high",
    )  # fmt: skip
    visit = yield from told.done(ticket, "tech1", days=workday(-1), hour=8, hours=1.5, said=-3)
    lines = [hours("Monteur Sanitär", "1.5", "64.00"), flat("Rohrreinigung mit Spirale", "85.00"), journey()]
    yield from paper.draft_report(told.company, visit, "tech1", days=workday(-1), lines=lines)


def meter(told: Told) -> Steps[None]:
    """Nobody was there."""
    ticket = yield from told.report(
        "brandt.all", "rosen", "Zählertausch Wohnung 3", "Mieter informiert.", days=-9, hour=15, room="Wohnung 3"
    )
    visit = yield from told.plan(ticket, "tech1", days=workday(-3), hour=14, hours=1, said=-6)
    yield visit.ends_at
    with moment(visit.ends_at):
        note = "Dreimal geklingelt, niemand geöffnet."
        finish_visit.close_as_no_show(visit=visit, by=told.company.staff["tech1"].person, note=note)


STORIES = (gutter, leaves, whistling_duct, cylinders, stairs, wash_house, meter)
