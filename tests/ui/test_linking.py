"""Infotexts: plain text with line breaks, links that are safe, nothing that runs."""

import pytest

from tests import factories as make
from torhaus.customers.models import Customer
from torhaus.jobs.models import Job
from torhaus.ui.linking import linked


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Guten Tag", "Guten Tag"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("a@b.example.", '<a class="link" href="mailto:a@b.example">a@b.example</a>.'),
        (
            "(https://x.example/a?b=1&c=2)!",
            '(<a class="link" href="https://x.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow" target="_blank">'
            "https://x.example/a?b=1&amp;c=2</a>)!",
        ),
        ('https://x.example/"onmouseover="x', '<a class="link" href="https://x.example/" rel="noopener noreferrer nofollow" target="_blank">https://x.example/</a>&#34;onmouseover=&#34;x'),
    ],
)  # fmt: skip
def test_text_becomes_safe_links(text, html):
    assert str(linked(text)) == html


def test_infotexts_of_customer_and_job_reach_exactly_their_readers(cast, login):
    Customer.objects.filter(pk=cast.stadtbau.pk).update(portal_greeting="Gruß an alle\nhttps://stadtbau.example")
    Job.objects.filter(pk=cast.stadtbau_job.pk).update(portal_greeting="Nur zur Fassade")
    make.make_job(cast.stadtbau, portal_greeting="Anderer Auftrag")
    job_only = login(cast["stadtbau.job"]).get("/portal/").text
    assert "Nur zur Fassade" in job_only
    assert 'href="https://stadtbau.example"' in job_only
    assert "Anderer Auftrag" not in job_only
    everything = login(cast["stadtbau.all"]).get("/portal/").text
    assert "Gruß an alle" in everything
    assert "Nur zur Fassade" not in everything
    assert "Gruß an alle" not in login(cast["brandt.all"]).get("/portal/").text


def test_office_writes_the_infotext_of_a_job(cast, login):
    office = login(cast["office1"])
    address = f"/office/jobs/{cast.stadtbau_job.pk}/portal/"
    assert office.post(address, {"portal_greeting": "Hallo", "version": cast.stadtbau_job.version}).status_code == 302
    assert Job.objects.get(pk=cast.stadtbau_job.pk).portal_greeting == "Hallo"
    assert office.post(address, {"portal_greeting": "x" * 2001, "version": 2}).status_code == 422
    office.post(address, {"portal_greeting": "", "version": 2})
    assert Job.objects.get(pk=cast.stadtbau_job.pk).portal_greeting == ""
    visit = make.make_visit(cast.stadtbau_job)
    Job.objects.filter(pk=cast.stadtbau_job.pk).update(portal_greeting="Bitte klingeln")
    assert "Bitte klingeln" in login(cast["stadtbau.all"]).get(f"/portal/visits/{visit.pk}/").text
