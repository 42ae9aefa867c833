"""Cookies behind TLS, as a browser gets them from an installation of its own."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from torhaus.accounts.models import PersonSession

VISIT = """
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from torhaus.flows.found_company import found_company
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
call_command("migrate", verbosity=0)
found_company(company="Probe", email="eva@probe.example", first_name="Eva", last_name="Probe", password="Vier-kleine-Wörter")
client = Client(HTTP_HOST="portal.example")
page = client.get("/login/")
print("HSTS", page.headers.get("Strict-Transport-Security"))
client.post("/login/", {"login": "eva@probe.example", "password": "Vier-kleine-Wörter"})
client.post("/office/account/other-sessions/")
for cookie in client.cookies.values():
    flags = [bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"] or "-"]
    print("COOKIE", cookie.key, *flags)
"""


@pytest.mark.slow
def test_every_cookie_is_bound_to_host_and_tls(tmp_path):
    env = os.environ | {
        "TORHAUS_DATA_DIR": str(tmp_path), "TORHAUS_BASE_URL": "https://portal.example", "TORHAUS_ALLOWED_HOSTS": "portal.example",
        "TORHAUS_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "torhaus.config.settings",
    }  # fmt: skip
    program = f"import django; django.setup()\n{VISIT}"
    told = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True)
    lines = [line.split() for line in told.stdout.splitlines()]
    assert [line for line in lines if line[0] == "HSTS"] == [["HSTS", "max-age=31536000"]], told.stderr
    cookies = {line[1]: line[2:] for line in lines if line[0] == "COOKIE"}
    assert set(cookies) == {"__Host-session", "__Host-csrf", "__Host-device", "__Host-messages"}
    assert all(flags == ["True", "True", "Lax", "/", "-"] for flags in cookies.values()), cookies


def test_strangers_leave_no_session_behind(cast, login):
    stranger = Client()
    for address in ("/", "/login/", "/p/hofer/", "/password/reset/"):
        stranger.get(address)
    assert stranger.post("/p/hofer/seat/")["Location"] == "/p/hofer/"
    stranger.post("/login/", {"login": "x@x.example", "password": "falsch-falsch"})
    assert PersonSession.objects.count() == 0
    assert login(cast["both"]).post("/p/hofer/seat/")["Location"] == "/"
    assert PersonSession.objects.count() == 1
