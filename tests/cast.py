"""The standing cast of the tests: the same people as in the demo, so that tests read as prose.

Lindner (provider 1) serves Brandt, Stadtbau and the Kita; Hofer (provider 2) serves Altmann; provider 3 has no portal.
"""

import dataclasses

from tests import factories as make
from torhaus.accounts.models import Person
from torhaus.customers.models import Customer, Site
from torhaus.jobs.models import Job
from torhaus.providers.models import Plan, Provider, Role


@dataclasses.dataclass
class Cast:
    lindner: Provider
    hofer: Provider
    basic: Provider
    brandt: Customer
    stadtbau: Customer
    kita: Customer
    altmann: Customer
    weber: Customer
    ufer: Site
    lindenhof: Site
    baustelle: Site
    altmann_site: Site
    stadtbau_job: Job
    people: dict[str, Person]

    def __getitem__(self, key: str) -> Person:
        """The person behind a key of CONTRACT's demo accounts ("owner1", "brandt.all")."""
        return self.people[key]


def make_cast() -> Cast:
    lindner = make.make_provider(name="Lindner Gebäudeservice", slug="lindner")
    hofer = make.make_provider(name="Hofer Haustechnik", slug="hofer")
    basic = make.make_provider(name="Weiß Reinigung", slug="weiss", plan=Plan.BASIC)
    brandt = make.make_customer(lindner, name="Hausverwaltung Brandt")
    stadtbau = make.make_customer(lindner, name="Stadtbau Freiburg")
    kita = make.make_customer(lindner, name="Kita Sonnenblume", portal_enabled=False)
    altmann = make.make_customer(hofer, name="Familie Altmann")
    weber = make.make_customer(basic, name="Weber")
    ufer = make.make_site(brandt, name="Uferstraße 4")
    lindenhof = make.make_site(brandt, name="Lindenhof 12")
    baustelle = make.make_site(stadtbau, name="Baustelle Nord")
    altmann_site = make.make_site(altmann, name="Haus Altmann")
    stadtbau_job = make.make_job(stadtbau, site=baustelle, title="Fassade Nord")
    people = {
        "owner1": make.make_member(lindner, Role.OWNER, first_name="Selin", last_name="Lindner").person,
        "office1": make.make_member(lindner, Role.OFFICE, first_name="Jonas", last_name="Keller").person,
        "tech1": make.make_member(lindner, Role.TECHNICIAN, first_name="Tarek", last_name="Aydın").person,
        "owner2": make.make_member(hofer, Role.OWNER, first_name="Max", last_name="Hofer").person,
        "tech2": make.make_member(hofer, Role.TECHNICIAN, first_name="Uwe", last_name="Vogt").person,
        "owner3": make.make_member(basic, Role.OWNER, first_name="Ida", last_name="Weiß").person,
        "brandt.all": make.make_access(brandt).person,
        "brandt.colleague": make.make_access(brandt, sees_invoices=False).person,
        "brandt.site": make.make_access(brandt, sites=(ufer,), scope="sites").person,
        "stadtbau.all": make.make_access(stadtbau).person,
        "stadtbau.job": make.make_access(
            stadtbau, make.make_person(email=None, username="lindner.stadtbau"), scope="job", job=stadtbau_job,
            sees_invoices=False, sees_reports=False,
        ).person,
        "kita.off": make.make_access(kita).person,
        "kita.deactivated": make.make_access(kita, make.make_person(is_active=False)).person,
        "altmann.all": make.make_access(altmann).person,
        "weber.all": make.make_access(weber).person,
        "operator": make.make_person(first_name="Olga", last_name="Betrieb", is_operator=True),
    }  # fmt: skip
    both = make.make_person(first_name="Bea", last_name="Beides")
    make.make_access(stadtbau, both)
    make.make_access(altmann, both)
    people["both"] = both
    return Cast(
        lindner=lindner, hofer=hofer, basic=basic, brandt=brandt, stadtbau=stadtbau, kita=kita, altmann=altmann,
        weber=weber, ufer=ufer, lindenhof=lindenhof, baustelle=baustelle, altmann_site=altmann_site,
        stadtbau_job=stadtbau_job, people=people,
    )  # fmt: skip
