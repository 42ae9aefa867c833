"""Postausgang: the owner reads what was mailed; nobody reads a secret link that a mail server has carried away."""

import pytest
from django.urls import reverse

from tests import factories as make
from torhaus.delivery import post
from torhaus.kernel import queue
from torhaus.notices.models import SECRET_LINK, MailStatus, OutgoingMail
from torhaus.portal_access import actions as portal_access


@pytest.fixture
def mail(cast):
    return OutgoingMail.objects.create(
        provider_id=cast.lindner.pk, key="1:a", to_address="miriam@brandt.example", to_name="Miriam Brandt",
        subject="Ihr Termin steht fest", text="Wir kommen am Montag.", html="<html><head></head><body>Wir kommen.</body></html>",
    )  # fmt: skip


@pytest.fixture
def invitation_mail(cast, settings, tmp_path):
    settings.EMAIL_URL, settings.MAIL_DIR = "", tmp_path / "mails"
    portal_access.invite(contact=make.make_contact(cast.brandt), by=cast["owner1"])
    queue.run_until_idle()
    return OutgoingMail.objects.get(invitation_id__isnull=False)


def test_owner_sees_mails_of_the_own_company_only(cast, login, mail):
    OutgoingMail.objects.create(
        provider_id=cast.hofer.pk, key="2:b", to_address="x@y.example", subject="Fremd", text="x"
    )
    page = login(cast["owner1"]).get(reverse("office:mails")).content.decode()
    assert "Ihr Termin steht fest" in page
    assert "Miriam Brandt" in page
    assert "Fremd" not in page
    assert "Fremd" in login(cast["owner2"]).get(reverse("office:mails")).content.decode()


@pytest.mark.parametrize("key", ["office1", "tech1", "owner2", "brandt.all"])
def test_others_get_404_for_mails(cast, login, mail, key):
    pages = [reverse("office:mail", args=[mail.pk]), reverse("office:mail_preview", args=[mail.pk])]
    assert [login(cast["owner1"]).get(page).status_code for page in pages] == [200, 200]
    assert [login(cast[key]).get(page).status_code for page in pages] == [404, 404]
    assert login(cast[key]).post(reverse("office:mail_repetition", args=[mail.pk])).status_code == 404


def test_list_asks_the_same_queries_for_one_and_fifty_mails(cast, login, mail, django_assert_max_num_queries):
    client = login(cast["owner1"])
    client.get(reverse("office:mails"))
    with django_assert_max_num_queries(4):
        client.get(reverse("office:mails"))
    OutgoingMail.objects.bulk_create(
        OutgoingMail(provider_id=cast.lindner.pk, key=f"3:{n}", to_address="a@b.example", subject=f"Mail {n}", text="x")
        for n in range(60)
    )
    with django_assert_max_num_queries(4):
        page = client.get(reverse("office:mails")).content.decode()
    assert 'rel="next"' in page


def test_kept_mail_shows_its_working_link(cast, login, invitation_mail, client):
    page = login(cast["owner1"]).get(reverse("office:mail", args=[invitation_mail.pk])).content.decode()
    link = page.split('href="http://localhost:8000/invitation/')[1].split('"')[0]
    assert client.get(f"/invitation/{link}").status_code == 200
    assert "secret.invalid" not in page


def test_secret_link_of_a_sent_mail_is_shown_to_nobody(cast, login, invitation_mail, settings):
    settings.EMAIL_URL = "smtp://mail.example"
    client = login(cast["owner1"])
    page = client.get(reverse("office:mail", args=[invitation_mail.pk])).content.decode()
    preview = client.get(reverse("office:mail_preview", args=[invitation_mail.pk])).content.decode()
    assert "/invitation/" not in page + preview
    assert SECRET_LINK not in page + preview
    assert "persönlicher Link" in page


def test_preview_runs_nothing_and_stands_in_our_frame_only(cast, login, mail):
    response = login(cast["owner1"]).get(reverse("office:mail_preview", args=[mail.pk]))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox" in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_failed_mail_can_be_sent_again(cast, login, mail, mailbox):
    OutgoingMail.objects.filter(pk=mail.pk).update(status=MailStatus.FAILED, last_error="550 no such user", attempts=1)
    client = login(cast["owner1"])
    assert "550 no such user" in client.get(reverse("office:mail", args=[mail.pk])).content.decode()
    assert client.post(reverse("office:mail_repetition", args=[mail.pk])).status_code == 302
    post.send_due()
    mail.refresh_from_db()
    assert mail.status == MailStatus.SENT
    assert len(mailbox.arrived) == 1
