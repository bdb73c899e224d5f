"""Two people write in one text: what goes together, and what somebody must choose."""

import pytest

from amif_network.core.comparison import Merge, merge
from tests.core.comparison.texts import paragraphs

BASE = paragraphs("Lisa ouvre la séance", "Pieter présente le budget", "La séance est levée")
LIST = "<ul><li>Mons</li><li>Gent</li><li>Namur</li></ul>"
TABLE = "<table><caption>{}</caption><tr><th>CPAS<th>Lits</tr>{}</table>"
ROW = "<tr><td>{}<td>{}</tr>"


def conflicts(merged: Merge) -> list[tuple[str, str, str]]:
    """Return the conflicts as base, mine and theirs."""
    return [(conflict.base, conflict.mine, conflict.theirs) for conflict in merged.conflicts]


def test_changes_in_neighbouring_paragraphs_are_both_kept() -> None:
    mine, theirs = BASE.replace("la séance</p><p>Pieter", "tôt</p><p>Pieter"), BASE.replace("le budget", "les comptes")
    assert merge(BASE, mine, theirs).html == paragraphs("Lisa ouvre tôt", "Pieter présente les comptes", "La séance est levée")


def test_paragraphs_put_in_at_two_places_are_both_kept() -> None:
    mine, theirs = paragraphs("Avant") + BASE, BASE + paragraphs("Après")
    assert merge(BASE, mine, theirs).html == paragraphs("Avant") + BASE + paragraphs("Après")


def test_the_same_change_by_both_stands_once() -> None:
    both = BASE.replace("le budget", "les comptes") + paragraphs("Merci")
    assert merge(BASE, both, both.replace("La séance", "La\u00a0séance")).html == both.replace("La séance", "La\u00a0séance")


def test_two_sentences_added_to_one_paragraph_are_in_conflict_with_both_texts() -> None:
    mine, theirs = BASE.replace("budget</p>", "budget. Accord.</p>"), BASE.replace("budget</p>", "budget. Refus.</p>")
    merged = merge(BASE, mine, theirs)
    assert conflicts(merged) == [
        tuple(paragraphs(f"Pieter présente le budget{more}") for more in ("", ". Accord.", ". Refus.")),
    ]
    assert "Accord" in merged.resolve(["both"])
    assert merged.resolve(["both"]).index("Refus") < merged.resolve(["both"]).index("Accord")
    assert merged.resolve(["mine"]) == mine
    assert merged.resolve(["theirs"]) == theirs


def test_two_paragraphs_put_in_at_one_place_are_in_conflict() -> None:
    merged = merge(BASE, BASE + paragraphs("Mien"), BASE + paragraphs("Leur"))
    assert conflicts(merged) == [("", paragraphs("Mien"), paragraphs("Leur"))]
    assert merged.regions[0].html == BASE
    assert merged.resolve(["both"]) == BASE + paragraphs("Leur", "Mien")


def test_a_paragraph_changed_by_one_and_deleted_by_the_other_is_in_conflict() -> None:
    mine = paragraphs("Lisa ouvre la séance", "La séance est levée")
    theirs = BASE.replace("le budget", "les comptes")
    assert conflicts(merge(BASE, mine, theirs)) == [
        (paragraphs("Pieter présente le budget"), "", paragraphs("Pieter présente les comptes"))
    ]


def test_who_sends_again_what_was_saved_already_meets_no_conflict() -> None:
    """The answer to the first save was lost: the server has "Un", the browser goes on from the old base."""
    assert merge(BASE, BASE + paragraphs("Un", "Deux"), BASE + paragraphs("Un")).html == BASE + paragraphs("Un", "Deux")


def test_a_paragraph_before_a_deleted_one_stays() -> None:
    mine = paragraphs("Lisa ouvre la séance", "La séance est levée")
    theirs = BASE.replace("<p>Pieter", "<p>Nouveau</p><p>Pieter")
    assert merge(BASE, mine, theirs).html == paragraphs("Lisa ouvre la séance", "Nouveau", "La séance est levée")


def test_a_first_text_written_by_two_is_in_conflict() -> None:
    assert conflicts(merge("", paragraphs("Een"), paragraphs("Twee"))) == [("", paragraphs("Een"), paragraphs("Twee"))]


def test_entries_of_one_list_changed_by_two_are_both_kept() -> None:
    mine, theirs = LIST.replace("Mons", "Mons et Ath"), LIST.replace("</ul>", "<li>Binche</li></ul>")
    assert merge(LIST, mine, theirs).html == "<ul><li>Mons et Ath</li><li>Gent</li><li>Namur</li><li>Binche</li></ul>"


def test_numbers_for_bullets_and_a_new_entry_are_both_kept() -> None:
    mine, theirs = LIST.replace("ul>", "ol>"), LIST.replace("<li>Gent", "<li>Liège</li><li>Gent")
    assert merge(LIST, mine, theirs).html == "<ol><li>Mons</li><li>Liège</li><li>Gent</li><li>Namur</li></ol>"


def test_nobody_is_asked_about_two_kinds_of_numbers() -> None:
    merged = merge(LIST, LIST.replace("ul>", "ol>"), LIST.replace("ul>", "ol>").replace("<ol>", '<ol type="a">'))
    assert merged.html == "<ol><li>Mons</li><li>Gent</li><li>Namur</li></ol>"


def test_rows_and_caption_of_one_table_changed_by_two_are_all_kept() -> None:
    base = TABLE.format("Lits", ROW.format("Mons", 4) + ROW.format("Gent", 9))
    mine = TABLE.format("Lits libres", ROW.format("Mons", 4) + ROW.format("Gent ville", 9))
    theirs = TABLE.format("Lits", ROW.format("Mons centre", 4) + ROW.format("Gent", 9) + ROW.format("Ath", 2))
    merged = merge(base, mine, theirs).html
    assert merged.startswith("<table><caption>Lits libres</caption><thead>")
    assert "<td>Mons centre</td><td>4</td></tr><tr><td>Gent ville</td><td>9</td></tr><tr><td>Ath</td><td>2</td>" in merged


def test_one_row_changed_by_two_is_in_conflict_alone() -> None:
    base = TABLE.format("Lits", ROW.format("Mons", "quatre lits") + ROW.format("Gent", 9))
    merged = merge(base, base.replace("quatre lits", "cinq lits"), base.replace("quatre lits", "six lits"))
    row = "<table><tbody><tr><td>Mons</td><td>{} lits</td></tr></tbody></table>"
    assert conflicts(merged) == [(row.format("quatre"), row.format("cinq"), row.format("six"))]


@pytest.mark.parametrize("base", [None, paragraphs("tout autre")])
def test_without_a_common_origin_what_both_say_is_no_conflict(base: str | None) -> None:
    merged = merge(base, paragraphs("commun", "mien"), paragraphs("commun", "leur"))
    assert [(conflict.mine, conflict.theirs) for conflict in merged.conflicts] == [(paragraphs("mien"), paragraphs("leur"))]
    assert merged.resolve(["theirs"]) == paragraphs("commun", "leur")


def test_without_a_base_nothing_is_taken_over_unasked() -> None:
    merged = merge(None, paragraphs("un", "deux"), paragraphs("deux"))
    assert conflicts(merged) == [("", paragraphs("un"), "")]


def test_what_comes_in_hostile_goes_out_clean() -> None:
    merged = merge("<p>a</p>", "<p onclick=x()>b<script>x()</script></p>", "<p>c<img src=x onerror=x()></p>")
    assert conflicts(merged) == [("<p>a</p>", "<p>b</p>", "<p>c</p>")]
