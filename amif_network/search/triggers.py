"""Triggers that keep the index in step, made from `sources.py`: whoever writes, in whichever way, the index follows at once.

They are put in place after `migrate` whenever they are not those that the code makes (a fingerprint stands beside them in the
database), and then the index is filled anew. Functions compare the columns themselves, so that no trigger depends on a column and
none stands in the way of a migration.
"""

from collections.abc import Iterator
from hashlib import sha256

from django.db import connection, transaction

from .models import Entry
from .sources import COLUMNS, SOURCES, Source, Watch

TABLE = Entry._meta.db_table
# PostgreSQL refuses more than a megabyte of lexemes: nothing that is written may fail because of that.
LONGEST_TITLE, LONGEST_TEXT = 1_000, 150_000
MARK = "search_plain"
# Planning takes longer than writing an entry, so that one plan serves a whole session: by index, key after key.
# Made while a table was small, it would otherwise read all of it for every row that a long import adds.
BY_INDEX = (
    "SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"
)

PLAIN = f"""
CREATE FUNCTION {MARK}(html text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT btrim(regexp_replace(replace(replace(replace(replace(
        regexp_replace(regexp_replace(html, '</?(strong|em|b|i|u|s|sub|sup|a|span)(\\s[^>]*)?>', '', 'g'), '<[^>]*>', ' ', 'g'),
        '&nbsp;', ' '), '&lt;', '<'), '&gt;', '>'), '&amp;', '&'), '\\s+', ' ', 'g'))
$body$
"""
VECTOR = f"""
CREATE FUNCTION search_vector(config regconfig, title text, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT setweight(to_tsvector(config, left(title, {LONGEST_TITLE})), 'A')
        || setweight(to_tsvector(config, left(words, {LONGEST_TEXT})), 'B')
$body$
"""


def statements() -> Iterator[str]:
    """Yield what makes all functions and triggers."""
    yield PLAIN
    yield VECTOR
    for source in SOURCES:
        yield _refresh(source)
        for place, watch in enumerate(source.watches):
            yield from _trigger(source, place, watch)


def fingerprint() -> str:
    """Return what the functions and triggers of this code are known by."""
    return sha256("\n".join(statements()).encode()).hexdigest()


@transaction.atomic
def install() -> bool:
    """Put functions and triggers in place and fill the index, unless they are there; return whether anything was done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regproc(%s), 'pg_proc')", [MARK])
        if cursor.fetchone()[0] == fingerprint():
            return False
        cursor.execute(r"SELECT oid::regprocedure::text FROM pg_proc WHERE proname ~ '^search_(plain|vector|refresh_|touch_)'")
        for (name,) in cursor.fetchall():
            # The triggers go with their functions.
            cursor.execute(f"DROP FUNCTION {name} CASCADE")
        for statement in statements():
            cursor.execute(statement)
        cursor.execute(f"COMMENT ON FUNCTION {MARK}(text) IS '{fingerprint()}'")
    rebuild()
    return True


@transaction.atomic
def rebuild() -> int:
    """Fill the index anew from the records; return how many entries it has."""
    Entry.objects.all().delete()
    with connection.cursor() as cursor:
        for source in SOURCES:
            cursor.execute(f"SELECT search_refresh_{source.kind}(ARRAY(SELECT id FROM {source.table}))")  # noqa: S608  # our own names
    return Entry.objects.count()


def _refresh(source: Source) -> str:
    """Return the function that makes the entries of some records anew."""
    columns = ", ".join(COLUMNS)
    return f"""
CREATE FUNCTION search_refresh_{source.kind}(keys bigint[]) RETURNS void LANGUAGE plpgsql {BY_INDEX} AS $body$
BEGIN
    DELETE FROM {TABLE} WHERE kind = '{source.kind}' AND object_id = ANY (keys);
    INSERT INTO {TABLE} (kind, {columns}, fr, nl)
    SELECT '{source.kind}', {columns},
        CASE WHEN language <> 'nl' THEN search_vector('search_fr', title, text) END,
        CASE WHEN language <> 'fr' THEN search_vector('search_nl', title, text) END
    FROM ({source.select}) AS found ({columns})
    WHERE title > '' OR text > '';
END
$body$
"""  # noqa: S608  # our own names


def _trigger(source: Source, place: int, watch: Watch) -> Iterator[str]:
    """Yield the function that a change of a watched table calls, and its trigger."""
    name = f"search_touch_{source.kind}_{place}"
    old, new = (
        ", ".join(f"{row}.{column}" for column in watch.columns) if watch.columns else f"{row}.*" for row in ("OLD", "NEW")
    )
    keys = f"ARRAY({watch.keys.format(row='OLD')}) || ARRAY({watch.keys.format(row='NEW')})"
    yield f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'UPDATE' AND ROW({old}) IS NOT DISTINCT FROM ROW({new}) THEN
        RETURN NULL;
    END IF;
    touched := {keys};
    IF touched <> '{{}}' THEN
        PERFORM search_refresh_{source.kind}(touched);
    END IF;
    RETURN NULL;
END
$body$
"""
    events = "UPDATE" if watch.updates_only else "INSERT OR UPDATE OR DELETE"
    yield f"CREATE TRIGGER {name} AFTER {events} ON {watch.table} FOR EACH ROW EXECUTE FUNCTION {name}()"
