"""What each side must do and waits for, from plain values."""

import pytest

from partnerships.models import Partnership
from partnerships.next_steps import Side, Standing, next_steps

ALL = {"edit", "sign", "follow"}


def told(state, side, standing, can=ALL):
    found = next_steps(state, side, standing, can, "fr")
    return [task.step or task.page for task in found.must], len(found.waits)


@pytest.mark.parametrize(
    ("state", "standing", "expected"),
    [
        ("idea", Standing(), ["negotiate"]),
        ("negotiating", Standing(has_period=False), ["partnership-edit"]),
        ("negotiating", Standing(has_text=False), ["agreement-new"]),
        ("negotiating", Standing(), ["agree"]),
        ("text_agreed", Standing(), ["put_to_sign"]),
        ("to_sign", Standing(unsigned=["A"], own_unsigned=["A"]), ["signature-new"]),
        ("signed", Standing(activity="over"), ["end"]),
        ("signed", Standing(activity="running"), []),
        ("signed", Standing(activity="running", to_decide=2, to_confirm=1), ["#money", "#presence"]),
        ("signed", Standing(activity="running", without_owner=["A"]), ["#people"]),
    ],
)
def test_what_the_host_must_do(state, standing, expected):
    assert told(state, Side.HOST, standing)[0] == expected


def test_a_partner_waits_for_the_host_and_for_who_has_not_signed():
    can = {"sign", "follow"}
    assert told("negotiating", Side.PARTNER, Standing(), can) == ([], 1)
    assert told("text_agreed", Side.PARTNER, Standing(), can) == ([], 1)
    assert told("to_sign", Side.PARTNER, Standing(unsigned=["A", "B"], own_unsigned=["B"]), can) == (["signature-new"], 1)
    assert told("signed", Side.PARTNER, Standing(activity="running", to_correct=1, decided_by_host=1), can) == (["#money"], 1)


def test_coordinators_read_names_and_readers_nothing():
    standing = Standing(unsigned=["Binche", "Mons"], own_unsigned=["Binche", "Mons"])
    [task] = next_steps("to_sign", Side.COORDINATION, standing, ALL, "fr").must
    assert "Binche et Mons" in task.sentence
    for state in Partnership.State.values:
        assert told(state, Side.READER, Standing(to_decide=3), set()) == ([], 0)
