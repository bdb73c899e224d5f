"""The workflow of calls and projects, spelled out: role × state → what may be done (docs/architecture.md prints the same)."""

import pytest

from amif_network.accounts.models import User
from amif_network.core.workflow import allowed
from projects.models import Call, Project
from projects.wording.projects import PROJECT_STEPS
from projects.workflow import CALL, PROJECT, writing
from tests.factories.projects import ProjectFactory, SupplementFactory
from tests.projects.pages import address

COORDINATOR_OF_CALL = {
    "draft": {"edit", "announce", "date", "cancel"},
    "announced": {"edit", "date", "answer", "prepare", "select", "cancel"},
    "in_selection": {"edit", "date", "prepare", "resume", "decide", "decree", "cancel"},
    "decided": {"edit", "decree", "archive"},
    "archived": set(),
    "cancelled": set(),
}
MEMBER_OF_CALL = {"announced": {"answer", "prepare"}, "in_selection": {"prepare"}}

COORDINATOR_OF_PROJECT = {
    "preparation": {"edit", "attach", "submit", "withdraw"},
    "submitted": {"correct", "attach", "return", "select", "reserve", "refuse", "withdraw"},
    "returned": {"edit", "attach", "submit", "withdraw"},
    "selected": {"correct", "attach", "grant", "decree", "withdraw"},
    "reserve": {"correct", "attach", "select", "refuse", "withdraw"},
    "refused": set(),
    "decreed": {"correct", "attach", "grant", "report", "account", "pay"},
    "reporting": {"correct", "attach", "grant", "account", "pay", "close"},
    "closed": {"attach", "pay"},
    "withdrawn": set(),
}
LEAD_OF_PROJECT = {
    "preparation": {"edit", "attach", "submit", "withdraw"},
    "submitted": {"attach", "withdraw"},
    "returned": {"edit", "attach", "submit", "withdraw"},
    "selected": {"attach", "withdraw"},
    "reserve": {"attach", "withdraw"},
    "decreed": {"attach", "account"},
    "reporting": {"attach", "account"},
    "closed": {"attach"},
}
ROLES = ("administrator", "coordinator", "member", "observer")


@pytest.mark.parametrize("state", Call.State.values)
@pytest.mark.parametrize("role", ROLES)
def test_what_may_be_done_with_a_call(role, state):
    expected = {"member": MEMBER_OF_CALL.get(state, set()), "observer": set()}.get(role, COORDINATOR_OF_CALL[state])
    assert allowed(CALL, User(role=role), Call(state=state)) == expected


def expected_of(role: str, state: str, *, is_led: bool) -> set[str]:
    if role == "administrator" and state in ("refused", "withdrawn"):
        return {"reconsider"}
    if role in ("administrator", "coordinator"):
        return COORDINATOR_OF_PROJECT[state]
    return LEAD_OF_PROJECT.get(state, set()) if role == "member" and is_led else set()


@pytest.mark.parametrize("state", Project.State.values)
@pytest.mark.parametrize("is_led", [True, False])
@pytest.mark.parametrize("role", ROLES)
def test_what_may_be_done_with_a_project(role, is_led, state):
    project = Project(state=state)
    project.is_led = is_led
    assert allowed(PROJECT, User(role=role), project) == expected_of(role, state, is_led=is_led)


def test_a_superuser_gets_no_short_cut_past_a_state():
    project = Project(state="closed")
    project.is_led = False
    assert allowed(PROJECT, User(role="observer", is_superuser=True), project) == set()


@pytest.mark.parametrize("state", Project.State.values)
def test_coordinators_correct_what_its_lead_no_longer_has_in_hand(state):
    in_hand = state in ("preparation", "returned")
    assert writing(User(role="coordinator"), Project(state=state)) == ("edit" if in_hand else "correct")
    assert writing(User(role="member"), Project(state=state)) == "edit"


@pytest.fixture
def people(administrator, french_coordinator, host_member, partner_member, outsider_member, observer):
    """Each role, with what it is to the project of the host."""
    return {
        "administrator": administrator, "coordinator": french_coordinator, "member": host_member,
        "partner": partner_member, "outsider": outsider_member, "observer": observer,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("state", Project.State.values)
def test_the_page_of_each_step_opens_to_whom_the_table_says(signed_in, people, host, partner, state):
    submitted = {} if state in ("preparation", "withdrawn") else {state: True}
    project = ProjectFactory(lead=host, **(submitted or {"state": state}))
    SupplementFactory(project=project, partner=partner)
    answers = {}
    expected = {}
    for name, user in people.items():
        role = user.role if name in ("administrator", "coordinator", "observer") else "member"
        can = expected_of(role, state, is_led=name == "member")
        sees = name in ("administrator", "coordinator", "member") or (name == "partner" and bool(project.submitted_at))
        client = signed_in(user)
        for step in PROJECT_STEPS:
            expected[name, step] = 404 if not sees else 200 if step in can else 403
            answers[name, step] = client.get(address("project-step", project.pk, step)).status_code
    assert answers == expected


@pytest.mark.django_db
def test_there_is_no_page_for_a_step_that_is_none(signed_in, french_coordinator):
    project = ProjectFactory()
    assert signed_in(french_coordinator).get(address("project-step", project.pk, "decree")).status_code == 404
