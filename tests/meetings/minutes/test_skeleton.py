"""Start translations from the structure of the other language, for one section or for all that lack a text."""

import pytest

from meetings.actions.translating import copy_skeletons
from meetings.models import Section, SectionText, TranslationLogEntry, TranslationState
from tests.factories.meetings import NOW, SectionFactory
from tests.meetings.pages import address, main_of

pytestmark = pytest.mark.django_db
LIST = "<p>Une phrase.</p><ul><li>un</li><li>deux</li></ul>"


def at(section: Section, lang: str = "nl") -> str:
    return address("section-skeleton", section.minutes.meeting_id, section.uuid, lang)


def all_at(section: Section, lang: str = "nl") -> str:
    return address("skeletons", section.minutes.meeting_id, lang)


def dutch(section: Section) -> SectionText | None:
    return SectionText.objects.filter(section=section, language="nl").first()


def state(section: Section) -> TranslationState:
    return Section.objects.get(pk=section.pk).translation_state("nl")


def test_the_structure_is_opened_for_translation_and_stays_missing_until_it_has_words(signed_in, french_coordinator, minutes):
    section = SectionFactory(minutes=minutes, fr=("Budget", LIST))
    response = signed_in(french_coordinator).post(at(section))
    assert f"edit={section.uuid}.nl" in response.headers["Location"]
    text = dutch(section)
    assert (text.heading, text.html, text.origin, text.confirmed_at) == ("Budget", "<ul><li></li><li></li></ul>", "copy", None)
    assert state(section) == TranslationState.MISSING
    assert TranslationLogEntry.objects.get().kind == "copied"


def test_a_copied_heading_alone_waits_for_a_person(signed_in, french_coordinator, minutes):
    section = SectionFactory(minutes=minutes, fr=("Budget", ""))
    signed_in(french_coordinator).post(at(section))
    assert state(section) == TranslationState.UNCONFIRMED


def test_a_structure_never_replaces_words(signed_in, french_coordinator, pair):
    before = dutch(pair)
    response = signed_in(french_coordinator).post(at(pair))
    assert "edit=" not in response.headers["Location"]
    assert (dutch(pair).html, dutch(pair).rev) == (before.html, before.rev)


def test_sentences_alone_have_no_structure(signed_in, french_coordinator, minutes):
    section = SectionFactory(minutes=minutes, fr=("", "<p>Une phrase.</p>"))
    signed_in(french_coordinator).post(at(section))
    assert dutch(section) is None


def test_all_missing_texts_start_at_once(signed_in, french_coordinator, minutes, pair):
    first, second = SectionFactory(minutes=minutes, fr=("Budget", LIST)), SectionFactory(minutes=minutes, fr="Divers")
    plain = SectionFactory(minutes=minutes, fr=("", "<p>Une phrase.</p>"))
    removed = SectionFactory(minutes=minutes, fr="Effacée", removed_at=NOW)
    below = SectionFactory(minutes=minutes, parent=removed, fr="Effacée aussi")
    stranger = SectionFactory(fr="Ailleurs")
    before = dutch(pair).rev
    signed_in(french_coordinator).post(all_at(first))
    assert [dutch(section) is not None for section in (first, second, plain, removed, below, stranger)] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    assert dutch(pair).rev == before
    assert copy_skeletons(minutes, lang="nl", by=french_coordinator, at=NOW) == 0


def test_the_workspace_offers_it_while_texts_are_missing(signed_in, french_coordinator, section):
    client, workspace = signed_in(french_coordinator), address("workspace", section.minutes.meeting_id)
    html = main_of(client.get(workspace))
    assert all_at(section) in html
    assert at(section) in html
    assert all_at(section, "fr") not in html


def test_an_unknown_language_is_no_page(signed_in, french_coordinator, section):
    assert signed_in(french_coordinator).post(all_at(section, "de")).status_code == 404
