"""The whole story: from an empty database to the paid invoice, the customer on a phone, the office at a desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.installation import installed
from tests.e2e.screen import PHONE
from tests.e2e.story import company, money, portal, work
from tests.e2e.story.stage import Stage


@pytest.fixture(params=["de", "en"])
def stage(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    with installed(tmp_path_factory.mktemp("empty"), ("migrate",)) as made:
        yield Stage(browser, made, request.param)


CHAPTERS = (
    company.founded, company.filled_in, company.colleague_invited, company.customers_imported, company.customer_by_hand,
    portal.portal_opened, portal.invitation_taken_up, portal.start_page_seen, portal.fault_reported, portal.fault_answered,
    portal.call_taken, portal.fault_accepted, work.visit_planned, work.moved_at_wish, work.work_done, work.report_presented,
    work.signed_by_hand, work.second_visit_signed_by_name, money.invoice_stopped, money.invoice_issued, money.invoice_read,
    money.invoice_paid, money.wrong_invoice_cancelled, money.history_told,
)  # fmt: skip


def test_from_the_first_login_to_the_paid_invoice(stage):
    for chapter in CHAPTERS:
        chapter(stage)
    stage.end()


def test_overdue_is_said_on_both_sides(demo, enter):
    """The clock of a real server cannot be turned on, so the demo's overdue invoice shows it."""
    office, portal = enter("office1").new_page(), enter("brandt.all", viewport=PHONE).new_page()
    office.goto("/office/invoices/?view=overdue&q=Filterwechsel")
    expect(office.get_by_role("row", name="Filterwechsel")).to_contain_text("Überfällig")
    portal.goto("/portal/")
    task = portal.locator(".task", has_text="überfällig seit").first
    task.get_by_role("link", name="Zahlungsdaten anzeigen").click()
    expect(portal.locator("body")).to_contain_text("Überfällig")
