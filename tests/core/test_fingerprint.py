"""The fingerprint that tells whether something changed."""

import datetime

from amif_network.core.fingerprint import fingerprint


def test_the_same_values_have_the_same_fingerprint_whatever_their_order_in_a_dict() -> None:
    assert fingerprint({"a": 1, "b": datetime.time(9, 30)}) == fingerprint({"b": datetime.time(9, 30), "a": 1})


def test_any_change_changes_it() -> None:
    prints = {
        fingerprint([1, "a", None]),
        fingerprint([1, "a", ""]),
        fingerprint([1, "a"]),
        fingerprint(["1", "a", None]),
        fingerprint(["a", 1, None]),
    }
    assert len(prints) == 5


def test_it_is_a_sha256_in_hex() -> None:
    assert len(fingerprint([])) == 64
    assert int(fingerprint([]), 16) > 0
