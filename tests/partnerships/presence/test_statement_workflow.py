"""The workflow of a month, spelled out: role × state → what may be done (docs/architecture.md prints the same)."""

import pytest

from amif_network.accounts.models import User
from amif_network.core.workflow import allowed
from partnerships.models import PresenceStatement
from partnerships.presence_wording import STATEMENT_STEPS
from partnerships.workflow import STATEMENT

OF_COORDINATOR = {
    "open": {"enter", "submit"},
    "submitted": {"return", "confirm"},
    "confirmed": {"reopen", "lock"},
    "locked": {"unlock"},
}
OF_EMPLOYER = {"open": {"enter", "submit"}}
OF_HOST = {"submitted": {"return", "confirm"}, "confirmed": {"reopen", "lock"}, "locked": {"unlock"}}


@pytest.mark.parametrize("state", PresenceStatement.State.values)
@pytest.mark.parametrize("role", ["administrator", "coordinator", "host", "employer", "other member", "observer"])
def test_what_may_be_done_with_a_month(role, state):
    statement = PresenceStatement(state=state)
    statement.is_host, statement.is_own = role == "host", role == "employer"
    user = User(role=role if role in ("administrator", "coordinator", "observer") else "member")
    expected = {"host": OF_HOST, "employer": OF_EMPLOYER, "other member": {}, "observer": {}}.get(role, OF_COORDINATOR)
    assert allowed(STATEMENT, user, statement) == expected.get(state, set())


def test_every_step_that_a_person_takes_has_words():
    assert STATEMENT_STEPS.keys() == STATEMENT.keys() - {"enter", "lock", "unlock"}
    assert {name for name, step in STATEMENT_STEPS.items() if step.needs_comment} == {"return", "reopen"}
