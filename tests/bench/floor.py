"""The floor, frozen: a list page as a stock Django project would serve it. Do not improve this file.

Stock middleware of `startproject`, Django's own templates and ORM, no layout, session and person, 50 rows of the same
table in five columns with two dates, one query for the rows. Served from the same database by the same server.
"""

from django.apps import AppConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from torhaus.config.settings import *  # noqa: F403
from torhaus.config.settings import INSTALLED_APPS

NOT_STOCK = {"csp", "django_htmx", "allauth.account", "allauth.mfa"}


class AccountTables(AppConfig):
    """The login's tables, without asking for its middleware, which a stock project has not."""

    name = "allauth.account"
    default_auto_field = "django.db.models.AutoField"


class FactorTables(AppConfig):
    name = "allauth.mfa"
    default_auto_field = "django.db.models.BigAutoField"


TABLES = ["tests.bench.floor.AccountTables", "tests.bench.floor.FactorTables"]
INSTALLED_APPS = [*(app for app in INSTALLED_APPS if app not in NOT_STOCK), *TABLES, "django.contrib.sessions"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "tests.bench.floor"
WSGI_APPLICATION = "tests.bench.floor_wsgi.application"
COLUMNS = {
    "tickets": ("tickets.Ticket", "number", "title", "status", "created_at", "changed_at"),
    "visits": ("jobs.Visit", "title", "status", "contact_name", "starts_at", "ends_at"),
    "invoices": ("invoices.Invoice", "number", "title", "gross_total", "issued_on", "issued_at"),
    "customers": ("customers.Customer", "number", "name", "city", "created_at", "created_at"),
}
PAGE = """<!doctype html><title>{{ user }}</title><table>{% for row in rows %}<tr>
<td><a href="/row/{{ row.pk }}/">{{ row.ONE }}</a></td><td>{{ row.TWO }}</td><td>{{ row.THREE }}</td>
<td>{{ row.FIRST|date:"d.m.Y" }}</td><td>{{ row.SECOND|date:"d.m.Y H:i" }}</td></tr>{% endfor %}</table>"""


def _page(columns: tuple[str, ...]) -> str:
    page = PAGE
    for place, column in zip(("ONE", "TWO", "THREE", "FIRST", "SECOND"), columns[1:], strict=True):
        page = page.replace(f"row.{place}", f"row.{column}")
    return page


PAGES = {f"{table}.html": _page(columns) for table, columns in COLUMNS.items()}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [("django.template.loaders.locmem.Loader", PAGES)],
                )
            ],
        },
    }
]
CONTENT_SECURITY_POLICY = None


def rows_page(request: HttpRequest, table: str) -> HttpResponse:
    from django.apps import apps

    label, *columns = COLUMNS[table]
    rows = apps.get_model(label).objects.filter(provider_id=int(request.GET["provider"])).order_by("-id").only(*columns)
    return render(request, f"{table}.html", {"rows": rows[:50]})


urlpatterns = [path("floor/<str:table>/", rows_page)]
