"""What is done and billed: paid, partly paid, overdue, cancelled and issued anew, each to whom it concerns."""

from torhaus.cli.demo import paper
from torhaus.cli.demo.clock import Steps, workday
from torhaus.cli.demo.lines import flat, hours, journey, material, service
from torhaus.cli.demo.told import Told
from torhaus.reports.lines import Line


def burst_pipe(told: Told) -> Steps[None]:
    """The invoice that the WEG owes, sent c/o its manager; open."""
    ticket = yield from told.report(
        "brandt.all", "ufer", "Wasser im 2. OG", "Im Flur vor Wohnung 12 steht Wasser, es kommt aus der Wand.",
        days=-38, hour=7, minute=40, room="Wohnung 12", photos=("rohr",), urgency="high", contact_name="Frau Novak",
        contact_phone="0160 5550119",
    )  # fmt: skip
    answer = (
        "Guten Morgen Frau Brandt, Herr Aydın ist in einer Stunde bei Frau Novak. Bitte den Strang absperren lassen."
    )
    yield from told.answer(ticket, answer, days=-38, hour=7, minute=55)
    visit = yield from told.done(ticket, "tech1", days=-38, hour=9, hours=4, said=-38)
    lines = [
        flat("Leckortung mit Feuchtemessung", "189.00"),
        hours("Monteur Sanitär", "11.5", "64.00"),
        material("Kupferrohr 22 mm mit Pressfittings", "14.2", "MTR", "21.90"),
        service("Wand schließen und verputzen", "3.4", "MTK", "78.00"),
        journey(2),
    ]
    report = yield from paper.open_report(told.company, visit, "tech1", days=-38, lines=lines, photos=("rohr", "decke"))
    yield from paper.signed_on_device(told.company, report, "tech1", signer="Irena Novak", role="Mieterin", days=-38)
    yield from paper.billed(told.company, [report], days=-9)


def smoke_detector(told: Told) -> Steps[None]:
    lines = [
        hours("Fachkraft", "1", "58.00"),
        material("Rauchmelder, 10-Jahres-Batterie", "2", "C62", "34.50"),
        journey(),
    ]
    yield from _routine(
        told, "brandt.all", "rosen", "Rauchmelder im Flur getauscht", "Er piept alle paar Minuten.", category="Elektro",
        days=-52, who="jana", signer="Paul Sommer", role="Objektbetreuung", lines=lines, paid="all",
    )  # fmt: skip


def door_closer(told: Told) -> Steps[None]:
    lines = [hours("Fachkraft", "3.5", "58.00"), material("Türschließer TS 93", "1", "C62", "212.00"), journey()]
    yield from _routine(
        told, "stadtbau.all", "linden", "Türschließer Eingang B eingestellt", "Die Tür fällt laut ins Schloss.",
        category="Sonstiges", days=-47, who="milan", signer="Jens Petersen", role="Hauswart", lines=lines, paid="part",
    )  # fmt: skip


def filter_change(told: Told) -> Steps[None]:
    lines = [hours("Lüftungstechnik", "4.5", "66.00"), material("Taschenfilter F7", "4", "C62", "48.90"), journey()]
    yield from _routine(
        told, "brandt.all", "markt", "Filterwechsel Lüftung", "Die Anzeige steht auf Rot.", category="Lüftung",
        days=-44, who="jana", signer="Miriam Brandt", role="Geschäftsführung", lines=lines, paid="none",
    )  # fmt: skip


def glass_cleaning(told: Told) -> Steps[None]:
    lines = [flat("Glasreinigung Treppenhaus, innen und außen", "290.00"), hours("Reinigungskraft", "2", "36.00")]
    yield from _routine(
        told, "stadtbau.all", "linden", "Glasreinigung Treppenhaus", "Bitte vor dem Mieterfest.", category="Reinigung",
        days=-33, who="milan", signer="Jens Petersen", role="Hauswart", lines=lines, paid="cancelled",
    )  # fmt: skip


def school_tap(told: Told) -> Steps[None]:
    """To an authority: XRechnung with Leitweg-ID and order number; paid."""
    lines = [
        hours("Monteur Sanitär", "2.5", "64.00"),
        material("Selbstschlussarmatur", "1", "C62", "148.00"),
        journey(),
    ]
    yield from _routine(
        told, "", "schule", "Armatur Umkleide Süd erneuert", "Anruf Hausmeister Kopp: Sie schließt nicht mehr.",
        category="Sanitär", days=-30, who="tech1", signer="Uwe Kopp", role="Hausmeister", lines=lines, paid="all",
    )  # fmt: skip


def school_light(told: Told) -> Steps[None]:
    """A second XRechnung, still open."""
    lines = [hours("Elektrofachkraft", "4", "66.00"), material("LED-Hallenstrahler", "3", "C62", "189.00"), journey()]
    yield from _routine(
        told, "", "schule", "Hallenlicht in der Turnhalle", "Anruf Hausmeister Kopp: drei Strahler dunkel.",
        category="Elektro", days=-16, who="jana", signer="Uwe Kopp", role="Hausmeister", lines=lines, paid="none",
    )  # fmt: skip


def tea_kitchen(told: Told) -> Steps[None]:
    lines = [hours("Monteur Sanitär", "1.5", "64.00"), material("Siphon und Dichtsatz", "1", "SET", "34.50"), journey()]
    yield from _routine(
        told, "both", "kramer", "Teeküche: Siphon undicht", "Unter der Spüle steht eine Schüssel.", category="Sanitär",
        days=-26, who="tech1", signer="Bea Kramer", role="Inhaberin", lines=lines, paid="none",
    )  # fmt: skip


def emergency_lighting(told: Told) -> Steps[None]:
    """Its payer asks for an order number on every invoice, which the site carries."""
    lines = [
        flat("Prüfung Notbeleuchtung mit Protokoll", "320.00"),
        material("Akku 3,6 V", "2", "C62", "41.80"),
        journey(),
    ]
    yield from _routine(
        told, "brandt.all", "park", "Notbeleuchtung prüfen", "Jährliche Prüfung.", category="Elektro",
        days=-18, who="jana", signer="Paul Sommer", role="Objektbetreuung", lines=lines, paid="none",
    )  # fmt: skip


def building_site(told: Told) -> Steps[None]:
    """For a building firm: the customer owes the VAT (§ 13b UStG)."""
    lines = [service("Baufeinreinigung", "420", "MTK", "2.85"), flat("Entsorgung Restmaterial", "95.00")]
    yield from _routine(
        told, "", "rehm", "Bauendreinigung Haus 2", "Telefonisch bestellt von Frau Rehm.", category="Reinigung",
        days=-24, who="milan", signer="Tanja Rehm", role="Bauleitung", lines=lines, paid="all",
    )  # fmt: skip


def garage(told: Told) -> Steps[None]:
    """Billed as far as a draft that somebody still has to check."""
    lines = [service("Kehren und Nassreinigung", "1150", "MTK", "0.68"), journey()]
    ticket = yield from told.report(
        "stadtbau.all", "linden", "Tiefgarage vor dem Winter reinigen", "Bitte die Stellplätze 1–40.",
        days=-21, hour=10, category="Reinigung", room="Tiefgarage", kind="order",
    )  # fmt: skip
    day = workday(-8)
    visit = yield from told.done(ticket, "milan", days=day, hour=7, hours=6, said=-19)
    report = yield from paper.open_report(told.company, visit, "milan", days=day, lines=lines)
    yield from paper.signed_in_portal(told.company, report, "stadtbau.all", days=workday(day + 1))
    yield from paper.drafted(told.company, [report], days=workday(-2))


def _routine(
    told: Told, reporter: str, site: str, title: str, text: str, *, category: str, days: int, who: str, signer: str, role: str,
    lines: list[Line], paid: str,
) -> Steps[None]:  # fmt: skip
    """Reported, done four days later, signed at the door, billed after five more."""
    ticket = yield from told.report(reporter, site, title, text, days=days, hour=9, minute=days % 60, category=category)
    day = workday(days + 4)
    visit = yield from told.done(ticket, who, days=day, hour=8 + days % 6, said=days + 1)
    report = yield from paper.open_report(told.company, visit, who, days=day, lines=lines)
    yield from paper.signed_on_device(told.company, report, who, signer=signer, role=role, days=day)
    yield from paper.billed(told.company, [report], days=workday(day + 5), paid=paid)


STORIES = (
    smoke_detector, door_closer, filter_change, burst_pipe, glass_cleaning, school_tap, tea_kitchen, building_site, garage,
    emergency_lighting, school_light,
)  # fmt: skip
