"""Nothing hostile passes the reader of rich text, whichever way it comes in and goes out."""

import pytest

from amif_network.core.plaintext import from_plain, to_plain
from amif_network.core.richtext import canonical, from_plain_text, sanitise, with_footnotes
from tests.core.richtext_attacks import ATTACKS, assert_harmless

names = [f"{number}: {payload[:40]!r}" for number, payload in enumerate(ATTACKS)]


@pytest.mark.parametrize("payload", ATTACKS, ids=names)
def test_an_attack_is_stored_harmless(payload: str) -> None:
    stored = sanitise(payload)
    assert_harmless(stored)
    assert sanitise(stored) == stored


@pytest.mark.parametrize("payload", ATTACKS, ids=names)
def test_an_attack_is_shown_harmless(payload: str) -> None:
    shown = with_footnotes(f"<p>x<span data-fn>{payload}</span></p>{payload}", "s1")
    assert_harmless(shown.html, on_screen=True)
    for note in shown.notes:
        assert_harmless(note.html)
    assert_harmless(canonical(payload))


@pytest.mark.parametrize("payload", ATTACKS, ids=names)
def test_an_attack_typed_as_text_stays_text(payload: str) -> None:
    for stored in (from_plain(payload), from_plain_text(payload), from_plain(to_plain(payload))):
        assert_harmless(stored)


@pytest.mark.parametrize("address", ["javascript:window.hit=1", "data:text/html,x", "/relative", "https://a@b.example", "x"])
def test_the_notation_makes_no_link_to_a_forbidden_address(address: str) -> None:
    assert from_plain(f"[mot]({address})") == f"<p>[mot]({address})</p>"


def test_the_list_is_long_enough() -> None:
    assert len(set(ATTACKS)) == len(ATTACKS) >= 180
