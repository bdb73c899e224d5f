"""Autosaves of open tabs: merged with what others wrote, recognised when their answer got lost, rolled up in the history."""

import datetime
import uuid

import pytest

from meetings.actions.writing import Closed, Written, write_text
from meetings.models import Minutes, Section, SectionRevision, SectionText
from tests.factories.meetings import SectionFactory, base_of, signed

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 3, 9, 0, tzinfo=datetime.UTC)
LISA, PIETER = uuid.UUID(int=1), uuid.UUID(int=2)
START = "<p>un</p><p>deux</p><p>trois</p>"


@pytest.fixture
def section() -> Section:
    return SectionFactory(fr=("Titre", START))


@pytest.fixture
def save(section, french_coordinator, dutch_coordinator):
    """Save as the tab of Lisa or Pieter, `minutes` after the start."""

    def save(session: uuid.UUID, html: str, base: int, minutes: float = 0, heading: str = "Titre", **more: object) -> Written:
        by, at = french_coordinator if session == LISA else dutch_coordinator, NOW + datetime.timedelta(minutes=minutes)
        values = {"lang": "fr", "heading": heading, "html": html, "base": base, "by": by, "at": at, "session": session}
        return write_text(section, **{"checkpoint": False, **values, **more})

    return save


def standing(section: Section) -> str:
    return SectionText.objects.get(section=section, language="fr").html


def test_a_tab_saves_again_and_again_without_colliding_with_itself(save, section):
    first = save(LISA, START + "<p>a</p>", base_of(section, "fr"))
    second = save(LISA, START + "<p>ab</p>", first.sent.pk)
    assert (second.merged, second.set_aside, second.text.rev, standing(section)) == (False, None, 3, START + "<p>ab</p>")


def test_a_save_whose_answer_got_lost_is_no_collision(save, section):
    base = base_of(section, "fr")
    save(LISA, "<p>un A</p><p>deux</p><p>trois</p>", base)
    again = save(LISA, "<p>un A et plus</p><p>deux</p><p>trois</p>", base)
    assert (again.merged, again.set_aside) == (False, None)
    assert standing(section) == "<p>un A et plus</p><p>deux</p><p>trois</p>"


def test_a_lost_answer_is_no_collision_either_when_the_save_was_merged(save, section):
    base = base_of(section, "fr")
    save(PIETER, "<p>un</p><p>deux</p><p>DRIE</p>", base)
    assert save(LISA, "<p>un A</p><p>deux</p><p>trois</p>", base).merged
    again = save(LISA, "<p>un A et plus</p><p>deux</p><p>trois</p>", base)
    assert again.set_aside is None
    assert standing(section) == "<p>un A et plus</p><p>deux</p><p>DRIE</p>"


def test_older_words_of_a_tab_that_arrive_late_change_nothing(save, section):
    base = base_of(section, "fr")
    newer = save(LISA, START + "<p>AAA BBB</p>", base, seq=2)
    late = save(LISA, START + "<p>AAA</p>", base, seq=1)
    assert (late.sent, late.revision, standing(section)) == (newer.sent, newer.revision, START + "<p>AAA BBB</p>")
    assert SectionRevision.objects.filter(text__section=section).count() == 2


def test_older_words_of_a_tab_whose_newer_ones_were_merged_change_nothing(save, section):
    base = base_of(section, "fr")
    save(PIETER, "<p>un</p><p>deux</p><p>DRIE</p>", base, seq=1)
    save(LISA, "<p>un A et plus</p><p>deux</p><p>trois</p>", base, seq=2)
    late = save(LISA, "<p>un A</p><p>deux</p><p>trois</p>", base, seq=1)
    assert (late.merged, standing(section)) == (True, "<p>un A et plus</p><p>deux</p><p>DRIE</p>")


def test_older_words_of_a_tab_that_collided_since_collide_as_the_newer_ones(save, section):
    base = base_of(section, "fr")
    save(PIETER, "<p>un</p><p>van Pieter</p><p>trois</p>", base)
    newer = save(LISA, "<p>un</p><p>de Lisa, plus</p><p>trois</p>", base, seq=2)
    late = save(LISA, "<p>un</p><p>de Lisa</p><p>trois</p>", base, seq=1)
    assert late.set_aside == newer.set_aside
    assert list(SectionRevision.objects.waiting()) == [newer.set_aside]


def test_who_types_on_after_a_merge_goes_on_from_the_words_as_sent(save, section):
    base = base_of(section, "fr")
    save(PIETER, "<p>un</p><p>deux</p><p>DRIE</p>", base)
    merged = save(LISA, "<p>UN</p><p>deux</p><p>trois</p>", base)
    assert (merged.text.html, merged.revision.kind, merged.sent.kind) == ("<p>UN</p><p>deux</p><p>DRIE</p>", "merged", "sent")
    save(LISA, "<p>UN</p><p>deux et demi</p><p>trois</p>", merged.sent.pk)
    assert standing(section) == "<p>UN</p><p>deux et demi</p><p>DRIE</p>"


def test_who_took_the_merged_text_over_goes_on_from_it(save, section):
    base = base_of(section, "fr")
    save(PIETER, "<p>un</p><p>deux</p><p>DRIE</p>", base)
    merged = save(LISA, "<p>UN</p><p>deux</p><p>trois</p>", base)
    after = save(LISA, "<p>UN</p><p>deux</p><p>drie, dan</p>", merged.revision.pk)
    assert (after.merged, after.set_aside, standing(section)) == (False, None, "<p>UN</p><p>deux</p><p>drie, dan</p>")


def test_the_same_lines_collide_and_both_are_kept(save, section):
    base = base_of(section, "fr")
    save(PIETER, "<p>un</p><p>van Pieter</p><p>trois</p>", base)
    collided = save(LISA, "<p>un</p><p>de Lisa</p><p>trois</p>", base)
    assert collided.set_aside is not None
    assert (collided.set_aside.html, collided.set_aside.base_id) == ("<p>un</p><p>de Lisa</p><p>trois</p>", base)
    assert standing(section) == "<p>un</p><p>van Pieter</p><p>trois</p>"


def test_a_collision_whose_answer_got_lost_still_collides(save, section):
    base = base_of(section, "fr")
    save(PIETER, "<p>un</p><p>van Pieter</p><p>trois</p>", base)
    first = save(LISA, "<p>un</p><p>de Lisa</p><p>trois</p>", base)
    again = save(LISA, "<p>un</p><p>de Lisa</p><p>trois</p>", base)
    assert again.set_aside == first.set_aside
    more = save(LISA, "<p>un</p><p>de Lisa, plus</p><p>trois</p>", base)
    assert list(SectionRevision.objects.waiting()) == [more.set_aside]
    assert standing(section) == "<p>un</p><p>van Pieter</p><p>trois</p>"


def test_a_heading_and_a_text_changed_by_two_are_put_together(save, section):
    base = base_of(section, "fr")
    save(PIETER, START, base, heading="Accueil")
    save(LISA, START + "<p>quatre</p>", base)
    text = SectionText.objects.get(section=section, language="fr")
    assert (text.heading, text.html) == ("Accueil", START + "<p>quatre</p>")


def test_passing_autosaves_are_shown_once_and_go_after_a_while(save, section):
    base = base_of(section, "fr")
    for minute in range(20):
        base = save(LISA, f"{START}<p>{minute}</p>", base, minutes=minute).sent.pk
    history = SectionRevision.objects.filter(text__section=section).for_history()
    assert [version.rev for version in history] == [21, 1]
    kept = SectionRevision.objects.filter(text__section=section, checkpoint=False).order_by("rev").values_list("rev", flat=True)
    assert list(kept) == list(range(6, 22))


def test_a_pause_and_a_checkpoint_have_their_place_in_the_history(save, section):
    first = save(LISA, START + "<p>a</p>", base_of(section, "fr"))
    second = save(LISA, START + "<p>b</p>", first.sent.pk, minutes=11)
    third = save(LISA, START + "<p>c</p>", second.sent.pk, minutes=12, checkpoint=True)
    save(LISA, START + "<p>d</p>", third.sent.pk, minutes=13)
    history = SectionRevision.objects.filter(text__section=section).for_history()
    assert [version.rev for version in history] == [5, 4, 2, 1]


def test_a_base_that_rolled_over_is_represented_by_an_older_version(save, section):
    base = base_of(section, "fr")
    offline = save(LISA, START + "<p>a</p>", base).sent.pk
    save(LISA, START + "<p>ab</p>", offline, minutes=1)
    save(LISA, START + "<p>abc</p>", offline, minutes=30)
    assert not SectionRevision.objects.filter(pk=offline).exists()
    disjoint = save(PIETER, "<p>UN</p><p>deux</p><p>trois</p>", offline, minutes=31)
    assert (disjoint.merged, disjoint.text.html) == (True, "<p>UN</p><p>deux</p><p>trois</p><p>abc</p>")
    doubtful = save(uuid.UUID(int=3), START + "<p>a</p>", offline, minutes=32)
    assert doubtful.set_aside is not None


def test_words_for_closed_minutes_are_kept_beside_them(save, section, french_coordinator):
    minutes = Minutes.objects.get(pk=section.minutes_id)
    Minutes.objects.filter(pk=minutes.pk).update(**signed("approved", french_coordinator, NOW))
    with pytest.raises(Closed) as closed:
        save(PIETER, START + "<p>te laat</p>", base_of(section, "fr"))
    assert (closed.value.aside.html, closed.value.aside.set_aside) == (START + "<p>te laat</p>", True)
    assert standing(section) == START


def test_the_first_words_for_closed_minutes_are_kept_too(section, french_coordinator):
    Minutes.objects.filter(pk=section.minutes_id).update(**signed("approved", french_coordinator, NOW))
    with pytest.raises(Closed) as closed:
        write_text(section, lang="nl", heading="", html="<p>te laat</p>", base=0, by=french_coordinator, at=NOW)
    assert list(SectionRevision.objects.waiting()) == [closed.value.aside]
    assert closed.value.aside.html == "<p>te laat</p>"
    assert Section.objects.get(pk=section.pk).translation_state("nl") == "missing"


def test_every_change_is_counted_for_open_pages(save, section):
    before = Minutes.objects.get(pk=section.minutes_id).change
    save(LISA, START + "<p>a</p>", base_of(section, "fr"))
    after = Minutes.objects.get(pk=section.minutes_id)
    assert (after.change - before, Section.objects.get(pk=section.pk).change) == (1, after.change)
