"""What holds for every merge, whatever the three texts are."""

import itertools
from collections import Counter
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amif_network.core.comparison import Choice, Clean, Merge, merge
from amif_network.core.richtext import canonical, sanitise
from tests.core.comparison.texts import paragraphs, said, versions, words_of

Versions = tuple[str, str, str]
THOROUGH = settings(max_examples=50, deadline=None)


def shown(merged: Merge) -> Counter[str]:
    """Count the words that stand somewhere: clean, or on either side of a conflict."""
    words: Counter[str] = Counter()
    for region in merged.regions:
        words += words_of(region.html) if isinstance(region, Clean) else words_of(region.mine) + words_of(region.theirs)
    return words


@given(versions())
@THOROUGH
def test_what_only_one_changed_is_taken_over(texts: Versions) -> None:
    base, mine, theirs = texts
    assert merge(base, base, theirs).html == sanitise(theirs)
    assert merge(base, mine, base).html == sanitise(mine)
    assert merge(base, mine, mine).html == sanitise(mine)


@given(versions())
@THOROUGH
def test_the_order_of_the_two_makes_no_difference(texts: Versions) -> None:
    base, mine, theirs = texts
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert [(c.base, c.mine, c.theirs) for c in one.conflicts] == [(c.base, c.theirs, c.mine) for c in other.conflicts]
    if not one.conflicts:
        assert one.html == other.html


@given(versions())
@THOROUGH
def test_no_word_is_lost(texts: Versions) -> None:
    base, mine, theirs = (words_of(text) for text in texts)
    found = shown(merge(*texts))
    assert not (mine - base) - found
    assert not (theirs - base) - found
    # Of a word that stood there twice, each may have taken out another one.
    assert {word for word in mine & theirs if base[word] == 1} <= set(found)


@given(versions())
@THOROUGH
def test_no_word_appears(texts: Versions) -> None:
    mine, theirs = words_of(texts[1]), words_of(texts[2])
    assert not shown(merge(*texts)) - (mine + theirs)
    assert not shown(merge(None, *texts[1:])) - (mine + theirs)


@given(versions(), st.data())
@THOROUGH
def test_every_choice_makes_a_stored_text(texts: Versions, data: st.DataObject) -> None:
    merged = merge(*texts)
    choices = cast("list[Choice]", [data.draw(st.sampled_from(["mine", "theirs", "both"])) for _ in merged.conflicts])
    resolved = merged.resolve(choices)
    assert sanitise(resolved) == resolved
    for conflict in merged.conflicts:
        for html in (conflict.base, conflict.mine, conflict.theirs):
            assert sanitise(html) == html


@given(versions())
@THOROUGH
def test_both_of_every_conflict_keeps_every_new_word(texts: Versions) -> None:
    base, mine, theirs = (words_of(text) for text in texts)
    merged = merge(*texts)
    resolved = words_of(merged.resolve(["both"] * len(merged.conflicts)))
    assert not (mine - base) - resolved
    assert not (theirs - base) - resolved


@given(versions())
@THOROUGH
def test_without_a_base_all_that_differs_is_in_conflict(texts: Versions) -> None:
    _base, mine, theirs = texts
    merged = merge(None, mine, theirs)
    assert canonical(merged.resolve(["mine"] * len(merged.conflicts))) == canonical(mine)
    assert canonical(merged.resolve(["theirs"] * len(merged.conflicts))) == canonical(theirs)
    assert not merged.conflicts or canonical(mine) != canonical(theirs)


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True), st.data())
@THOROUGH
def test_changes_in_different_paragraphs_never_meet(names: list[str], data: st.DataObject) -> None:
    """Each paragraph is kept, extended or deleted by at most one of the two: never a conflict."""
    lines = {name: f"<p>{name}1 {name}2 {name}3 {name}4</p>" for name in names}
    mine, theirs, expected = [], [], []
    for name in names:
        who = data.draw(st.sampled_from([0, 1]))
        what = data.draw(st.sampled_from(["keep", "extend", "delete"]))
        line = lines[name]
        new = {"keep": line, "extend": line.replace("</p>", " et plus</p>"), "delete": ""}[what]
        for side, text in enumerate((mine, theirs)):
            text.append(new if side == who else line)
        expected.append(new)
    merged = merge("".join(lines.values()), "".join(mine), "".join(theirs))
    assert merged.html == "".join(expected)


@pytest.mark.parametrize("choices", [[], ["mine", "mine"], ["mienne"]])
def test_choices_that_do_not_fit_are_refused(choices: list[str]) -> None:
    merged = merge("<p>a</p>", "<p>b</p>", "<p>c</p>")
    assert len(merged.conflicts) == 1
    with pytest.raises(ValueError, match="choice"):
        merged.resolve(cast("list[Choice]", choices))


def test_a_merge_with_conflicts_has_no_text_yet() -> None:
    with pytest.raises(ValueError, match="0 choices for 1"):
        _ = merge("<p>a</p>", "<p>b</p>", "<p>c</p>").html


def test_every_combination_of_small_texts_keeps_what_is_agreed() -> None:
    texts = [paragraphs(*letters) for size in range(3) for letters in itertools.product("ab", repeat=size)]
    for base, mine, theirs in itertools.product(texts, repeat=3):
        merged = merge(base, mine, theirs)
        for side in ("mine", "theirs"):
            resolved = merged.resolve([cast("Choice", side)] * len(merged.conflicts))
            assert set(said(resolved)) <= set(said(mine)) | set(said(theirs))
