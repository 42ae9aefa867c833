"""The last hour and a half: new tickets, a call, an answer, an invitation; their mails go out when the demo is loaded."""

import datetime as dt

from django.utils import timezone

from torhaus.cli.demo.clock import Steps, moment, past
from torhaus.cli.demo.told import Told
from torhaus.flows.activate_portal import save_portal
from torhaus.flows.hand_over_site import hand_over
from torhaus.portal_access.actions import name_deputy
from torhaus.portal_access.models import PortalAccess
from torhaus.tickets import actions as tickets


def second_quote(told: Told) -> Steps[None]:
    yield from told.report(
        "both", "kramer", "Angebot für zweite Glasreinigung im Jahr", "Bitte für das ganze erste Obergeschoss.",
        days=-1, hour=16, category="Reinigung", kind="quote", photos=("fenster",),
    )  # fmt: skip


def lukewarm_water(told: Told) -> Steps[None]:
    """A call that the office took down."""
    yield from told.report(
        "", "rosen", "Warmwasser nur lauwarm", "Anruf Herr Kühn, Wohnung 3. Seit zwei Tagen.",
        days=0, hour=7, minute=15, category="Heizung", room="Wohnung 3", caller_name="Herr Kühn",
        caller_phone="0160 5550733", needs_callback=True, photos=("heizkoerper",),
    )  # fmt: skip


def stain(told: Told) -> Steps[None]:
    """The ticket with a talk: note inside, answer outside."""
    description = (
        "Im Schlafzimmer unserer Mieterin Frau Novak ist seit gestern ein Fleck an der Decke, er wird größer. "
        "Darüber liegt das Bad der Wohnung 14. Frau Novak ist nachmittags zu Hause."
    )
    ticket = yield from told.report(
        "brandt.all", "ufer", "Wasserfleck an der Decke", description, days=0, hour=7, minute=48, room="Wohnung 12",
        photos=("decke", "rohr"), contact_name="Frau Novak", contact_phone="0160 5550119",
    )  # fmt: skip
    desk = told.company.staff["office1"]
    when = past(days=0, hour=7, minute=58)
    yield when
    with moment(when):
        tickets.assign(ticket=ticket, member=desk, by=desk.person)
    note = "Im März hatten wir dort schon eine undichte Silikonfuge. Bitte Feuchtemessgerät mitnehmen."
    yield from told.note(ticket, note, days=0, hour=8, minute=2)
    answer = "Guten Tag Frau Brandt, Herr Aydın meldet sich noch heute wegen eines Termins bei Frau Novak."
    yield from told.answer(ticket, answer, days=0, hour=8, minute=30)


def cold_hall(told: Told) -> Steps[None]:
    yield from told.report(
        "brandt.all", "park", "Heizung zeigt F.28, Halle kalt", "Das Gerät geht nach dem Entstören nach zwei Minuten wieder aus.",
        days=0, hour=8, minute=21, category="Heizung", room="Technikraum", photos=("heizung",), urgency="high",
        contact_name="Pforte", contact_phone="0761 5550388",
    )  # fmt: skip


def invited(told: Told) -> Steps[None]:
    """A new customer in the portal; the link to the password waits in the outgoing mail."""
    when = past(days=0, hour=8, minute=35)
    yield when
    with moment(when):
        save_portal(
            customer=told.company.customers["praxis"], by=told.company.staff["office1"].person, portal_enabled=True
        )


def deputy(told: Told) -> Steps[None]:
    """Ms Brandt will be on holiday; Mr Sommer stands in, and it ends by itself."""
    when = past(days=0, hour=8, minute=36)
    yield when
    with moment(when):
        people, day = told.company.people, timezone.localdate()
        accesses = {
            row.person_id: row for row in PortalAccess.objects.filter(customer=told.company.customers["brandt"])
        }
        name_deputy(
            access=accesses[people["brandt.all"].pk], deputy=accesses[people["brandt.colleague"].pk],
            starts_on=day + dt.timedelta(days=30), ends_on=day + dt.timedelta(days=44), by=people["brandt.all"],
        )  # fmt: skip


def new_manager(told: Told) -> Steps[None]:
    """A site goes to another customer in two months."""
    when = past(days=0, hour=8, minute=38)
    yield when
    with moment(when):
        hand_over(
            sites=[told.company.sites["breisach"]], to_customer=told.company.customers["kramer"],
            starts_on=timezone.localdate() + dt.timedelta(days=60), by=told.company.staff["office1"].person,
        )  # fmt: skip


STORIES = (second_quote, lukewarm_water, stain, cold_hall, invited, deputy, new_manager)
