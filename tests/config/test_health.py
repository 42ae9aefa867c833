"""Health endpoints, and what stands in front of every view: client address, TLS at the proxy."""

import datetime as dt

from django.utils import timezone

from torhaus.config import health
from torhaus.kernel.models import WorkerBeat


def test_process_is_alive_without_asking_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready_with_a_living_worker_only(client, db):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failed", "database": "ok", "worker": "no sign of life", "disk": "ok"}
    WorkerBeat.objects.create(name="a", seen_at=timezone.now() - dt.timedelta(minutes=2))
    assert client.get("/readyz").status_code == 503
    WorkerBeat.objects.create(name="b", seen_at=timezone.now())
    assert client.get("/readyz").json() == {"status": "ok", "database": "ok", "worker": "ok", "disk": "ok"}


def test_full_disk_is_not_ready(client, db, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 1 << 62)
    assert client.get("/readyz").json()["disk"] == "almost full"


def test_behind_tls_answers_carry_hsts(client, db, settings):
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    settings.IS_TLS, settings.SECURE_HSTS_SECONDS = True, 31536000
    client.handler._middleware_chain = None
    assert client.get("/healthz").headers["Strict-Transport-Security"] == "max-age=31536000"
