"""Full-text search over short texts of rows, the same on SQLite and PostgreSQL; every word matches by its beginning.

"Wärmepumpe" is found by "warmepumpe", "waermepumpe" and "wärmep"; "T-1204" by "1204". Domains put their text in when they
write a row; lists narrow a queryset with `narrow`, which stays quick whether a word is rare or stands in every second row:
rare hits are looked up in the index; among frequent ones, the list walks in its own order and asks row by row.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from torhaus.kernel.models import SearchEntry

M = TypeVar("M", bound=Model)

FEW = 64
"""Up to so many hits a search is a list of ids; of more, the newest ones show how close they lie."""
CLOSE = 100
"""Where a hit comes at least every so many entries, walking the list and asking row by row is quickest."""
MOST_WORDS = 8
PREFIXES = (8, 6, 4, 3, 2)  # lengths of the prefix indexes, see migration 0002
_WORD = re.compile(r"[a-z0-9]+")
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def put(row: Model, *, provider_id: int, text: str, kind: str = "") -> None:
    """Index `text` for a row; call it in the transaction that writes the row.

    Under a `kind` of its own it is found only by a search that asks for that too.
    """
    SearchEntry.objects.update_or_create(
        kind=kind or row._meta.label_lower,
        object_id=row.pk,
        defaults={"provider_id": provider_id, "words": indexed(text)},
    )


def remove(row: Model) -> None:
    """Forget a row that is deleted."""
    SearchEntry.objects.filter(kind=row._meta.label_lower, object_id=row.pk).delete()


def narrow(rows: QuerySet[M], *, provider_id: int, words: str, also: str = "") -> QuerySet[M]:
    """Keep the rows whose text holds every word of `words` (prefix match); all rows for a blank search.

    `also` names a further kind under which some of the rows put a text that not everybody may search.
    """
    if not words.strip():
        return rows
    wanted = sorted(set(folded(words)), key=len, reverse=True)[:MOST_WORDS]
    if not wanted:
        return rows.none()
    kinds = [kind for kind in (rows.model._meta.label_lower, also) if kind]
    hits = [Hits(kind, provider_id=provider_id, wanted=wanted) for kind in kinds]
    newest = [some.newest() for some in hits if some.is_indexable]
    most = max(newest, key=len, default=[])
    if newest and len(most) <= FEW:
        return rows.filter(pk__in=[object_id for found in newest for _id, object_id in found])
    if not newest or _lie_close(most):
        return rows.filter(reduce(or_, [Q(_holding(kind, wanted)) for kind in kinds]))
    return rows.filter(reduce(or_, [Q(pk__in=some.all()) for some in hits]))


def folded(text: str) -> list[str]:
    """The words of a text in small ASCII letters and digits, without accents: "Straße 4b" → ["strasse", "4b"]."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def indexed(text: str) -> str:
    """What is stored of a text: its words, those with umlauts also in the spelling ae, oe, ue."""
    composed = unicodedata.normalize("NFC", text.casefold())
    return _between_blanks([*folded(text), *_spelled_out(composed)])


def fill_from(*, table: str, kind: str, text: str) -> None:
    """Index the rows of a table that are not yet, by one SQL statement; `text` is an SQL expression. For demo and bench data."""
    known = f"SELECT 1 FROM kernel_searchentry known WHERE known.kind = '{kind}' AND known.object_id = {table}.id"  # noqa: S608
    source = f"SELECT '{kind}', id, provider_id, {{words}} FROM {table} WHERE NOT EXISTS ({known})"  # noqa: S608
    target = "INSERT INTO kernel_searchentry (kind, object_id, provider_id, words) "
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            connection.connection.create_function("torhaus_words", 1, indexed, deterministic=True)
            cursor.execute(target + source.format(words=f"torhaus_words({text})"))
            return
        plain = f"translate(lower({text}), 'äöüéèà', 'aoueea')"
        cursor.execute(
            target
            + source.format(words=f"' ' || regexp_replace(replace({plain}, 'ß', 'ss'), '[^a-z0-9]+', ' ', 'g') || ' '")
        )


def _spelled_out(text: str) -> list[str]:
    with_umlauts = [word for word in re.findall(r"\w+", text) if any(letter in word for letter in "äöü")]
    return folded(" ".join(with_umlauts).translate(_DIGRAPHS))


def _between_blanks(words: Iterable[str]) -> str:
    return f" {' '.join(dict.fromkeys(words))} "


class Hits:
    """The index's answer to some words: it finds their beginnings, the entries found are then asked for the whole words."""

    def __init__(self, kind: str, *, provider_id: int, wanted: list[str]) -> None:
        beginnings = [word[: next(n for n in PREFIXES if n <= len(word))] for word in wanted if len(word) > 1]
        self.is_indexable = bool(beginnings)
        scope = f"s{provider_id}{kind.replace('.', '').replace('_', '')}"
        source, match = _index([scope, *dict.fromkeys(beginnings)])
        whole = (
            " AND strpos(entry.words, %s) > 0" if connection.vendor == "postgresql" else " AND instr(entry.words, %s)"
        )
        self.sql = f"SELECT {{columns}} FROM {source} AND entry.kind = %s" + whole * len(wanted)  # noqa: S608
        self.values = [match, kind, *(f" {word}" for word in wanted)]

    def newest(self) -> list[tuple[int, int]]:
        """(entry id, object id) of up to FEW + 1 hits, the latest first."""
        sql = self.sql.format(columns="entry.id, entry.object_id")
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY {_newest_first()} LIMIT {FEW + 1}", self.values)
            return list(cursor.fetchall())

    def all(self) -> RawSQL:
        return RawSQL(self.sql.format(columns="entry.object_id"), self.values)  # noqa: S611


def _lie_close(newest: list[tuple[int, int]]) -> bool:
    """Whether the newest hits lie so close that the others may be met by walking."""
    latest = SearchEntry.objects.aggregate(latest=Max("id"))["latest"]
    return bool((latest - newest[-1][0]) / len(newest) <= CLOSE)


def _index(beginnings: list[str]) -> tuple[str, str]:
    """Source of a SELECT with one placeholder, and what to put there; the first beginning is the scope, a whole word."""
    if connection.vendor == "postgresql":
        return "kernel_searchentry entry WHERE entry.vector @@ to_tsquery('simple', %s)", " & ".join(beginnings)
    scope, *others = beginnings
    source = (
        "kernel_search JOIN kernel_searchentry entry ON entry.id = kernel_search.rowid WHERE kernel_search MATCH %s"
    )
    return source, " AND ".join([scope, *(f'"{beginning}"*' for beginning in others)])


def _newest_first() -> str:
    return "entry.id DESC" if connection.vendor == "postgresql" else "kernel_search.rowid DESC"


def _holding(kind: str, wanted: list[str]) -> Any:
    """Asks row by row, by the unique index: right where every few rows one matches. A scalar, which no planner turns round."""
    holds = Q(*(Q(words__contains=f" {word}") for word in wanted))
    entry = SearchEntry.objects.filter(kind=kind, object_id=OuterRef("pk"))
    return Subquery(entry.values(holds=ExpressionWrapper(holds, output_field=BooleanField()))[:1])
