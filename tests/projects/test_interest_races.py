"""Two people answer at the same time: one answer is in force, nothing that was said is lost."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from amif_network.core.fingerprint import Overtaken
from projects.actions import scenarios
from projects.actions.interest import OthersAnswered, Said, record_poll, state
from projects.models import ExpressionOfInterest, LogEntry, Scenario
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory
from tests.factories.projects import CallFactory, ScenarioFactory
from tests.racing import at_once, while_waiting

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def colleague(host):
    """A second person of the host."""
    return UserFactory(member=True, email="second@example.org", person=AffiliationFactory(organisation=host).person)


def in_force() -> list[tuple[str, bool]]:
    return [(one.answer, one.replaced_at is None) for one in ExpressionOfInterest.objects.order_by("pk")]


def test_two_first_answers_of_one_organisation_are_both_kept_and_one_holds(host, host_member, colleague):
    call = CallFactory()
    while_waiting(
        late=lambda: state(call, Said(organisation=host, answer="interested"), by=colleague, at=AT),
        first=lambda: state(call, Said(organisation=host, answer="undecided"), by=host_member, at=AT),
    )
    assert in_force() == [("undecided", False), ("interested", True)]
    assert LogEntry.objects.count() == 2


def test_a_poll_that_waited_for_a_member_sees_the_answer_it_would_have_replaced(host, host_member, french_coordinator):
    call = CallFactory()

    def late() -> list[str]:
        try:
            record_poll(
                call,
                [Said(organisation=host, answer="not_interested", reason_code="staff", base=0)],
                by=french_coordinator,
                at=AT,
            )
        except OthersAnswered as overtaken:
            return [one.answer for one in overtaken.standing.values()]
        return []

    seen = while_waiting(late, lambda: state(call, Said(organisation=host, answer="interested"), by=host_member, at=AT))
    assert seen == ["interested"]
    assert in_force() == [("interested", True)]


def test_the_same_form_sent_several_times_at_once_makes_one_answer(host, host_member):
    call = CallFactory()
    kept = at_once(lambda: state(call, Said(organisation=host, answer="interested", base=0), by=host_member, at=AT).pk, times=4)
    assert len(set(kept)) == 1
    assert in_force() == [("interested", True)]


def test_of_two_who_change_a_scenario_at_once_the_second_is_told(french_coordinator, dutch_coordinator):
    scenario = ScenarioFactory(name="Prudent")
    base = scenarios.version(scenario)

    def save(name: str, by) -> str:
        try:
            return scenarios.change(scenario, name, {}, base=base, by=by, at=AT).name
        except Overtaken:
            return "overtaken"

    late = while_waiting(lambda: save("Second", dutch_coordinator), lambda: save("Premier", french_coordinator))
    scenario.refresh_from_db()
    assert (late, scenario.name) == ("overtaken", "Premier")


def test_of_two_new_scenarios_of_one_name_one_is_kept(french_coordinator, dutch_coordinator):
    call = CallFactory()

    def save(by) -> str:
        try:
            return scenarios.create(call, "Prudent", {}, by=by, at=AT).name
        except ValidationError:
            return "refused"

    assert while_waiting(lambda: save(dutch_coordinator), lambda: save(french_coordinator)) == "refused"
    assert Scenario.objects.count() == 1
