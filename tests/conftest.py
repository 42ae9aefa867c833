"""Fixtures that every test may use: the cast, a client that is logged in, a data directory of its own."""

import os
import pathlib
import tempfile
from collections.abc import Callable, Iterator

os.environ["TORHAUS_DATA_DIR"] = tempfile.mkdtemp(prefix="torhaus-test-")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright leaves its event loop in the test process
os.environ["TORHAUS_BASE_URL"] = "http://localhost:8000"
for _name in ("TORHAUS_EMAIL_URL", "TORHAUS_DEBUG", "TORHAUS_TRUSTED_PROXIES"):
    os.environ.pop(_name, None)

from tests import postgres
from tools import translations

translations.compile_all()
postgres.start_if_wanted()

import hypothesis
import pytest
import pytest_django
from django.conf import settings
from django.test import Client

from tests import frozen
from tests.cast import Cast, make_cast
from tests.installation import copy_of, installation, make_installation, template  # noqa: F401
from tests.mailserver import mailbox  # noqa: F401
from tests.racing import race  # noqa: F401
from torhaus.accounts.models import Person


def pytest_configure() -> None:
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    frozen.install()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    hypothesis.settings.register_profile("torhaus", deadline=None)  # a busy machine is no defect
    hypothesis.settings.load_profile("torhaus")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """As pytest-django's, but no session is left at the end that would keep PostgreSQL from dropping the database."""
    yield
    with django_db_blocker.unblock():
        postgres.end_other_sessions()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def login() -> Callable[[Person], Client]:
    """login(person) → a client with a session of that person."""

    def open_session(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return open_session


@pytest.fixture
def data_dir() -> pathlib.Path:
    return pathlib.Path(settings.DATA_DIR)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name bytes by their length: two test processes must collect the same names, also of archives that hold the time."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) else None
