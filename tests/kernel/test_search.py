"""The search finds the same on both engines, whatever people type, and stays quick on many hits."""

import pytest

from tests import factories as make
from torhaus.customers.models import Customer
from torhaus.kernel import search
from torhaus.kernel.models import SearchEntry

TEXTS = {
    "pump": "T-1204 Wärmepumpe tropft Uferstraße 4b",
    "heat": "T-1205 Heizung kalt Münsterallee 18",
    "mail": "Miriam Brandt miriam.brandt@hv-brandt.example 0761 5550210",
    "odd": "Çelik & Söhne – Fliesen\u00adleger „Café“ № 7",
}


@pytest.fixture
def found(db):
    """found(words) → keys of the texts that match."""
    provider, other = make.make_provider(), make.make_provider()
    rows = {key: make.make_customer(provider) for key in TEXTS}
    for key, customer in rows.items():
        search.put(customer, provider_id=provider.pk, text=TEXTS[key])
    search.put(make.make_customer(other), provider_id=other.pk, text="Wärmepumpe")

    def look(words):
        ids = search.narrow(Customer.objects.filter(provider=provider), provider_id=provider.pk, words=words)
        return {key for key, customer in rows.items() if customer in ids}

    return look


EXPECTED = [
    ("Wärmepumpe", {"pump"}), ("warmepumpe", {"pump"}), ("wärmep", {"pump"}), ("WAERMEPUMPE", {"pump"}), ("pumpe", set()),
    ("wärmepumpen", set()), ("Uferstraße", {"pump"}), ("uferstrasse", {"pump"}), ("4b", {"pump"}), ("T-1204", {"pump"}),
    ("1204", {"pump"}), ("120", {"pump", "heat"}), ("t", {"pump", "heat"}), ("tropft wärme", {"pump"}), ("heizung tropft", set()),
    ("miriam@hv-brandt", {"mail"}), ("brandt example", {"mail"}), ("0761/555", {"mail"}), ("celik sohne", {"odd"}),
    ("Soehne", {"odd"}), ("cafe", {"odd"}), ("Wa\u0308rmepumpe", {"pump"}), ("   ", set(TEXTS)), ("", set(TEXTS)),
    ("münsterallee", {"heat"}), ("muensterallee 18", {"heat"}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "keys"), EXPECTED)
def test_words_find_by_their_beginning_without_accents(found, words, keys):
    assert found(words) == keys


@pytest.mark.parametrize(("words", "keys"), EXPECTED)
@pytest.mark.parametrize("close", [-1, 1000])
def test_frequent_words_find_the_same_whether_they_lie_close_or_not(found, words, keys, close, monkeypatch):
    monkeypatch.setattr(search, "FEW", 0)
    monkeypatch.setattr(search, "CLOSE", close)
    assert found(words) == keys


HOSTILE = [
    '"', "'", "*", "NEAR(", "a OR b", "NOT", "words:x", "^heiz", "-heizung", "((", "%", "_", "\x00", "🔥",
    "ي", "\\", "a" * 10_000, "x " * 500, ":*", "!", "&", "|", "<->",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_input_finds_nothing_or_little_and_never_fails(found, words):
    assert found(words) <= {"pump", "heat"}


def test_percent_sign_is_no_wildcard(found):
    assert found("%zung") == set()
    assert found("hei_ung") == set()


def test_changed_and_removed_rows_are_found_no_longer(found, django_assert_num_queries):
    customer = Customer.objects.order_by("pk").first()
    search.put(customer, provider_id=customer.provider_id, text="Dachrinne")
    assert found("wärmepumpe") == set()
    assert found("dachr") == {"pump"}
    search.remove(customer)
    assert found("dachr") == set()


def test_bulk_fill_finds_like_single_puts(found):
    Customer.objects.filter(pk__gt=0).update(name="Grünpflege Süd")
    SearchEntry.objects.all().delete()
    search.fill_from(table="customers_customer", kind="customers.customer", text="name || ' ' || number")
    assert found("grunpf süd") == set(TEXTS)
    assert found("wärmepumpe") == set()
