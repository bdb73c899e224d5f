"""Steps of promises, signals and ideas through their pages: role × state, comments, days, double clicks."""

import datetime

import pytest
from django.contrib.messages import get_messages

from meetings.models import Idea, MeetingLogEntry, Promise, Signal
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory
from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db
COORDINATING = {"administrator", "french_coordinator"}
ROLES = ("administrator", "french_coordinator", "host_member", "partner_member", "outsider_member", "observer")
SENT = {
    "answer": {"answer_fr": "La voici", "answer_nl": ""},
    "send": {"sent_on": "2026-03-10"},
    "reply": {"replied_on": "2026-03-12", "reply_nl": "Goed ontvangen"},
    "plan": {"earliest": "2026-09-01", "when_fr": "en automne"},
    "finish": {},
    "tell": {},
    "drop": {"comment": "Sans objet"},
    "reopen": {"comment": "Il manque une annexe"},
}
# kind → action → (states it starts from, state it ends in)
TABLE = {
    "promise": {
        "answer": ({"open"}, "answered"),
        "tell": ({"open"}, None),
        "finish": ({"open", "answered"}, "done"),
        "drop": ({"open", "answered"}, "dropped"),
        "reopen": ({"answered", "done", "dropped"}, "open"),
    },
    "signal": {
        "send": ({"to_send"}, "sent"),
        "reply": ({"sent"}, "replied"),
        "drop": ({"to_send", "sent"}, "dropped"),
        "reopen": ({"sent", "replied", "dropped"}, "to_send"),
    },
    "idea": {
        "plan": ({"proposed"}, "planned"),
        "finish": ({"proposed", "planned"}, "done"),
        "drop": ({"proposed", "planned"}, "dropped"),
        "reopen": ({"planned", "done", "dropped"}, "proposed"),
    },
}
STATES = {"promise": Promise.State.values, "signal": Signal.State.values, "idea": Idea.State.values}
CASES = [(kind, action, state) for kind, steps in TABLE.items() for action in steps for state in STATES[kind]]


@pytest.fixture
def make(meeting, host, partner):
    """Return a function that makes an entry of a kind in a state; the host owes the promises, the partner asked for them."""

    def made(kind: str, state: str):
        traits = {} if state in ("open", "to_send", "proposed") else {state: True}
        if kind == "promise":
            return PromiseFactory(meeting=meeting, owed_by=host, asked_by=partner, **traits)
        return {"signal": SignalFactory, "idea": IdeaFactory}[kind](meeting=meeting, **traits)

    return made


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("kind", "action", "state"), CASES)
def test_the_table_of_steps_is_obeyed(request, signed_in, make, kind, action, state, role):
    entry = make(kind, state)
    sources, target = TABLE[kind][action]
    sees = role in COORDINATING or (kind == "promise" and role in ("host_member", "partner_member"))
    may = role in COORDINATING or (kind == "promise" and action == "answer" and role == "host_member")
    response = signed_in(request.getfixturevalue(role)).post(address(f"{kind}-step", entry.pk, action), SENT[action])
    entry.refresh_from_db()
    steps = list(MeetingLogEntry.objects.of(kind, entry.pk).values_list("action", "to_state"))
    if may and state in sources:
        assert (response.status_code, entry.state, steps) == (302, target or state, [(action, target or state)])
    else:
        # A form without words that was sent twice is answered like the first time.
        twice = state == target and action in ("finish", "drop", "reopen")
        refused = 404 if not sees else 403 if not may else 302 if twice else 409
        assert (response.status_code, entry.state, steps) == (refused, state, [])


@pytest.mark.parametrize(("kind", "action", "state"), CASES)
def test_the_page_of_a_step_changes_nothing(signed_in, french_coordinator, make, kind, action, state):
    entry = make(kind, state)
    response = signed_in(french_coordinator).get(address(f"{kind}-step", entry.pk, action))
    assert response.status_code == (200 if state in TABLE[kind][action][0] else 403)
    entry.refresh_from_db()
    assert entry.state == state


@pytest.mark.parametrize("kind", TABLE)
@pytest.mark.parametrize("action", ["drop", "reopen"])
def test_giving_up_and_opening_again_need_a_reason(signed_in, french_coordinator, make, kind, action):
    entry = make(kind, STATES[kind][0] if action == "drop" else "dropped")
    client = signed_in(french_coordinator)
    for comment in ("", "   ", "nul\x00"):
        response = client.post(address(f"{kind}-step", entry.pk, action), {"comment": comment})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["comment"])
    assert not entry.meeting.log.exists()


def test_a_dropped_entry_keeps_its_reason_until_it_is_opened_again(signed_in, french_coordinator, promise):
    client = signed_in(french_coordinator)
    client.post(address("promise-step", promise.pk, "drop"), {"comment": "Reprise ailleurs"})
    promise.refresh_from_db()
    assert (promise.reason, promise.state) == ("Reprise ailleurs", "dropped")
    client.post(address("promise-step", promise.pk, "reopen"), {"comment": "Finalement non"})
    promise.refresh_from_db()
    assert (promise.reason, promise.state, promise.rev) == ("", "open", 3)


def test_an_answer_needs_a_word_in_one_language(signed_in, host_member, promise):
    response = signed_in(host_member).post(address("promise-step", promise.pk, "answer"), {"answer_fr": " ", "answer_nl": ""})
    assert response.status_code == 422
    promise.refresh_from_db()
    assert promise.state == "open"


def test_an_answer_names_who_gave_it_and_stays_in_the_history_after_reopening(
    signed_in, host_member, french_coordinator, promise
):
    signed_in(host_member).post(
        address("promise-step", promise.pk, "answer"), {"answer_fr": "Voici\r\nla liste", "answer_nl": "De lijst"}
    )
    promise.refresh_from_db()
    assert (promise.answer_fr, promise.answer_nl, promise.answered_by) == ("Voici\nla liste", "De lijst", host_member)
    signed_in(french_coordinator).post(address("promise-step", promise.pk, "reopen"), {"comment": "Il manque une annexe"})
    promise.refresh_from_db()
    assert (promise.answer_fr, promise.answer_nl, promise.answered_by, promise.answered_at) == ("", "", None, None)
    page = signed_in(host_member).get(promise.get_absolute_url())
    assert "Voici la liste De lijst" in words(page)


def test_an_answer_sent_twice_is_saved_once(signed_in, host_member, promise):
    client, url = signed_in(host_member), address("promise-step", promise.pk, "answer")
    client.post(url, {"answer_fr": "Voici la liste", "answer_nl": ""})
    second = client.post(url, {"answer_fr": "Voici la liste", "answer_nl": ""})
    assert (second.status_code, second["Location"]) == (302, promise.get_absolute_url())
    assert [message.level_tag for message in get_messages(second.wsgi_request)][-1:] == ["info"]
    assert promise.meeting.log.filter(action="answer").count() == 1


def test_who_answers_second_sees_both_answers_and_loses_nothing(signed_in, host_member, french_coordinator, promise):
    url = address("promise-step", promise.pk, "answer")
    signed_in(french_coordinator).post(url, {"answer_fr": "La liste est en ligne", "answer_nl": ""})
    second = signed_in(host_member).post(url, {"answer_fr": "Voici la liste", "answer_nl": ""})
    assert second.status_code == 409
    assert "La liste est en ligne" in words(second)
    assert second.context["form"]["answer_fr"].value() == "Voici la liste"
    promise.refresh_from_db()
    assert promise.answer_fr == "La liste est en ligne"


@pytest.mark.parametrize(
    ("kind", "state", "action", "typed", "wrong"),
    [
        ("signal", "to_send", "send", {"sent_on": ""}, "sent_on"),
        ("signal", "to_send", "send", {"sent_on": "2026-03-01"}, "sent_on"),
        ("signal", "to_send", "send", {"sent_on": "9999-12-31"}, "sent_on"),
        ("signal", "sent", "reply", {"replied_on": "2026-03-12"}, "__all__"),
        ("signal", "sent", "reply", {"replied_on": "2026-03-04", "reply_fr": "Oui"}, "replied_on"),
        ("signal", "sent", "reply", {"replied_on": "9999-12-31", "reply_fr": "Oui"}, "replied_on"),
        ("idea", "proposed", "plan", {"earliest": "2026-09-02", "latest": "2026-09-01"}, "latest"),
    ],
)
def test_days_in_disorder_are_refused_with_a_sentence(signed_in, french_coordinator, make, kind, state, action, typed, wrong):
    entry = make(kind, state)
    response = signed_in(french_coordinator).post(address(f"{kind}-step", entry.pk, action), typed)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    entry.refresh_from_db()
    assert entry.state == state


def test_a_reply_in_either_language_is_kept_and_taken_away_by_opening_again(signed_in, french_coordinator, make):
    signal, client = make("signal", "sent"), signed_in(french_coordinator)
    client.post(address("signal-step", signal.pk, "reply"), {"replied_on": "2026-03-12", "reply_fr": "", "reply_nl": "Ontvangen"})
    signal.refresh_from_db()
    assert (signal.reply_nl, signal.replied_on) == ("Ontvangen", datetime.date(2026, 3, 12))
    client.post(address("signal-step", signal.pk, "reopen"), {"comment": "Trop vague"})
    signal.refresh_from_db()
    assert (signal.state, signal.sent_on, signal.replied_on, signal.reply_nl) == ("to_send", None, None, "")


def test_a_planned_idea_says_when(signed_in, french_coordinator, make):
    idea = make("idea", "proposed")
    signed_in(french_coordinator).post(address("idea-step", idea.pk, "plan"), {"when_nl": "in de herfst", "latest": "2026-12-01"})
    idea.refresh_from_db()
    assert (idea.state, idea.when_nl, idea.latest) == ("planned", "in de herfst", datetime.date(2026, 12, 1))


@pytest.mark.parametrize("action", ["edit-everything", "record", "x" * 300])
def test_other_actions_are_no_steps(signed_in, administrator, promise, action):
    assert signed_in(administrator).post(address("promise-step", promise.pk, action)).status_code == 404


def test_other_methods_are_refused(signed_in, french_coordinator, promise):
    assert signed_in(french_coordinator).put(address("promise-step", promise.pk, "finish")).status_code == 405


def test_an_entry_of_one_register_is_none_of_another(signed_in, french_coordinator, promise):
    assert signed_in(french_coordinator).post(address("idea-step", promise.pk, "finish")).status_code == 404
