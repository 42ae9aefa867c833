"""Every component on one page, for whoever builds or judges them; routed in DEBUG only."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from torhaus.ui.forms import MoneyField, PhotosField
from torhaus.ui.lists import Page, Tab
from torhaus.ui.render import render_page
from torhaus.ui.shell import MENU, Contact, NavGroup, NavItem, Shell

LAYOUTS = ("portal", "office", "plain")
KINDS = [("damage", "Schaden"), ("order", "Auftrag"), ("quote", "Angebot"), ("question", "Frage")]


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label="Worum geht es?", max_length=80, help_text="Ein Satz genügt.")
    email = forms.EmailField(label="E-Mail")
    phone = forms.CharField(
        label="Telefon", required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    password = forms.CharField(label="Passwort", widget=forms.PasswordInput)
    text = forms.CharField(label="Beschreibung", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Was ist es?", choices=KINDS, widget=forms.RadioSelect)
    trades = forms.MultipleChoiceField(
        label="Gewerke",
        choices=[("san", "Sanitär"), ("el", "Elektro")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    site = forms.ChoiceField(
        label="Objekt", choices=[("", "Bitte wählen"), ("1", "Uferstraße 4"), ("2", "Kita Sonnenblume")]
    )
    day = forms.DateField(label="Tag")
    at = forms.TimeField(label="Uhrzeit", required=False)
    amount = MoneyField(label="Betrag")
    is_urgent = forms.BooleanField(label="Es ist dringend", required=False)
    is_shown = forms.BooleanField(label="Ausführende im Portal zeigen", required=False, help_text="Gilt ab sofort.")
    document = forms.FileField(label="Dokument", required=False)
    photos = PhotosField(label="Fotos", required=False)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """`?layout=portal|office|plain`, `?theme=light|dark`, `?failed=1` for a form that failed."""
    layout = request.GET.get("layout", "portal")
    layout = layout if layout in LAYOUTS else "portal"
    request.shell = _shell(layout)  # type: ignore[attr-defined]
    request.COOKIES["theme"] = request.GET.get("theme", request.COOKIES.get("theme", ""))
    failed = "failed" in request.GET
    form = SampleForm(
        {"title": "", "email": "kein", "amount": "1.2x"} if failed else None, initial={"amount": Decimal("1284.50")}
    )
    context = {"layout": f"layouts/{layout}.html", "layout_name": layout, "form": form, "rows": _rows(), **_samples()}
    return render_page(request, "gallery/gallery.html", context, status=422 if failed else 200)


def _samples() -> dict[str, Any]:
    now = timezone.now()
    return {
        "now": now,
        "later": now + datetime.timedelta(minutes=90),
        "tomorrow": now + datetime.timedelta(days=1),
        "tabs": [
            Tab("?view=new", "Neu", is_current=True, count=7, is_hot=True),
            Tab("?view=mine", "Meine", count=5),
            Tab("?view=all", "Alle"),
        ],
    }


def _rows() -> Page[Any]:
    samples = [
        ("RE-2026-0412", "Hausverwaltung Brandt", "1842.12", "Offen", "warn"),
        ("RE-2026-0398", "Kita Sonnenblume", "612.85", "Überfällig", "bad"),
        ("RE-2026-0391", "Wohnungseigentümergemeinschaft Rosenweg 21", "94.01", "Bezahlt", "ok"),
    ]
    names = ("number", "customer", "total", "word", "tone")
    return Page(items=[dict(zip(names, sample, strict=True)) for sample in samples], next_cursor="x", prev_cursor="y")


def _shell(layout: str) -> Shell:
    home = NavItem(url="?", label="Start", icon="house", is_current=True)
    tickets = NavItem(url="?t", label="Meldungen", icon="inbox", count_key="tickets", is_hot=True)
    visits = NavItem(url="?v", label="Termine", icon="calendar-days")
    report = NavItem(url="?n", label="Melden", icon="camera", is_primary=True)
    menu = NavItem(url=MENU, label="Mehr", icon="menu")
    sites = NavGroup(label="Rund um Ihre Objekte", items=[NavItem(url="?o", label="Objekte", icon="building-2")])
    return Shell(
        name="Lindner",
        home="/gallery/",
        tagline="Büro" if layout == "office" else "Gebäudeservice",
        nav_groups=[NavGroup(items=[home, tickets, visits]), sites],
        tabs=[home, tickets, report, visits, menu],
        person_name="Miriam Brandt",
        person_detail="Hausverwaltung Brandt",
        initials="MB",
        account_url="?account",
        logout_url="?logout",
        contact=Contact(name="Selin Özdemir", label="Ihre Ansprechpartnerin", phone="0761 555 0142"),
        search_url="?search",
        search_label="Objekt, Meldung, Rechnung suchen",
        notices_url="?notices",
        counts_url="",
    )
