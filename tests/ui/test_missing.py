"""What is missing looks the same everywhere."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_missing_and_foreign_page_read_the_same() -> None:
    client = Client(raise_request_exception=False)
    first, second = client.get("/there/is/nothing/"), client.get("/nor/here/")
    assert (first.status_code, second.status_code) == (404, 404)
    assert first.content == second.content
