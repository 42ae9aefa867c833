"""Hofer's stories: a small business without VAT, one visit done and billed, one coming, one ticket new."""

from torhaus.cli.demo import paper
from torhaus.cli.demo.clock import Steps, workday
from torhaus.cli.demo.lines import flat, hours, untaxed
from torhaus.cli.demo.told import Told


def knocking_boiler(told: Told) -> Steps[None]:
    ticket = yield from told.report(
        "altmann.all", "altmann", "Therme macht Geräusche", "Es klopft beim Anspringen.",
        days=-15, hour=18, category="Heizung", photos=("heizung",),
    )  # fmt: skip
    day = workday(-11)
    visit = yield from told.done(ticket, "tech2", days=day, hour=10, hours=1.5, said=-14)
    lines = untaxed([hours("Heizungsbauer", "1.5", "62.00"), flat("Umwälzpumpe entlüftet, Dichtung", "18.00")])
    report = yield from paper.open_report(told.company, visit, "tech2", days=day, lines=lines)
    yield from paper.signed_on_device(told.company, report, "tech2", signer="Karin Altmann", role="", days=day)
    yield from paper.billed(told.company, [report], days=workday(-6))


def yearly_service(told: Told) -> Steps[None]:
    ticket = yield from told.report(
        "altmann.all", "altmann", "Jährliche Wartung der Therme", "Gern vormittags.",
        days=-3, hour=19, category="Heizung", kind="order",
    )  # fmt: skip
    yield from told.plan(ticket, "tech2", days=workday(6), hour=9, hours=1, said=-2)


def cold_radiator(told: Told) -> Steps[None]:
    """Bea Kramer at home, as customer of a second provider."""
    yield from told.report(
        "both",
        "talstrasse",
        "Heizkörper im Bad bleibt kalt",
        "Thermostat steht auf 5.",
        days=-1,
        hour=20,
        category="Heizung",
    )


def dripping_tap(told: Told) -> Steps[None]:
    yield from told.report(
        "altmann.all", "altmann", "Wasserhahn im Gäste-WC tropft", "", days=0, hour=7, photos=("rohr",)
    )


STORIES = (knocking_boiler, yearly_service, cold_radiator, dripping_tap)
