"""The tables of reviews, remarks and registers, spelled out: role × state → what may be done."""

import pytest
from django.contrib.auth.models import AnonymousUser

from amif_network.accounts.models import User
from amif_network.core.workflow import allowed
from meetings.models import Idea, Promise, Remark, ReviewRequest, Signal
from meetings.workflow import IDEA, PROMISE, REMARK, REVIEW, SIGNAL

# What coordinators and administrators may do, by state; then what members may.
TABLES = {
    "review": (
        REVIEW,
        ReviewRequest,
        {
            "awaited": {"answer", "extend", "remind", "record_silence", "tell_outcomes", "withdraw_link"},
            "answered": {"ask_again", "tell_outcomes", "withdraw_link"},
            "silent": {"ask_again", "tell_outcomes", "withdraw_link"},
        },
        {"awaited": {"answer"}, "answered": set(), "silent": set()},
    ),
    "remark": (
        REMARK,
        Remark,
        {"draft": {"edit", "send"}, "sent": {"settle"}, "settled": {"reopen"}},
        {"draft": {"edit", "send"}, "sent": set(), "settled": set()},
    ),
    "signal": (
        SIGNAL,
        Signal,
        {
            "to_send": {"edit", "send", "drop"},
            "sent": {"reply", "drop", "reopen"},
            "replied": {"reopen"},
            "dropped": {"reopen"},
        },
        {"to_send": set(), "sent": set(), "replied": set(), "dropped": set()},
    ),
    "idea": (
        IDEA,
        Idea,
        {
            "proposed": {"edit", "plan", "finish", "drop"},
            "planned": {"edit", "finish", "drop", "reopen"},
            "done": {"reopen"},
            "dropped": {"reopen"},
        },
        {"proposed": set(), "planned": set(), "done": set(), "dropped": set()},
    ),
}
CASES = [(table, state) for table, (_workflow, _model, coordinating, _member) in TABLES.items() for state in coordinating]
OF_A_PROMISE = {
    "open": {"edit", "answer", "tell", "finish", "drop"},
    "answered": {"edit", "finish", "drop", "reopen"},
    "done": {"reopen"},
    "dropped": {"reopen"},
}


@pytest.mark.parametrize(("table", "state"), CASES)
@pytest.mark.parametrize("role", ["administrator", "coordinator", "member", "observer"])
def test_what_may_be_done(role, table, state) -> None:
    workflow, model, coordinating, member = TABLES[table]
    expected = {"administrator": coordinating, "coordinator": coordinating, "member": member}.get(role, {}).get(state, set())
    assert allowed(workflow, User(role=role), model(state=state)) == expected


@pytest.mark.parametrize("state", Promise.State.values)
@pytest.mark.parametrize("role", ["administrator", "coordinator", "member", "observer"])
@pytest.mark.parametrize("own", [True, False])
def test_what_may_be_done_with_a_promise(own, role, state) -> None:
    promise = Promise(state=state)
    promise.is_mine = own
    owing = OF_A_PROMISE[state] & ({"answer"} if own else set())
    expected = OF_A_PROMISE[state] if role in ("administrator", "coordinator") else owing
    assert allowed(PROMISE, User(role=role), promise) == expected


@pytest.mark.parametrize("table", TABLES)
def test_every_state_is_in_the_table(table) -> None:
    _workflow, model, coordinating, member = TABLES[table]
    assert set(coordinating) == set(member) == set(model.State.values)


@pytest.mark.parametrize(("table", "state"), CASES)
def test_the_anonymous_may_do_nothing(table, state) -> None:
    workflow, model, _coordinating, _member = TABLES[table]
    assert allowed(workflow, AnonymousUser(), model(state=state)) == set()
