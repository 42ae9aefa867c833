"""A mass of rows around the demo: N tickets, visits and invoices each, always the same, written by INSERT … SELECT.

Lindner holds half of everything; Hausverwaltung Brandt 2,000 of each (or all, when there are fewer); the rest is spread over
19 other providers. A million takes minutes on both engines. The mass invoices all say the same and have no paper of their own;
real ones are issued beside them.
"""

import json
from collections.abc import Iterator

from django.db import connection
from django.db.models import Max

from torhaus.customers.models import Contact, Customer, Room, Site
from torhaus.invoices.models import Invoice
from torhaus.jobs.models import Job, Visit
from torhaus.kernel import search
from torhaus.providers.models import NumberRange, Provider
from torhaus.tickets.models import Ticket, TicketCategory

OTHER_PROVIDERS = 19
CUSTOMERS_EACH = 100
CHOSEN_ROWS = 2000
BATCH = 100_000
WORDS = [
    "Heizung", "Wärmepumpe", "Rohrbruch", "Fenster", "Aufzug", "Treppenhaus", "Lüftung", "Grünpflege", "Glasreinigung",
    "Zählertausch",
]  # fmt: skip
SPREAD = "mass_spread"


def fill(rows: int) -> None:
    """Write the mass once; a database that has it already is left alone."""
    if Provider.objects.filter(slug="dienst-1").exists():
        return
    big = Provider.objects.get(slug="lindner")
    chosen = Customer.objects.get(provider=big, name="Hausverwaltung Brandt")
    mine = _customers(big)
    others = [customer for n in range(1, OTHER_PROVIDERS + 1) for customer in _customers(_provider(n))]
    offset = max(model.objects.aggregate(top=Max("id"))["top"] or 0 for model in (Job, Visit, Ticket, Invoice))
    _spread(chosen, mine, others)
    _insert(rows, offset=offset, mine=len(mine), others=len(others))
    _number_ranges(offset + rows)
    _index()
    _statistics()


def _provider(n: int) -> Provider:
    provider = Provider.objects.create(
        name=f"Dienst {n}", legal_name=f"Dienst {n} GmbH", slug=f"dienst-{n}", street="Handwerkerhof 3", postcode="79100",
        city="Freiburg", email=f"buero@dienst{n}.example", phone="0761 5550142", tax_number="06123/45678",
        vat_id="DE136695976", iban="DE02120300000000202051", account_holder=f"Dienst {n} GmbH",
    )  # fmt: skip
    TicketCategory.objects.bulk_create(
        TicketCategory(provider=provider, name=name, position=position)
        for position, name in enumerate(["Sanitär", "Heizung", "Elektro", "Reinigung", "Garten"])
    )
    return provider


def _customers(provider: Provider) -> list[Customer]:
    made = Customer.objects.bulk_create(
        Customer(
            provider=provider, number=f"M-{n:05d}", name=f"{WORDS[n % 10]} Verwaltung {n:03d}", street=f"Nebenweg {n}",
            postcode="79098", city="Freiburg", portal_enabled=True,
        )
        for n in range(1, CUSTOMERS_EACH + 1)
    )  # fmt: skip
    sites = Site.objects.bulk_create(
        Site(
            provider=provider, customer=customer, name=f"Uferstraße {n}", street=f"Uferstraße {n}", postcode="79098",
            city="Freiburg", latitude="47.996", longitude="7.849",
        )
        for customer in made for n in range(1, 4)
    )  # fmt: skip
    Room.objects.bulk_create(Room(provider=provider, site=site, name="Keller") for site in sites)
    Contact.objects.bulk_create(
        Contact(provider=provider, customer=c, last_name="Muster", is_main=True, email=f"k{c.pk}@kunde.example")
        for c in made
    )
    return made


def _spread(chosen: Customer, mine: list[Customer], others: list[Customer]) -> None:
    """A table from slot to customer: -1 the chosen one, from 0 Lindner's, from 1,000,000 everybody else's."""
    sites = dict(Site.objects.order_by("-id").values_list("customer_id", "id"))
    slots = [(-1, chosen), *enumerate(mine), *((1_000_000 + n, c) for n, c in enumerate(others))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE {SPREAD} (slot integer, customer_id bigint, provider_id bigint, site_id bigint)"
        )
        cursor.executemany(
            f"INSERT INTO {SPREAD} VALUES (%s, %s, %s, %s)",  # noqa: S608 - a constant
            [(slot, customer.pk, customer.provider_id, sites[customer.pk]) for slot, customer in slots],
        )
        cursor.execute(f"CREATE INDEX mass_slot ON {SPREAD} (slot)")


def _insert(rows: int, *, offset: int, mine: int, others: int) -> None:
    said = {"snapshot": _shortest_snapshot()}
    with connection.cursor() as cursor:
        for start in range(offset + 1, offset + rows + 1, BATCH):
            for statement in _statements(offset=offset, rows=rows, mine=mine, others=others):
                cursor.execute(statement, said | {"start": start, "end": min(start + BATCH - 1, offset + rows)})
        if connection.vendor == "postgresql":
            for table in ("jobs_job", "jobs_visit", "tickets_ticket", "invoices_invoice"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))")  # noqa: S608


def _shortest_snapshot() -> str:
    """What every mass invoice says: the words of the demo's plainest one."""
    said = Invoice.objects.filter(kind="380", snapshot__isnull=False).values_list("snapshot", flat=True)
    return min((json.dumps(snapshot) for snapshot in said), key=len)


def _number_ranges(last: int) -> None:
    for provider in Provider.objects.all():
        for kind, year in (("ticket", 0), ("job", 0), ("report", 0), ("invoice", 2026)):
            NumberRange.objects.update_or_create(provider=provider, kind=kind, year=year, defaults={"last": last})


def _numbers() -> str:
    if connection.vendor == "sqlite":
        return "(WITH RECURSIVE c(n) AS (SELECT %(start)s UNION ALL SELECT n + 1 FROM c WHERE n < %(end)s) SELECT n FROM c) AS s"
    return "(SELECT n FROM generate_series(%(start)s::bigint, %(end)s::bigint) AS g(n)) AS s"


def _statements(*, offset: int, rows: int, mine: int, others: int) -> Iterator[str]:
    """One INSERT … SELECT per table for the rows from %(start)s to %(end)s; a row has the same id in all four."""
    turn = f"(n - {offset})"
    slot = (
        f"CASE WHEN {turn} %% 2 = 0 AND {turn} <= {2 * CHOSEN_ROWS} THEN -1 WHEN {turn} %% 2 = 0 THEN ({turn} / 2) %% {mine}"
        f" ELSE 1000000 + ({turn} / 2) %% {others} END"
    )
    source = f"FROM {_numbers()} JOIN {SPREAD} AS b ON b.slot = {slot} ORDER BY n"
    words = "CASE (n / 2) %% 10 " + " ".join(f"WHEN {i} THEN '{word}'" for i, word in enumerate(WORDS)) + " END"
    age = f"({offset + rows} - n)"
    yield _jobs(words, age) + source
    yield _visits(words, age) + source
    yield _tickets(words, age) + source
    yield _invoices(words, age) + source


def _jobs(words: str, age: str) -> str:
    return f"""
        INSERT INTO jobs_job (
            id, provider_id, customer_id, site_id, number, title, description, status, contact_name, contact_phone,
            signature_duty, order_number, cost_centre, contract_number, created_at, version
        ) SELECT
            n, provider_id, customer_id, site_id, 'AM-' || n, {words} || ' ' || n, '', 'planned', '', '',
            '', '', '', '', {_moment(age)}, 1
        """


def _visits(words: str, age: str) -> str:
    return f"""
        INSERT INTO jobs_visit (
            id, provider_id, customer_id, job_id, site_id, title,
            status, starts_at, ends_at, contact_name, contact_phone, note, created_at, version
        ) SELECT
            n, provider_id, customer_id, n, site_id, {words} || ' ' || n,
            CASE n %% 5 WHEN 0 THEN 'planned' ELSE 'done' END, {_moment(age)}, {_moment(age, hours=2)}, 'Frau Novak', '', '',
            {_moment(age)}, 1
        """


def _tickets(words: str, age: str) -> str:
    category = "(SELECT MIN(c.id) FROM tickets_ticketcategory c WHERE c.provider_id = b.provider_id) + n %% 5"
    return f"""
        INSERT INTO tickets_ticket (
            id, provider_id, customer_id, site_id, category_id, job_id, visit_id, number, kind, urgency, channel,
            status, title, description,
            contact_name, contact_phone, preferred_dates, caller_name, caller_phone, needs_callback, declined_reason,
            created_at, changed_at, version
        ) SELECT
            n, provider_id, customer_id, site_id, {category}, n, n, 'TM-' || n, 'damage', 'normal', 'portal',
            CASE n %% 7 WHEN 0 THEN 'new' WHEN 1 THEN 'planned' ELSE 'done' END, {words} || ' tropft ' || n, 'Seit gestern.',
            '', '', '', '', '', {_false()}, '',
            {_moment(age)}, {_moment(age)}, 1
        """


def _invoices(words: str, age: str) -> str:
    return f"""
        INSERT INTO invoices_invoice (
            id, provider_id, customer_id, site_id, job_id, kind, status, number, title,
            tax_mode, einvoice_format, leitweg_id, intro, order_number, cost_centre, contract_number,
            issued_on, service_from, service_to, due_on, payment_days,
            discount_percent, net_total, tax_total, gross_total, paid_total,
            snapshot, xml, pdf_id, issued_at, issued_by_id, created_at, version
        ) SELECT
            n, provider_id, customer_id, site_id, n, '380', 'issued', 'RM-2026-' || n, {words} || ' ' || n,
            'standard', 'zugferd', '', '', '', '', '',
            {_day(age)}, {_day(age)}, {_day(age)}, {_day(age, days=14)}, 14,
            0, 100, 19, 119, CASE n %% 10 WHEN 0 THEN 0 ELSE 119 END,
            {_json("%(snapshot)s")}, {_bytes()}, (SELECT MIN(id) FROM files_storedfile),
            {_moment(age)}, (SELECT MIN(id) FROM accounts_person), {_moment(age)}, 1
        """  # noqa: S608 - built of constants and whole numbers


def _moment(age: str, *, hours: int = 0) -> str:
    """Two minutes per row back from ten days ahead; the newest row has the highest id."""
    if connection.vendor == "sqlite":
        return f"datetime('now', '+10 days', '-' || ({age} * 2) || ' minutes', '+{hours} hours')"
    return f"now() + interval '10 days {hours} hours' - {age} * interval '2 minutes'"


def _day(age: str, *, days: int = 0) -> str:
    if connection.vendor == "sqlite":
        return f"date('now', '-' || ({age} * 2) || ' minutes', '+{days} days')"
    return f"(now() + interval '{days} days' - {age} * interval '2 minutes')::date"


def _false() -> str:
    return "0" if connection.vendor == "sqlite" else "false"


def _json(value: str) -> str:
    return value if connection.vendor == "sqlite" else f"{value}::jsonb"


def _bytes() -> str:
    return "x'3c78'" if connection.vendor == "sqlite" else "'\\x3c78'::bytea"


def _index() -> None:
    """Put every row into the search, the way the domains do it one by one."""
    for label, text in (
        ("tickets.ticket", "number || ' ' || title"), ("jobs.visit", "title"), ("invoices.invoice", "COALESCE(number, '') || ' ' || title"),
        ("customers.customer", "number || ' ' || name"),
    ):  # fmt: skip
        search.fill_from(table=label.replace(".", "_"), kind=label, text=text)


def _statistics() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
