"""What the database itself refuses, broken on purpose."""

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from meetings.models import MeetingLogEntry, Minutes, Section, SectionText, SlideReference
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import (
    NOW,
    AgendaItemFactory,
    AttendanceFactory,
    MeetingFactory,
    MinutesFactory,
    SectionFactory,
    signed,
)

pytestmark = pytest.mark.django_db
OURS = ("accounts", "directory", "meetings")


def refused(record: models.Model, name: str, **values: Any) -> None:
    """Write `values` into the row of `record`, past every form, and expect the constraint `name`."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        type(record)._base_manager.filter(pk=record.pk).update(**values)


def closed_vocabularies() -> list[tuple[str, str]]:
    return [
        (model._meta.label, field.name)
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.local_fields
        if field.choices
    ]


@pytest.mark.parametrize(("label", "column"), closed_vocabularies())
def test_every_closed_vocabulary_is_checked_by_the_database(label, column):
    model = apps.get_model(label)
    field = model._meta.get_field(column)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
            [model._meta.db_table],
        )
        checks = [definition for (definition,) in cursor.fetchall() if f"({column})" in definition or f" {column} " in definition]
    wanted = {f"'{value}'" for value, _label in field.flatchoices}
    assert [definition for definition in checks if all(value in definition for value in wanted)] != []


@pytest.mark.parametrize(
    ("make", "column", "name"),
    [
        (AttendanceFactory, "status", "attendance_status_known"),
        (AgendaItemFactory, "kind", "agenda_item_kind_known"),
        (SectionFactory, "kind", "section_choices_known"),
        (SectionFactory, "answer_type", "section_choices_known"),
        (MeetingFactory, "mode", "meeting_mode_known"),
        (MeetingFactory, "series", "meeting_choices_known"),
        (MeetingFactory, "state", "meeting_choices_known"),
        (MinutesFactory, "leading_language", "minutes_choices_known"),
    ],
)
def test_an_unknown_word_is_refused(make, column, name):
    refused(make(), name, **{column: "xx"})


def test_an_unknown_origin_or_language_of_a_text_is_refused():
    SectionFactory(fr="Introduction")
    refused(SectionText.objects.get(), "section_text_choices_known", origin="copied")


def test_only_an_answer_has_a_type():
    section = SectionFactory()
    refused(section, "section_only_answers_have_a_type", answer_type="budget")
    section.answer_type = "budget"
    with pytest.raises(ValidationError, match=r"Seule une réponse|Only an answer"):
        section.validate_constraints()


def test_an_answer_names_somebody_or_nobody_knowingly():
    section = SectionFactory()
    refused(section, "section_answer_is_somebodys", kind="answer")
    Section.objects.filter(pk=section.pk).update(kind="answer", anonymous=True)
    assert Section.objects.get().anonymous


def test_an_answer_at_the_top_is_given_once():
    minutes, organisation = MinutesFactory(), OrganisationFactory()
    first = SectionFactory(minutes=minutes, kind="answer", organisation=organisation, answer_type="budget")
    with pytest.raises(IntegrityError, match="section_one_answer_cell"), transaction.atomic():
        SectionFactory(minutes=minutes, kind="answer", organisation=organisation, answer_type="budget")
    with pytest.raises(ValidationError):
        Section(minutes=minutes, kind="answer", organisation=organisation, answer_type="budget").validate_constraints()
    for kept in ({"answer_type": "experience"}, {"organisation": OrganisationFactory()}, {"minutes": MinutesFactory()}):
        SectionFactory(**{"minutes": minutes, "organisation": organisation, "answer_type": "budget", "kind": "answer", **kept})
    assert Section.objects.exclude(pk=first.pk).count() == 3


def test_two_anonymous_answers_stand_side_by_side():
    question = SectionFactory(kind="round_table")
    for _ in range(2):
        SectionFactory(minutes=question.minutes, parent=question, kind="answer", anonymous=True)
    assert question.children.count() == 2


@pytest.mark.parametrize("state", ["approved", "published"])
@pytest.mark.parametrize("missing", [{"approved_hash": ""}, {"approved_at": None}, {"approved_by": None}])
def test_approved_minutes_say_who_when_and_what(french_coordinator, state, missing):
    refused(MinutesFactory(), "minutes_approved_by_somebody", **{**signed(state, french_coordinator, NOW), **missing})


@pytest.mark.parametrize("numbers", [{"first": 0}, {"numbers": [3, 0]}])
def test_slides_are_counted_from_one(numbers):
    section = SectionFactory()
    with pytest.raises(IntegrityError, match="slides_count_from_one"), transaction.atomic():
        SlideReference.objects.create(section=section, **numbers)


@pytest.fixture
def entry(french_coordinator) -> MeetingLogEntry:
    return MeetingLogEntry.objects.create(
        meeting=MeetingFactory(), subject="meeting", action="plan", to_state="planned", by=french_coordinator, at=NOW
    )


def test_a_row_of_the_log_is_never_changed_nor_deleted(entry):
    with pytest.raises(DatabaseError, match="log_is_only_added_to"), transaction.atomic():
        MeetingLogEntry.objects.update(comment="Nothing happened.")
    with pytest.raises(DatabaseError, match="log_is_only_added_to"), transaction.atomic():
        MeetingLogEntry.objects.all().delete()
    assert MeetingLogEntry.objects.get().comment == ""


def test_who_stands_in_the_log_is_never_deleted(entry, french_coordinator):
    with pytest.raises(models.ProtectedError):
        french_coordinator.delete()


def test_the_log_speaks_of_a_meeting_or_of_its_minutes(entry):
    with pytest.raises(IntegrityError, match="log_subject_known"), transaction.atomic():
        MeetingLogEntry.objects.create(
            meeting=entry.meeting, subject="agenda", action="plan", to_state="planned", by=entry.by, at=NOW
        )


def test_minutes_of_another_state_are_refused(french_coordinator):
    refused(MinutesFactory(), "minutes_choices_known", **signed("archived", french_coordinator))
    assert Minutes.objects.get().state == "draft"
