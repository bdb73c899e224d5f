"""Confirm a translation, start from a copy, look back and bring back."""

import pytest

from meetings.actions.writing import write_text
from meetings.models import Section, SectionRevision, SectionText, TranslationState
from tests.core.richtext_attacks import assert_harmless
from tests.factories.meetings import NOW, base_of
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db


def at(name: str, section: Section, lang: str, *more: object) -> str:
    return address(name, section.minutes.meeting_id, section.uuid, lang, *more)


def state(section: Section, lang: str = "nl") -> TranslationState:
    return Section.objects.get(pk=section.pk).translation_state(lang)


def test_a_person_says_that_both_languages_match(signed_in, french_coordinator, pair):
    response = signed_in(french_coordinator).post(at("section-confirm", pair, "nl"), {"rev": "1", "other_rev": "1"})
    assert response.headers["Location"].endswith(f"#s-{pair.uuid}")
    assert (state(pair, "fr"), state(pair, "nl")) == (TranslationState.OK, TranslationState.OK)
    assert set(pair.texts.values_list("confirmed_by", flat=True)) == {french_coordinator.pk}


@pytest.mark.parametrize("sent", [{"rev": "1", "other_rev": "9"}, {"rev": "0", "other_rev": "1"}, {"rev": "x"}, {}])
def test_what_the_person_did_not_see_is_not_confirmed(signed_in, french_coordinator, pair, sent):
    assert signed_in(french_coordinator).post(at("section-confirm", pair, "nl"), sent).status_code == 302
    assert state(pair) == TranslationState.UNCONFIRMED


def test_a_missing_text_cannot_be_confirmed(signed_in, french_coordinator, section):
    signed_in(french_coordinator).post(at("section-confirm", section, "nl"), {"rev": "0", "other_rev": "1"})
    assert state(section) == TranslationState.MISSING


def test_with_htmx_confirming_answers_with_the_cell(signed_in, french_coordinator, pair):
    response = signed_in(french_coordinator).post(
        at("section-confirm", pair, "nl"), {"rev": "1", "other_rev": "1"}, headers={"HX-Request": "true"}
    )
    assert response.content.decode().strip().startswith(f'<article class="cell" id="c-{pair.uuid}-nl"')


def test_a_copy_is_opened_for_translation(signed_in, french_coordinator, section):
    response = signed_in(french_coordinator).post(at("section-copy", section, "nl"))
    assert f"edit={section.uuid}.nl" in response.headers["Location"]
    copied = SectionText.objects.get(section=section, language="nl")
    assert (copied.heading, copied.html, copied.origin) == ("Accueil", "<p>Bonjour à tous</p>", "copy")
    assert state(section) == TranslationState.UNCONFIRMED


def test_a_copy_never_replaces_a_text(signed_in, french_coordinator, pair):
    response = signed_in(french_coordinator).post(at("section-copy", pair, "nl"))
    assert "edit=" not in response.headers["Location"]
    assert SectionText.objects.get(section=pair, language="nl").html == "<p>De Nederlandse tekst</p>"


@pytest.fixture
def written_twice(section, french_coordinator, dutch_coordinator) -> Section:
    SectionText.objects.filter(section=section).delete()
    for html, by in [("<p>Un</p>", french_coordinator), ("<p>Deux</p>", dutch_coordinator)]:
        write_text(section, lang="fr", heading="Accueil", html=html, base=base_of(section, "fr"), by=by, at=NOW)
    started_from = base_of(section, "fr", 1)
    write_text(section, lang="fr", heading="Accueil", html="<p>Trop tard</p>", base=started_from, by=french_coordinator, at=NOW)
    return section


def test_the_history_lists_every_version_with_its_author(signed_in, french_coordinator, dutch_coordinator, written_twice):
    response = signed_in(french_coordinator).get(at("section-history", written_twice, "fr"))
    rows = main_of(response).split("<tbody>")[1].split("</tr>")[:-1]
    assert len(rows) == 3
    assert [
        str(author) in row for row, author in zip(rows, [french_coordinator, dutch_coordinator, french_coordinator], strict=True)
    ] == [True] * 3


def test_a_history_without_a_text_says_so(signed_in, french_coordinator, section):
    assert 'class="empty-state"' in main_of(signed_in(french_coordinator).get(at("section-history", section, "nl")))


def test_a_version_is_shown_beside_the_text_as_it_stands(signed_in, french_coordinator, written_twice):
    first = SectionRevision.objects.get(rev=1, kind="saved")
    said = words(signed_in(french_coordinator).get(at("section-revision", written_twice, "fr", first.pk)))
    assert "Deux" in said
    assert "Un" in said


def test_the_version_that_stands_offers_nothing_to_bring_back(signed_in, french_coordinator, written_twice):
    latest = SectionRevision.objects.get(rev=2, kind="saved")
    html = main_of(signed_in(french_coordinator).get(at("section-revision", written_twice, "fr", latest.pk)))
    assert "<form" not in html


def test_an_old_version_is_brought_back_as_a_new_one(signed_in, french_coordinator, written_twice):
    first = SectionRevision.objects.get(rev=1, kind="saved")
    signed_in(french_coordinator).post(
        at("revision-restore", written_twice, "fr", first.pk), {"base": base_of(written_twice, "fr")}
    )
    current = SectionText.objects.get(section=written_twice)
    assert (current.html, current.rev, SectionRevision.objects.filter(kind="saved").count()) == ("<p>Un</p>", 3, 3)


def test_a_version_of_the_other_language_is_not_found_here(signed_in, french_coordinator, written_twice):
    first = SectionRevision.objects.get(rev=1, kind="saved")
    client = signed_in(french_coordinator)
    assert client.get(at("section-revision", written_twice, "nl", first.pk)).status_code == 404
    assert client.post(at("revision-restore", written_twice, "nl", first.pk), {"base": "0"}).status_code == 404


def test_unsafe_versions_are_shown_clean(signed_in, french_coordinator, written_twice):
    first = SectionRevision.objects.get(rev=1, kind="saved")
    SectionRevision.objects.filter(pk=first.pk).update(html='<p>Un<img src=x onerror="x()"></p><script>x()</script>')
    html = main_of(signed_in(french_coordinator).get(at("section-revision", written_twice, "fr", first.pk)))
    for block in html.split('<div class="minutes-text">')[1:]:
        assert_harmless(block.split("</div>")[0], on_screen=True)
