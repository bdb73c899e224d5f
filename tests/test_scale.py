"""The large network: as many rows as said, each kept to the rules that its triggers and constraints would have checked."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker

from amif_network.accounts.models import User
from amif_network.directory.models import Person
from amif_network.search.models import Entry
from meetings.models import Edition, Meeting, Section, SectionRevision, SectionText
from partnerships.models import Claim, Partnership, PresenceEntry
from projects.models import BudgetLine, Call, Project
from scale.__main__ import main
from scale.network import Size, grow
from scale.people import add_leaders
from scale.words import paragraphs, sentence

from .emptying import empty_database

pytestmark = pytest.mark.django_db

SMALLEST = {
    Section: 600,
    SectionText: 1_200,
    SectionRevision: 1_200,
    Edition: 57,
    Partnership: 20,
    PresenceEntry: 2_000,
    Claim: 80,
    BudgetLine: 600,
}
# What points to a row that is not there, of every reference of the database: a row of nulls keeps to its reference.
REFERENCES = """
    SELECT con.conrelid::regclass, a.attname, con.confrelid::regclass, f.attname
    FROM pg_constraint con
    JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = con.conkey[1]
    JOIN pg_attribute f ON f.attrelid = con.confrelid AND f.attnum = con.confkey[1]
    WHERE con.contype = 'f' AND con.connamespace = 'public'::regnamespace
"""


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A hundredth of the network, built once for the tests of this module, which take back what they change."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        try:
            call_command("load_reference_data", stdout=StringIO())
            grow(Size.of(1), by=add_leaders(None)[0])
            yield
        finally:
            empty_database()
            connection.close()


@pytest.fixture
def network(built: None, db: None) -> None:
    """The network, inside of a transaction that the test takes back."""


def dangling() -> dict[str, int]:
    """Count the rows of each reference that point to nothing."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(REFERENCES)
        for table, column, target, key in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE {column} IS NOT NULL"  # noqa: S608  (names from the catalogue)
                f" AND NOT EXISTS (SELECT FROM {target} o WHERE o.{key} = t.{column})"
            )
            if count := cursor.fetchone()[0]:
                found[f"{table}.{column}"] = count
    return found


def test_a_hundredth_has_its_share_of_every_kind(network: None) -> None:
    assert {model: model._default_manager.count() for model in SMALLEST} == SMALLEST
    assert Person.objects.filter(email__endswith="@scale.example").count() == 60
    assert Meeting.objects.filter(series="network").count() == 20
    assert Call.objects.filter(programme__code="scale").count() == 1
    assert Project.objects.filter(call__programme__code="scale").count() == 60


def test_no_row_points_to_nothing(network: None) -> None:
    assert dangling() == {}


def test_a_reference_that_points_to_nothing_is_seen(network: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM meetings_minutes WHERE id = (SELECT min(minutes_id) FROM meetings_section)")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert dangling()["meetings_section.minutes_id"] == 30


def test_the_checks_of_the_data_find_nothing_wrong(network: None) -> None:
    told = StringIO()
    call_command("check_data", stdout=told)
    assert [line for line in told.getvalue().splitlines() if line.startswith("[")] == []


def test_what_is_written_is_found(network: None) -> None:
    assert Entry.objects.filter(kind="section").values("place").distinct().count() == Section.objects.count()


def test_a_network_grows_to_a_larger_one(network: None) -> None:
    grow(Size.of(2), by=User.objects.get(email="admin@scale.example"))
    assert (Section.objects.count(), Partnership.objects.count()) == (1_200, 40)
    assert dangling() == {}


def test_the_same_number_gives_the_same_words() -> None:
    assert [sentence("fr", n) for n in (1, 2)] == [sentence("fr", 1), sentence("fr", 2)]
    assert len({paragraphs("nl", n) for n in range(50)}) == 50


@pytest.mark.parametrize("hundredths", [0, 101, -1])
def test_a_size_outside_of_the_whole_is_refused(hundredths: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 100"):
        Size.of(hundredths)


def test_a_database_that_holds_accounts_is_left_alone(network: None) -> None:
    """The command asks before it writes anything; run in this process, on this database."""
    before = Meeting.objects.count()
    assert main(["1"]) == 2
    assert Meeting.objects.count() == before


def test_the_command_line_refuses_a_size_in_words() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "scale", "large"],
        cwd=settings.BASE_DIR,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, "invalid int value: 'large'" in told.stderr) == (2, True)
