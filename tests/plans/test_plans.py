"""Every list is served by an index, with every tab and filter: no walk through a large table, no sorting of many rows.

SQLite plans by structure alone. PostgreSQL is asked for its best plan when walks and sorts are made dear, since the tables
of a test are small; what is proved there is that no walk is needed, sorting is looked at on SQLite only.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.cast import Cast
from tests.plans.test_query_counts import grow
from torhaus.accounts.models import Person

pytestmark = pytest.mark.django_db

LARGE = (
    "tickets_ticket", "tickets_ticketmessage", "tickets_ticketattachment", "jobs_visit", "jobs_job", "invoices_invoice",
    "reports_servicereport", "customers_customer", "customers_site", "activity_activity", "kernel_searchentry",
    "customers_changerequest", "notices_outgoingmail", "portal_access_referral",
)  # fmt: skip
FEW_EACH = (
    "customers_contact", "customers_sitehandover", "portal_access_portalaccess", "portal_access_invitation",
    "portal_access_deputyship",
)  # fmt: skip
"""A person or a customer has few of them, which may be sorted; but the table is never walked."""
PAGES = [
    "/office/tickets/?view=new", "/office/tickets/?view=mine", "/office/tickets/?view=unplanned",
    "/office/tickets/?view=waiting", "/office/tickets/?view=all", "/office/tickets/?view=all&status=planned",
    "/office/tickets/?view=all&category=1", "/office/tickets/?view=all&customer={customer}",
    "/office/tickets/?view=all&site={site}", "/office/tickets/?view=all&assigned=none", "/office/tickets/?view=all&q=meldung",
    "/office/visits/?view=today", "/office/visits/?view=week", "/office/visits/?view=coming", "/office/visits/?view=over",
    "/office/visits/?view=all", "/office/visits/?view=all&status=planned", "/office/visits/?view=all&customer={customer}",
    "/office/visits/?view=all&q=auftrag",
    "/office/invoices/", "/office/invoices/?state=draft", "/office/invoices/?state=open", "/office/invoices/?state=overdue",
    "/office/invoices/?state=paid", "/office/invoices/?state=cancelled", "/office/invoices/?q=rohrbruch",
    "/office/invoices/?customer={customer}",
    "/office/customers/", "/office/customers/?q=brandt", "/office/jobs/", "/office/reports/", "/office/counts/",
    "/office/tickets/?view=trials", "/office/sites/", "/office/sites/?q=ufer", "/office/mails/", "/office/change-requests/",
    "/office/change-requests/?view=done", "/office/customers/{customer}/portal/", "/office/jobs/{job}/portal/",
    "/office/sites/{site}/", "/office/sites/{site}/handover/", "/office/sites/{site}/handover/?to={other}",
    "/office/visibility/ticket/{ticket}/",
    "/portal/tickets/", "/portal/visits/", "/portal/reports/", "/portal/invoices/", "/portal/sites/", "/portal/counts/",
    "/portal/referrals/", "/portal/details/", "/portal/account/deputies/",
]  # fmt: skip


def asked_by(client: Client, path: str) -> list[tuple[str, Any]]:
    """The reading queries of a page with their values."""
    found: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    client.get(path)
    with connection.execute_wrapper(note):
        assert client.get(path).status_code == 200
    return [(sql, params) for sql, params in found if sql.startswith("SELECT")]


def plan_of(sql: str, params: Any) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            return [row[3] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return [row[0] for row in cursor.fetchall()]


def walks(plan: list[str]) -> list[str]:
    """The steps that read a whole large table."""
    if connection.vendor == "sqlite":
        return [step for step in plan if any(f"{step} ".startswith(f"SCAN {table} ") for table in LARGE + FEW_EACH)]
    return [step for step in plan if any(f"Seq Scan on {table} " in f"{step} " for table in LARGE + FEW_EACH)]


def sorts(plan: list[str]) -> list[str]:
    """Sorting for the order of the list; of a few rows found by id it costs nothing."""
    is_by_id = any("INTEGER PRIMARY KEY (rowid=?)" in step for step in plan[:1])
    return [step for step in plan if step == "USE TEMP B-TREE FOR ORDER BY" and not is_by_id]


@pytest.fixture
def filled(cast: Cast) -> dict[str, int]:
    return grow(cast, 3)


@pytest.mark.parametrize("page", PAGES)
def test_list_is_served_by_an_index(
    cast: Cast, login: Callable[[Person], Client], filled: dict[str, int], page: str
) -> None:
    person = cast["owner1"] if page.startswith("/office/") else cast["brandt.all"]
    plans = [(sql, plan_of(sql, params)) for sql, params in asked_by(login(person), page.format(**filled))]
    assert [(step, sql) for sql, plan in plans for step in walks(plan)] == []
    large = [(sql, plan) for sql, plan in plans if any(f'FROM "{table}"' in sql for table in LARGE)]
    assert [(step, sql) for sql, plan in large for step in sorts(plan)] == []


def test_walk_and_sort_would_be_seen(db: None) -> None:
    plan = plan_of('SELECT * FROM "tickets_ticket" WHERE "description" = %s ORDER BY "title"', ["x"])
    assert walks(plan) != []
    if connection.vendor == "sqlite":
        assert sorts(plan) != []
