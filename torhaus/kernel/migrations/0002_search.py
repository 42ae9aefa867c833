"""What finds search entries by the beginnings of their words: FTS5 kept by triggers (SQLite), a tsvector with GIN (PostgreSQL).

Both hold one more word that names provider and kind. The tsvector holds beginnings of 2, 3, 4, 6 and 8 letters as lexemes of
their own: exact lexemes have statistics, so the planner knows a frequent one from a rare one, which it does not of `heiz:*`.
"""

from django.db import migrations

SCOPED = "'s' || {row}.provider_id || replace(replace({row}.kind, '.', ''), '_', '') || ' ' || {row}.words"

SQLITE = [
    """CREATE VIRTUAL TABLE kernel_search USING fts5(
        words, content='', tokenize='ascii', detail=none, prefix='2 3 4 6 8', columnsize=0
    )""",
    f"""CREATE TRIGGER kernel_search_added AFTER INSERT ON kernel_searchentry BEGIN
        INSERT INTO kernel_search(rowid, words) VALUES (new.id, {SCOPED.format(row="new")});
    END""",
    f"""CREATE TRIGGER kernel_search_removed AFTER DELETE ON kernel_searchentry BEGIN
        INSERT INTO kernel_search(kernel_search, rowid, words) VALUES ('delete', old.id, {SCOPED.format(row="old")});
    END""",
    f"""CREATE TRIGGER kernel_search_changed AFTER UPDATE OF words, provider_id, kind ON kernel_searchentry
        WHEN old.words <> new.words OR old.provider_id <> new.provider_id OR old.kind <> new.kind BEGIN
        INSERT INTO kernel_search(kernel_search, rowid, words) VALUES ('delete', old.id, {SCOPED.format(row="old")});
        INSERT INTO kernel_search(rowid, words) VALUES (new.id, {SCOPED.format(row="new")});
    END""",
]
_SCOPE = "'s' || provider_id || replace(replace(kind, '.', ''), '_', '')"
_BEGINNINGS = " || ' ' || ".join(
    f"regexp_replace(words, '([a-z0-9]{{{length}}})[a-z0-9]*', '\\1', 'g')" for length in (2, 3, 4, 6, 8)
)
POSTGRESQL = [
    f"""ALTER TABLE kernel_searchentry ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', {_SCOPE} || ' ' || {_BEGINNINGS})) STORED""",
    "CREATE INDEX kernel_search_vector ON kernel_searchentry USING gin (vector)",
]


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
