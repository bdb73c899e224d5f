"""What holds for every comparison, whatever the two texts are."""

import re
import unicodedata
from xml.etree.ElementTree import tostring

import pytest
from hypothesis import given, settings
from tinyhtml5 import parse

from amif_network.core.comparison import Comparison, compare
from amif_network.core.richtext import canonical, plain_text, sanitise
from tests.core.comparison.reading import NAMESPACE, OURS
from tests.core.comparison.texts import versions
from tests.core.richtext_attacks import ATTACKS, assert_harmless
from tests.core.richtext_strategies import any_html

THOROUGH = settings(max_examples=50, deadline=None)
LETTERS = re.compile(r"[^\W_]")


def letters(text: str) -> str:
    """Return letters and figures alone: where words end is for the eye to see."""
    return "".join(LETTERS.findall(unicodedata.normalize("NFC", text)))


def letters_of(comparison: Comparison, without: str) -> str:
    """Return what is read when `without` ("ins" or "del") and the words of the portal are skipped."""
    found: list[str] = []

    def read(element) -> None:
        if element.tag != f"{NAMESPACE}{without}" and element.get("class") not in OURS:
            found.append(element.text or "")
            for child in element:
                read(child)
                found.append(child.tail or "")

    read(parse("<!doctype html><body>" + "".join(part.html for part in comparison.parts)).find(f"{NAMESPACE}body"))
    return letters("".join(found))


def assert_safe(html: str) -> None:
    """Refuse everything but the stored elements, <ins>, <del> and the portal's own words."""
    html = re.sub(r"</?(?:ins|del)>", "", html)
    assert_harmless(re.sub(r'<span class="(?:visually-hidden|comparison__aside)" lang="[a-z-]+">', "<span>", html))


@given(versions())
@THOROUGH
def test_every_word_of_the_new_text_stands_there(texts: tuple[str, str, str]) -> None:
    assert letters_of(compare(texts[0], texts[1]), "del") == letters(plain_text(texts[1]))


@given(versions())
@THOROUGH
def test_every_word_of_the_old_text_stands_there(texts: tuple[str, str, str]) -> None:
    assert letters_of(compare(texts[0], texts[1]), "ins") == letters(plain_text(texts[0]))


@given(any_html)
@THOROUGH
def test_a_text_does_not_differ_from_itself(html: str) -> None:
    comparison = compare(html, sanitise(html), "Titre", "Titre")
    assert not comparison.changed
    assert {part.kind for part in comparison.parts} <= {"same"}


@given(versions())
@THOROUGH
def test_what_differs_canonically_is_shown_and_nothing_else(texts: tuple[str, str, str]) -> None:
    old, new, _other = texts
    assert compare(old, new).changed == (canonical(old) != canonical(new))


@given(versions())
@THOROUGH
def test_every_part_of_a_comparison_is_well_formed_and_safe(texts: tuple[str, str, str]) -> None:
    for part in compare(texts[0], texts[2]).parts:
        assert_safe(part.html)
        body = parse(f"<!doctype html><body>{part.html}").find(f"{NAMESPACE}body")
        shown = tostring(body, encoding="unicode")
        assert len(re.findall(r"<\w", part.html)) == len(re.findall(r"<\w", shown)) - 1


@pytest.mark.parametrize("payload", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_is_compared_harmlessly(payload: str) -> None:
    wrapped = (
        f"<ul><li>un deux {payload}</li></ul><p>un deux <a href='https://x.be'>x</a><span data-fn>{payload}</span></p>{payload}"
    )
    for old, new in (("<p>un deux</p>", payload), (payload, "<p>un deux</p>"), (payload, wrapped), (wrapped, payload)):
        comparison = compare(old, new, payload[:500], "")
        for part in comparison.parts:
            assert_safe(part.html)
        assert_safe(comparison.heading)
