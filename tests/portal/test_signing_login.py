"""How the signer logged in stands in the evidence."""

from django.test import Client

from tests.factories import PASSWORD
from tests.reports import stage
from torhaus.reports.models import Signature


def test_evidence_names_the_password_that_opened_the_session(cast, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    report = stage.presented(cast)
    client = Client()
    client.post("/login/", {"login": cast["brandt.all"].email, "password": PASSWORD})
    values = {"signer_name": "Miriam Brandt", "agrees": "on", "shown_sha256": report.pdf.sha256}
    assert client.post(f"/portal/reports/{report.pk}/signature/", values).status_code == 302
    assert Signature.objects.get().login_method == "Passwort"
