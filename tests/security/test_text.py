"""Text that no form field checks: NUL, and more than fits."""

import pytest

from tests import factories as make
from tests.files import samples
from torhaus.activity.models import Activity
from torhaus.files.models import PendingUpload
from torhaus.kernel.models import FormKey
from torhaus.providers.models import Membership
from torhaus.reports import actions as reports
from torhaus.reports.models import ReportPhoto

NASTY = "An\0na" + "x" * 1000


@pytest.mark.parametrize(("step", "field"), [("cancellation", "reason"), ("no-show", "note")])
def test_words_to_a_step_are_kept_as_far_as_they_fit(cast, login, step, field):
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer), (Membership.objects.get(person=cast["tech1"]),))
    assert login(cast["office1"]).post(f"/office/visits/{visit.pk}/{step}/", {field: NASTY}).status_code == 302
    data = Activity.objects.filter(visit_id=visit.pk).latest("pk").data
    assert data[field] == "Anna" + "x" * 496


def test_captions_are_kept_as_far_as_they_fit(cast, login):
    photo = samples.upload("a.jpg", samples.picture())
    sent = {"kind": "damage", "upload_key": "k" * 20, "files": [photo], "files_caption": [NASTY]}
    login(cast["brandt.all"]).post("/portal/tickets/new/", sent)
    assert PendingUpload.objects.get().caption == "Anna" + "x" * 196


def test_captions_of_a_report_are_kept_as_far_as_they_fit(cast, login):
    visit = make.make_visit(make.make_job(cast.brandt, site=cast.ufer), status="done")
    report = reports.draft_report(visit=visit, by=cast["office1"])
    sent = {"photos": [samples.upload("a.jpg", samples.picture())], "photos_caption": [NASTY], "do": "add"}
    login(cast["office1"]).post(f"/office/reports/{report.pk}/edit/", sent)
    assert ReportPhoto.objects.get().caption == "Anna" + "x" * 196


def test_filter_of_a_list_that_is_too_long_to_remember_is_forgotten(cast, login):
    ticket, client = make.make_ticket(cast.brandt), login(cast["office1"])
    for words, answer in (
        ("kurz", f"/office/tickets/{ticket.pk}/?q=kurz"),
        ("x" * 600, f"/office/tickets/{ticket.pk}/"),
    ):
        sent = {"me": "1", "form_key": f"key-0123456789-{words[:4]}"}
        assert client.post(f"/office/tickets/{ticket.pk}/assignment/?q={words}", sent)["Location"] == answer
    assert FormKey.objects.count() == 2


@pytest.mark.parametrize("words", ["\0", "a\0b", "'\"*():&|!<->", "x" * 5000, "😀 \u202e ﷽", "%", "\\", "ß" * 300])
def test_no_search_or_filter_is_an_error(cast, login, words):
    pages = {
        "office1": ["tickets", "customers", "sites", "jobs", "visits", "reports", "invoices", "tickets/new", "jobs/new", "invoices/new"],
        "brandt.all": ["tickets", "sites", "invoices", "visits", "reports"],
    }  # fmt: skip
    for who, lists in pages.items():
        client, side = login(cast[who]), "portal" if who == "brandt.all" else "office"
        for page in lists:
            for name in ("q", "status", "state", "kind", "view", "after", "from", "assigned", "urgency", "category"):
                answer = client.get(f"/{side}/{page}/", {name: words})
                assert answer.status_code == 200, (page, name)


def test_cookie_with_impossible_signs_is_no_session(cast, client):
    client.cookies["session"] = "\0" * 32
    assert client.get("/office/")["Location"] == "/login/?next=/office/"
    client.cookies["language"] = "\0"
    assert client.get("/login/").status_code == 200
