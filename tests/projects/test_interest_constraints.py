"""What the database refuses of answers, scenarios and the log, broken on purpose past every form."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import RestrictedError
from django.db.models.deletion import ProtectedError

from projects.models import ExpressionOfInterest, LogEntry, Scenario, ScenarioLine
from tests.factories.meetings import NOW
from tests.factories.projects import CallFactory, InterestFactory, ProjectFactory, ScenarioFactory, ScenarioLineFactory

pytestmark = pytest.mark.django_db


def refused(record, constraint: str, /, **values) -> None:
    """Write `values` into the row of `record` in SQL, and expect the `constraint`."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(record)._base_manager.filter(pk=record.pk).update(**values)


def refused_answer(constraint: str, /, **values) -> None:
    """Put an answer with `values` into the table, past every form, and expect the `constraint`."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        InterestFactory(**values)


def in_sql(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("column", ["answer", "certainty", "reason_code"])
def test_an_unknown_word_of_an_answer_is_refused(column):
    refused_answer("interest_choices_known", **{"reason": "Parce que", column: "xx"})


def test_a_no_has_a_reason():
    refused_answer("interest_a_no_has_a_reason", answer="not_interested")


def test_another_reason_is_said_in_words():
    refused_answer("interest_other_reason_in_words", reason_code="other")


def test_a_partner_is_another_organisation_and_belongs_to_a_partnership(host, partner):
    refused_answer("interest_partner_is_another", answer="partnership", organisation=host, partner=host)
    refused_answer("interest_partner_is_another", answer="interested", organisation=host, partner=partner)


def test_an_organisation_has_one_answer_in_force(host):
    first = InterestFactory(organisation=host)
    with pytest.raises(IntegrityError, match="interest_one_answer_in_force"), transaction.atomic():
        InterestFactory(call=first.call, organisation=host)
    ExpressionOfInterest.objects.filter(pk=first.pk).update(replaced_at=NOW)
    assert InterestFactory(call=first.call, organisation=host).pk != first.pk


def test_an_answer_is_never_deleted():
    interest = InterestFactory()
    with pytest.raises(DatabaseError, match="interest_is_kept"):
        in_sql("DELETE FROM projects_expressionofinterest WHERE id = %s", interest.pk)
    assert ExpressionOfInterest.objects.filter(pk=interest.pk).exists()


def test_an_answer_that_was_replaced_stays_as_it_was():
    interest = InterestFactory(replaced_at=NOW)
    for statement in (
        "UPDATE projects_expressionofinterest SET replaced_at = NULL WHERE id = %s",
        "UPDATE projects_expressionofinterest SET answer = 'undecided' WHERE id = %s",
    ):
        with pytest.raises(DatabaseError, match="interest_replaced_stays"):
            in_sql(statement, interest.pk)


def test_the_words_of_the_answer_in_force_are_never_changed():
    interest = InterestFactory()
    for statement in (
        "UPDATE projects_expressionofinterest SET answer = 'undecided' WHERE id = %s",
        "UPDATE projects_expressionofinterest SET reason = 'Autre chose' WHERE id = %s",
        "UPDATE projects_expressionofinterest SET stated_on = '2026-01-01' WHERE id = %s",
        "UPDATE projects_expressionofinterest SET recorded_at = now() WHERE id = %s",
        "UPDATE projects_expressionofinterest SET answer = 'undecided', replaced_at = now() WHERE id = %s",
    ):
        with pytest.raises(DatabaseError, match="interest_said_once"):
            in_sql(statement, interest.pk)
    in_sql("UPDATE projects_expressionofinterest SET replaced_at = now() WHERE id = %s", interest.pk)
    interest.refresh_from_db()
    assert interest.replaced_at is not None


def test_a_call_with_answers_is_not_deleted():
    interest = InterestFactory()
    with pytest.raises((ProtectedError, RestrictedError)):
        interest.call.delete()


def test_a_scenario_has_a_name_that_its_call_has_once():
    first = ScenarioFactory(name="Large")
    second = ScenarioFactory(call=first.call, name="Petit")
    refused(second, "scenario_name_once", name="Large")
    refused(second, "scenario_has_a_name", name="")
    assert ScenarioFactory(name="Large").call != first.call
    with pytest.raises(ValidationError, match="déjà un scénario de ce nom"):
        Scenario(call=first.call, name="Large", saved_by=first.saved_by, saved_at=NOW).full_clean()


def test_a_line_of_a_scenario_is_one_amount_of_a_known_source():
    line = ScenarioLineFactory()
    refused(line, "scenario_line_choices_known", source="own")
    refused(line, "scenario_line_choices_known", amount=Decimal("-0.01"))
    with pytest.raises(IntegrityError, match="scenario_line_once"), transaction.atomic():
        ScenarioLine.objects.create(scenario=line.scenario, project=line.project, source=line.source, amount=1)


def test_lines_go_with_their_scenario_and_change_no_project():
    line = ScenarioLineFactory()
    line.scenario.delete()
    assert not ScenarioLine.objects.exists()
    line.project.refresh_from_db()


def test_the_log_is_only_added_to(french_coordinator):
    project = ProjectFactory()
    row = LogEntry.objects.create(
        call=project.call, project=project, subject="project", action="record", by=french_coordinator, at=NOW
    )
    for statement in ("DELETE FROM projects_logentry WHERE id = %s", "UPDATE projects_logentry SET comment = 'x' WHERE id = %s"):
        with pytest.raises(DatabaseError, match="projects_log_is_only_added_to"):
            in_sql(statement, row.pk)


def test_the_log_knows_what_it_speaks_of(french_coordinator):
    with pytest.raises(IntegrityError, match="projects_log_subject_known"), transaction.atomic():
        LogEntry.objects.create(call=CallFactory(), subject="weather", action="record", by=french_coordinator, at=NOW)
