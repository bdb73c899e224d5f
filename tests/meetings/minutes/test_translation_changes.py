"""What changed in the other language, and what a person says about it: up to date, or only a slip of the pen."""

import datetime

import pytest

from meetings.actions.translating import accept_slip, confirm_translation
from meetings.actions.writing import ChangedMeanwhile, write_text
from meetings.models import Section, SectionRevision, SectionText, TranslationLogEntry, TranslationState
from tests.core.comparison.reading import marked
from tests.core.richtext_attacks import assert_harmless
from tests.factories.meetings import NOW, base_of
from tests.meetings.pages import address, main_of, text_of, words

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(hours=1)


def at(name: str, section: Section, lang: str, ui: str = "fr") -> str:
    return address(name, section.minutes.meeting_id, section.uuid, lang, lang=ui)


def states(section: Section) -> tuple[str, str]:
    found = Section.objects.get(pk=section.pk)
    return found.translation_state("fr"), found.translation_state("nl")


def write(section: Section, lang: str, html: str, by) -> None:
    heading = SectionText.objects.get(section=section, language=lang).heading
    write_text(section, lang=lang, heading=heading, html=html, base=base_of(section, lang), by=by, at=LATER)


@pytest.fixture
def outdated(pair, french_coordinator, dutch_coordinator) -> Section:
    """Both texts were compared; then the French one changed."""
    confirm_translation(pair, lang="nl", by=dutch_coordinator, at=NOW)
    write(pair, "fr", "<p>Le nouveau texte français</p>", french_coordinator)
    return pair


@pytest.fixture
def diverged(outdated, dutch_coordinator) -> Section:
    """Both texts changed since."""
    write(outdated, "nl", "<p>De Nederlandse tekst, langer</p>", dutch_coordinator)
    return outdated


def seen(section: Section, lang: str) -> dict[str, str]:
    revs = dict(section.texts.values_list("language", "rev"))
    return {"rev": str(revs.pop(lang)), "other_rev": str(*revs.values())}


def test_the_changes_are_marked_as_put_in(signed_in, dutch_coordinator, outdated):
    html = main_of(signed_in(dutch_coordinator).get(at("section-changes", outdated, "nl")))
    assert "nouveau" in text_of(html.split("<ins>")[1].split("</ins>")[0])
    assert "<del>" not in html


def test_both_texts_and_what_can_be_said_stand_on_the_page(signed_in, dutch_coordinator, outdated):
    html = main_of(signed_in(dutch_coordinator).get(at("section-changes", outdated, "nl")))
    assert "De Nederlandse tekst" in html
    for name in ("section-confirm", "section-slip", "section-ask", "section-edit"):
        assert at(name, outdated, "nl") in html


def test_for_htmx_the_changes_are_a_part_of_the_page(signed_in, dutch_coordinator, outdated):
    response = signed_in(dutch_coordinator).get(at("section-changes", outdated, "nl"), headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<html" not in html
    assert "<ins>" in html
    assert "HX-Request" in response.headers["Vary"]


def test_nothing_changed_is_said(signed_in, dutch_coordinator, pair):
    html = main_of(signed_in(dutch_coordinator).get(at("section-changes", pair, "nl")))
    assert 'class="comparison' not in html
    assert at("section-slip", pair, "nl") not in html


def test_a_compared_version_that_is_gone_is_said(signed_in, dutch_coordinator, outdated):
    SectionRevision.objects.filter(text__section=outdated, text__language="fr", rev=1).delete()
    html = main_of(signed_in(dutch_coordinator).get(at("section-changes", outdated, "nl")))
    assert "Le nouveau texte français" in text_of(html)
    assert "<ins>" not in html


def test_closed_minutes_show_the_changes_and_no_buttons(signed_in, dutch_coordinator, outdated, put_into):
    put_into(outdated.minutes, "approved")
    html = main_of(signed_in(dutch_coordinator).get(at("section-changes", outdated, "nl")))
    assert "<ins>" in html
    assert "<form" not in html


def test_the_changes_stand_beside_the_text_being_written(signed_in, dutch_coordinator, outdated):
    client = signed_in(dutch_coordinator)
    in_place = client.get(address("workspace", outdated.minutes.meeting_id) + f"?edit={outdated.uuid}.nl")
    for response in (client.get(at("section-edit", outdated, "nl")), in_place):
        form = main_of(response).split(f'id="e-{outdated.uuid}-nl"')[1].split("</form>")[0]
        assert "<ins>" in form


def test_unsafe_words_of_older_versions_are_shown_clean(signed_in, dutch_coordinator, outdated):
    nasty = '<p>Un<img src=x onerror="x()"></p><script>x()</script><p><a href="javascript:x()">y</a></p>'
    SectionRevision.objects.filter(text__section=outdated, rev=1).update(html=nasty, heading="<b onclick=x()>")
    html = main_of(signed_in(dutch_coordinator).get(at("section-changes", outdated, "nl")))
    for part in html.split('data-kind="')[1:]:
        assert_harmless(marked(part.split(">", 1)[1].split("</div>")[0]), on_screen=True)
    assert "<b onclick" not in html


def test_a_slip_of_the_pen_leaves_the_text_valid_and_is_logged(signed_in, dutch_coordinator, outdated):
    before = SectionText.objects.get(section=outdated, language="nl")
    signed_in(dutch_coordinator).post(at("section-slip", outdated, "nl"), seen(outdated, "nl"))
    assert states(outdated) == (TranslationState.OK, TranslationState.OK)
    after = SectionText.objects.get(section=outdated, language="nl")
    assert (after.html, after.rev, after.confirmed_at) == (before.html, before.rev, before.confirmed_at)
    entry = TranslationLogEntry.objects.get(kind="typo")
    assert (entry.language, entry.by, entry.rev, entry.other_rev) == ("nl", dutch_coordinator, 1, 2)


def test_a_slip_does_not_confirm_what_nobody_confirmed(pair, french_coordinator):
    SectionText.objects.filter(section=pair, language="nl").update(based_on_hash=pair.texts.get(language="fr").hash)
    write(pair, "fr", "<p>Le texte français.</p>", french_coordinator)
    assert states(pair)[1] == TranslationState.OUTDATED
    accept_slip(pair, lang="nl", by=french_coordinator, at=LATER)
    assert states(pair)[1] == TranslationState.UNCONFIRMED


def test_where_both_changed_a_slip_on_one_side_leaves_the_other_waiting(diverged, dutch_coordinator):
    assert states(diverged) == (TranslationState.DIVERGED, TranslationState.DIVERGED)
    accept_slip(diverged, lang="nl", by=dutch_coordinator, at=LATER)
    assert states(diverged) == (TranslationState.OUTDATED, TranslationState.OK)


def test_a_slip_that_never_was_is_not_logged(pair, french_coordinator):
    accept_slip(pair, lang="nl", by=french_coordinator, at=LATER)
    assert states(pair) == (TranslationState.UNCONFIRMED, TranslationState.UNCONFIRMED)
    assert not TranslationLogEntry.objects.exists()


@pytest.mark.parametrize("name", ["section-slip", "section-confirm"])
def test_what_the_person_did_not_see_is_not_accepted(signed_in, dutch_coordinator, outdated, name):
    signed_in(dutch_coordinator).post(at(name, outdated, "nl"), {"rev": "1", "other_rev": "1"})
    assert states(outdated)[1] == TranslationState.OUTDATED
    with pytest.raises(ChangedMeanwhile):
        accept_slip(outdated, lang="nl", by=dutch_coordinator, at=LATER, seen={"nl": 1, "fr": 1})


def test_with_one_language_only_there_is_no_slip(signed_in, dutch_coordinator, section):
    response = signed_in(dutch_coordinator).post(at("section-slip", section, "nl"), {"rev": "0", "other_rev": "1"}, follow=True)
    assert response.status_code == 200
    assert not TranslationLogEntry.objects.exists()


def test_the_outdated_cell_offers_the_changes(signed_in, dutch_coordinator, outdated):
    html = main_of(signed_in(dutch_coordinator).get(address("workspace", outdated.minutes.meeting_id, lang="nl")))
    assert f'hx-get="{at("section-changes", outdated, "nl", "nl")}?lang=both"' in html
    assert at("section-changes", outdated, "fr", "nl") not in html


def test_confirming_from_the_changes_ends_it(signed_in, dutch_coordinator, diverged):
    client = signed_in(dutch_coordinator)
    client.post(at("section-confirm", diverged, "nl"), seen(diverged, "nl"))
    assert states(diverged) == (TranslationState.OK, TranslationState.OK)
    assert 'class="comparison' not in words(client.get(at("section-changes", diverged, "nl")))


def test_a_word_of_the_other_language_is_hinted_at_in_the_foot_of_the_text(signed_in, dutch_coordinator, pair, put_into):
    SectionText.objects.filter(section=pair, language="nl").update(html="<p>Het CPAS van Binche</p>")
    client, workspace = signed_in(dutch_coordinator), address("workspace", pair.minutes.meeting_id)
    html = main_of(client.get(workspace))
    assert html.count('class="cell__hint"') == 1
    foot = html.split(f'id="c-{pair.uuid}-nl"')[1].split('class="cell__hint"')[1].split("</p>")[0]
    assert '<q lang="fr">CPAS</q>' in foot
    assert '<q lang="nl">OCMW</q>' in foot
    put_into(pair.minutes, "approved")
    assert 'class="cell__hint"' not in main_of(client.get(workspace))


def test_a_save_answers_with_the_hint(signed_in, dutch_coordinator, pair):
    client = signed_in(dutch_coordinator)
    data = {
        "heading": "Oproep",
        "html": "<p>Het CPAS</p>",
        "html-notation": "html",
        "base": base_of(pair, "nl"),
        "other_rev": "1",
    }
    response = client.post(at("section-edit", pair, "nl"), data, headers={"HX-Request": "true"})
    assert '<q lang="nl">OCMW</q>' in response.content.decode()
