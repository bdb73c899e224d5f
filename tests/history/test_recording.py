"""The triggers record every way to write, by whom, and nothing that must stay secret; nobody changes what they recorded."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from amif_network.accounts.models import User
from amif_network.core import origin
from amif_network.directory.models import Person
from amif_network.history.models import EVENTS, recorded
from tests.factories.accounts import PASSWORD
from tests.factories.directory import PersonFactory
from tests.factories.meetings import AttendanceFactory


def said(person: Person) -> list[tuple[str, str, dict | None]]:
    events = recorded(Person).filter(pgh_obj=person.pk).order_by("pgh_id")
    return [(event.pgh_label, event.phone, event.pgh_context) for event in events]


def test_single_bulk_and_raw_writes_are_recorded(db):
    person = PersonFactory(phone="02 111")
    Person.objects.filter(pk=person.pk).update(phone="02 222")
    person.phone = "02 333"
    Person.objects.bulk_update([person], ["phone"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE directory_person SET phone = '02 444' WHERE id = %s", [person.pk])
        cursor.execute("DELETE FROM directory_person WHERE id = %s", [person.pk])
    numbers = ["02 111", "02 222", "02 333", "02 444", "02 444"]
    assert said(person) == [
        (label, number, None) for label, number in zip(["insert", *["update"] * 3, "delete"], numbers, strict=True)
    ]


def test_rows_made_together_are_recorded_each(db):
    people = Person.objects.bulk_create([Person(family_name="Peeters"), Person(family_name="Lambert")])
    assert recorded(Person).filter(pgh_obj__in=[person.pk for person in people], pgh_label="insert").count() == 2


def test_a_write_that_changes_nothing_is_not_recorded(db):
    person = PersonFactory(phone="02 111")
    person.save()
    assert len(said(person)) == 1


@pytest.mark.parametrize("statement", ["UPDATE {} SET phone = ''", "DELETE FROM {}"])
def test_what_was_recorded_stays(db, statement):
    person = PersonFactory(phone="02 111")
    table = EVENTS[Person]._meta.db_table
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert said(person) == [("insert", "02 111", None)]


@pytest.mark.parametrize("table", [EVENTS[Person]._meta.db_table, "accounts_accessentry", "privacy_erasure", "directory_person"])
def test_no_log_is_emptied_at_one_stroke(db, table):
    """Neither by itself nor because of a table it refers to."""
    person = PersonFactory(phone="02 111")
    with pytest.raises(DatabaseError, match="the table cannot be emptied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
    assert said(person) == [("insert", "02 111", None)]


@pytest.mark.parametrize("name", ["append_only", "never_emptied"])
def test_every_table_of_events_is_append_only(db, name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s", [f"pgtrigger_{name}%"])
        guarded = {name for (name,) in cursor.fetchall()}
    assert {event._meta.db_table for event in EVENTS.values()} <= guarded


def test_no_secret_has_a_column_in_the_history():
    columns = {
        f"{model._meta.label}.{field.name}"
        for model, event in EVENTS.items()
        for field in event._meta.concrete_fields
        if any(word in field.name for word in ("password", "digest", "key", "token", "secret"))
    }
    assert columns == set()


def test_a_request_is_named_by_its_person_and_its_page_never_by_its_address(signed_in, french_coordinator):
    signed_in(french_coordinator).post("/fr/profile/?next=/fr/secret/", {"language": "nl"})
    last = recorded(User).filter(pgh_obj=french_coordinator.pk).order_by("-pgh_id").first()
    assert (last.language, last.pgh_context) == ("nl", {"user": french_coordinator.pk, "page": "accounts:profile"})


def test_signing_in_is_recorded_without_a_word_of_the_password(client, french_coordinator):
    client.post(reverse("account_login"), {"login": french_coordinator.email, "password": PASSWORD})
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM history_accountsuserevent e")
        written = cursor.fetchone()[0]
    assert french_coordinator.email in written
    assert (PASSWORD in written, french_coordinator.password in written) == (False, False)


def test_a_work_says_what_it_is_and_lets_the_one_around_it_go_on(db, french_coordinator):
    with origin.at_work(origin.DUE):
        first = PersonFactory()
        with origin.at_work(origin.IMPORT, by=french_coordinator.pk, about="people.xlsx"):
            second = PersonFactory()
        third = PersonFactory()
    contexts = [said(person)[0][2] for person in (first, second, third)]
    due = {"work": "due", "user": None, "about": ""}
    assert contexts == [due, {"work": "import", "user": french_coordinator.pk, "about": "people.xlsx"}, due]


def test_the_key_of_a_link_and_of_a_calendar_stay_out(db):
    row = AttendanceFactory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM history_meetingsattendanceevent e WHERE e::text LIKE %s", [f"%{row.link_key}%"])
        assert cursor.fetchone() == (0,)
    assert "calendar_key" not in {field.name for field in EVENTS[User]._meta.concrete_fields}
