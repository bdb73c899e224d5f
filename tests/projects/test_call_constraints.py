"""What the database refuses of calls, their dates, envelopes and templates, broken on purpose past every form."""

import datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError

from projects.models import CallDateNotice, TemplateFile
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW
from tests.factories.projects import (
    DAY,
    CallDateFactory,
    CallFactory,
    CallTemplateFactory,
    EnvelopeFactory,
    ProgrammeFactory,
)
from tests.meetings.test_constraints import refused

pytestmark = pytest.mark.django_db
LATER = DAY + datetime.timedelta(days=10)


def template_file(**values) -> TemplateFile:
    return TemplateFile.objects.create(
        template=values.pop("template", None) or CallTemplateFactory(), language=values.pop("language", "fr"),
        filename="fiche.pdf", file="projects/aa/x", content_type="application/pdf", size=1,
        sha256=values.pop("sha256", "a" * 64), added_at=NOW,
    )  # fmt: skip


def in_sql(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("make", "constraint", "values"),
    [
        (ProgrammeFactory, "programme_has_a_title", {"title_fr": "", "title_nl": ""}),
        (ProgrammeFactory, "programme_dates_in_order", {"end": datetime.date(2020, 12, 31)}),
        (CallFactory, "call_state_known", {"state": "open"}),
        (CallFactory, "call_has_a_title", {"title_fr": "", "title_nl": ""}),
        (CallFactory, "call_has_a_title", {"number": ""}),
        (CallFactory, "call_period_in_order", {"period_start": LATER, "period_end": DAY}),
        (CallFactory, "call_announced_once_out", {"announced_at": None}),
        (CallFactory, "call_draft_is_not_announced", {"state": "draft"}),
        (EnvelopeFactory, "envelope_choices_known", {"source": "bank", "source_name": "x"}),
        (EnvelopeFactory, "envelope_choices_known", {"base": "half"}),
        (EnvelopeFactory, "envelope_choices_known", {"purpose": "party"}),
        (EnvelopeFactory, "envelope_not_negative", {"amount": -1}),
        (EnvelopeFactory, "envelope_ceiling_is_a_percentage", {"ceiling": 0}),
        (EnvelopeFactory, "envelope_ceiling_is_a_percentage", {"ceiling": "100.01"}),
        (EnvelopeFactory, "envelope_period_in_order", {"period_start": LATER, "period_end": DAY}),
        (EnvelopeFactory, "envelope_other_source_is_named", {"source": "other"}),
        (EnvelopeFactory, "envelope_other_source_is_named", {"source_name": "Fonds"}),
        (CallTemplateFactory, "call_template_choices_known", {"kind": "poster"}),
        (CallTemplateFactory, "call_template_choices_known", {"readiness": "soon"}),
        (template_file, "template_file_language_known", {"language": "de"}),
        (template_file, "templatefile_sha256_is_one", {"sha256": "A" * 64}),
    ],
)
def test_a_row_that_cannot_be_is_refused(make, constraint, values):
    refused(make(), constraint, **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("call_date_kind_known", {"kind": "party"}),
        ("call_date_range_in_order", {"earliest": LATER}),
        ("call_date_vague_in_words", {"latest": LATER}),
        ("call_date_vague_in_words", {"words_fr": "mi-mars"}),
        ("call_date_time_of_an_exact_day", {"latest": LATER, "words_fr": "mi-mars", "time": datetime.time(12)}),
        ("call_date_moved_with_a_reason", {"version": 2}),
    ],
)
def test_a_date_that_cannot_be_is_refused(constraint, values):
    refused(CallDateFactory(unpublished=True), constraint, **values)


def test_a_date_moves_with_a_reason_in_one_language_at_least():
    first = CallDateFactory()
    known = {"call": first.call, "series": first.series, "version": 2, "replaces": first, "unpublished": True}
    with pytest.raises(IntegrityError, match="call_date_moved_with_a_reason"), transaction.atomic():
        CallDateFactory(**known)
    assert CallDateFactory(**known, reason_nl="Later").pk


def test_a_version_counts_once_and_is_replaced_once():
    first = CallDateFactory()
    known = {"call": first.call, "series": first.series, "replaces": first, "reason_fr": "Retard"}
    CallDateFactory(**known, version=2)
    with pytest.raises(IntegrityError, match="call_date_version_once"), transaction.atomic():
        CallDateFactory(**{**known, "replaces": CallDateFactory()}, version=2)
    with pytest.raises(IntegrityError, match="replaces_id"), transaction.atomic():
        CallDateFactory(**known, version=3)


def test_a_call_has_one_date_of_each_kind_and_several_information_sessions():
    first = CallDateFactory()
    with pytest.raises(IntegrityError, match="call_date_of_a_kind_once"), transaction.atomic():
        CallDateFactory(call=first.call)
    CallDateFactory.create_batch(2, call=first.call, kind="info_session")
    assert first.call.dates.count() == 3


@pytest.mark.parametrize("column", ["earliest", "words_fr", "reason_fr", "published_at"])
def test_a_published_date_is_never_changed_in_sql(column):
    date = CallDateFactory(vague=True)
    with pytest.raises(DatabaseError, match="Cannot update or delete"):
        in_sql(f"UPDATE projects_calldate SET {column} = {column} WHERE id = %s", date.pk)  # noqa: S608 (a column of ours)


def test_a_published_date_is_never_deleted():
    date = CallDateFactory()
    with pytest.raises(DatabaseError, match="Cannot update or delete"):
        in_sql("DELETE FROM projects_calldate WHERE id = %s", date.pk)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        date.delete()


def test_a_date_that_is_not_published_may_change_and_go():
    date = CallDateFactory(unpublished=True)
    in_sql("UPDATE projects_calldate SET earliest = %s, latest = %s WHERE id = %s", LATER, LATER, date.pk)
    in_sql("DELETE FROM projects_calldate WHERE id = %s", date.pk)
    assert type(date).objects.count() == 0


def test_an_organisation_is_told_of_a_date_once_and_somebody_opened_it():
    date, organisation = CallDateFactory(), OrganisationFactory()
    notice = CallDateNotice.objects.create(date=date, organisation=organisation, told_at=NOW)
    refused(notice, "call_date_notice_opened_by_somebody", opened_at=NOW)
    with pytest.raises(IntegrityError, match="call_date_told_once"), transaction.atomic():
        CallDateNotice.objects.create(date=date, organisation=organisation, told_at=NOW)


def test_a_call_has_one_envelope_for_supplements():
    first = EnvelopeFactory(purpose="supplement")
    EnvelopeFactory(purpose="supplement")
    with pytest.raises(IntegrityError, match="envelope_one_for_supplements"), transaction.atomic():
        EnvelopeFactory(call=first.call, purpose="supplement", source="pod_mi")


@pytest.mark.parametrize(
    ("make", "same", "constraint"),
    [
        (ProgrammeFactory, ("code",), "code"),
        (CallFactory, ("programme", "number"), "call_number_once_in_a_programme"),
        (EnvelopeFactory, ("call",), "envelope_once"),
        (CallTemplateFactory, ("call", "kind", "version"), "call_template_version_once"),
        (template_file, ("template", "language"), "template_file_once_in_a_language"),
    ],
)
def test_there_is_one_of_each(make, same, constraint):
    first = make()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**{name: getattr(first, name) for name in same})


def test_a_call_with_dates_or_templates_is_not_deleted():
    for owned in (CallDateFactory(unpublished=True), CallTemplateFactory()):
        with pytest.raises(ProtectedError):
            owned.call.delete()


def closed_vocabularies() -> list[tuple[str, str]]:
    return [
        (model._meta.label, field.name)
        for model in apps.get_app_config("projects").get_models()
        for field in model._meta.local_fields
        if field.choices
    ]


@pytest.mark.parametrize(("label", "column"), closed_vocabularies())
def test_every_closed_vocabulary_is_checked_by_the_database(label, column):
    model = apps.get_model(label)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
            [model._meta.db_table],
        )
        checks = [text for (text,) in cursor.fetchall() if f"({column})" in text or f" {column} " in text]
    wanted = {f"'{value}'" for value, _label in model._meta.get_field(column).flatchoices}
    assert [text for text in checks if all(value in text for value in wanted)] != []
