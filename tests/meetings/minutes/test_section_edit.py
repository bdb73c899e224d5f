"""Write a text: as a page, in its place with htmx, cleaned on the way in and in every answer."""

import re

import pytest
from django.utils.translation import override

from amif_network.core.editor import MAX_LENGTH
from meetings.models import Section, SectionRevision, SectionText, TranslationState
from tests.core.richtext_attacks import assert_harmless
from tests.factories.meetings import base_of
from tests.meetings.pages import address, main_of, sent_by, words

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def at(section: Section, lang: str = "fr", name: str = "section-edit") -> str:
    return address(name, section.minutes.meeting_id, section.uuid, lang)


def fields(section: Section, html: str, lang: str = "fr", **more: str) -> dict[str, str]:
    base = str(base_of(section, lang))
    return {"heading": "Accueil", "html": html, "html-notation": "html", "base": base, "other_rev": "0", "shown": "both", **more}


def text(section: Section, lang: str = "fr") -> SectionText:
    return SectionText.objects.get(section=section, language=lang)


def test_the_page_carries_the_text_its_revision_and_the_other_language(signed_in, french_coordinator, pair):
    response = signed_in(french_coordinator).get(at(pair, "nl"))
    sent = sent_by(response)
    assert (sent["heading"], sent["html"].strip(), int(sent["base"]), sent["other_rev"]) == (
        "Oproep",
        "De Nederlandse tekst",
        base_of(pair, "nl"),
        "1",
    )
    assert "Le texte français" in words(response)


def test_saving_leads_back_to_the_section(signed_in, french_coordinator, section):
    response = signed_in(french_coordinator).post(at(section), fields(section, "<p>Bonsoir</p>"))
    assert response.headers["Location"] == f"{address('workspace', section.minutes.meeting_id)}#s-{section.uuid}"
    assert (text(section).html, text(section).rev, text(section).updated_by) == ("<p>Bonsoir</p>", 2, french_coordinator)


def test_the_way_back_keeps_the_chosen_language(signed_in, french_coordinator, section):
    response = signed_in(french_coordinator).post(at(section), fields(section, "<p>Bonsoir</p>", shown="fr"))
    assert response.headers["Location"] == f"{address('workspace', section.minutes.meeting_id)}?lang=fr#s-{section.uuid}"


def test_without_a_script_the_text_is_written_in_plain_notation(signed_in, french_coordinator, section):
    signed_in(french_coordinator).post(at(section), fields(section, "## Titre\n\n- un\n- deux", **{"html-notation": "plain"}))
    assert text(section).html == "<h3>Titre</h3><ul><li>un</li><li>deux</li></ul>"


def test_a_first_text_in_the_other_language_waits_for_confirmation(signed_in, french_coordinator, section):
    signed_in(french_coordinator).post(at(section, "nl"), fields(section, "<p>Welkom</p>", "nl", other_rev="1"))
    assert Section.objects.get(pk=section.pk).translation_state("nl") == TranslationState.UNCONFIRMED


def test_saving_can_confirm_in_one_step(signed_in, french_coordinator, section):
    signed_in(french_coordinator).post(at(section, "nl"), fields(section, "<p>Welkom</p>", "nl", other_rev="1", confirm="yes"))
    assert Section.objects.get(pk=section.pk).translation_state("nl") == TranslationState.OK
    assert text(section, "nl").confirmed_by == french_coordinator


def test_what_changed_on_the_other_side_meanwhile_is_saved_but_not_confirmed(signed_in, french_coordinator, pair):
    text(pair, "fr")
    SectionText.objects.filter(section=pair, language="fr").update(rev=2, hash="0" * 64)
    signed_in(french_coordinator).post(
        at(pair, "nl"), fields(pair, "<p>Nieuw</p>", "nl", heading="Oproep", other_rev="1", confirm="yes")
    )
    assert (text(pair, "nl").html, text(pair, "nl").confirmed_at) == ("<p>Nieuw</p>", None)


def test_with_htmx_the_editor_comes_in_place_of_the_text(signed_in, french_coordinator, pair):
    response = signed_in(french_coordinator).get(at(pair, "nl") + "?lang=nl", headers=HTMX)
    html = response.content.decode()
    assert html.strip().startswith(f'<form class="cell cell--editing" id="e-{pair.uuid}-nl"')
    assert "<html" not in html
    assert 'name="shown" value="nl"' in html
    assert "HX-Request" in response.headers["Vary"]


def test_with_htmx_saving_answers_with_the_cell_and_what_changes_around_it(signed_in, french_coordinator, pair):
    html = (
        signed_in(french_coordinator).post(at(pair), fields(pair, "<p>Autre</p>", heading="Appel"), headers=HTMX).content.decode()
    )
    assert html.strip().startswith(f'<article class="cell" id="c-{pair.uuid}-fr"')
    assert re.findall(r'id="([^"]+)"[^>]* hx-swap-oob="true"', html) == [
        f"c-{pair.uuid}-nl",
        f"o-{pair.uuid}",
        "progress",
        "workspace-status",
    ]
    assert "<p>Autre</p>" in html


def test_a_text_that_is_being_written_is_never_replaced_by_the_save_of_the_other(signed_in, french_coordinator, pair):
    sent = {**fields(pair, "<p>Autre</p>", heading="Appel"), f"open-{pair.uuid}": ["fr", "nl"]}
    html = signed_in(french_coordinator).post(at(pair), sent, headers=HTMX).content.decode()
    assert f"c-{pair.uuid}-nl" not in re.findall(r'id="([^"]+)"[^>]* hx-swap-oob', html)


def test_giving_up_brings_the_text_back(signed_in, french_coordinator, pair):
    client = signed_in(french_coordinator)
    html = client.get(at(pair, "nl", "section-text"), headers=HTMX).content.decode()
    assert html.strip().startswith(f'<article class="cell" id="c-{pair.uuid}-nl"')
    plain = client.get(at(pair, "nl", "section-text"))
    assert plain.headers["Location"] == f"{address('workspace', pair.minutes.meeting_id)}#s-{pair.uuid}"


@pytest.mark.parametrize(
    "html",
    [
        '<p onclick="x()">a</p>',
        "<script>x()</script><p>a</p>",
        '<p>a</p><img src=x onerror="x()">',
        '<p><a href="javascript:x()">a</a></p>',
    ],
)
def test_what_is_written_is_cleaned_before_it_is_stored(signed_in, french_coordinator, section, html):
    signed_in(french_coordinator).post(at(section), fields(section, html))
    assert text(section).html == "<p>a</p>"
    assert SectionRevision.objects.get(rev=2).html == "<p>a</p>"


@pytest.mark.parametrize(
    "wrong",
    [
        {"base": "x"},
        {"base": ""},
        {"base": "-1"},
        {"base": str(2**70)},
        {"heading": "a" * 301},
        {"heading": "a\x00b"},
        {"html": "a\x00b" + "x" * MAX_LENGTH},
    ],
)
def test_what_cannot_be_saved_comes_back_with_a_sentence(signed_in, french_coordinator, section, wrong):
    response = signed_in(french_coordinator).post(at(section), {**fields(section, "<p>Mes mots</p>"), **wrong})
    assert response.status_code == 422
    assert 'class="ds-alert error-summary"' in main_of(response)
    assert (text(section).html, text(section).rev) == ("<p>Bonjour à tous</p>", 1)


def test_a_form_with_errors_gives_the_words_back_clean(signed_in, french_coordinator, section):
    sent = fields(section, "<p>Mes mots<script>x()</script></p>", heading="a" * 301)
    for headers in ({}, HTMX):
        html = signed_in(french_coordinator).post(at(section), sent, headers=headers).content.decode()
        editor = re.search(r'data-html="([^"]*)"', html)
        assert editor is not None
        assert editor[1] == "&lt;p&gt;Mes mots&lt;/p&gt;"


def test_nul_bytes_never_reach_the_database(signed_in, french_coordinator, section):
    signed_in(french_coordinator).post(at(section), fields(section, "<p>a\x00b</p>"))
    assert "\x00" not in text(section).html


def test_words_written_while_the_minutes_were_approved_are_given_back(signed_in, french_coordinator, section, put_into):
    put_into(section.minutes, "approved")
    response = signed_in(french_coordinator).post(at(section), fields(section, "<p>Mes derniers mots</p>"))
    assert response.status_code == 409
    assert "Mes derniers mots" in main_of(response)
    assert text(section).html == "<p>Bonjour à tous</p>"


def test_words_written_into_a_section_that_was_removed_are_kept_with_it(signed_in, french_coordinator, section):
    Section.objects.filter(pk=section.pk).update(removed_at=text(section).updated_at)
    client = signed_in(french_coordinator)
    assert client.post(at(section), fields(section, "<p>Trop tard ?</p>")).status_code == 302
    assert text(section).html == "<p>Trop tard ?</p>"
    again = client.post(at(section), fields(section, "<p>Encore</p>"), headers=HTMX)
    assert again.headers["HX-Redirect"].startswith(address("workspace", section.minutes.meeting_id))
    assert text(section).html == "<p>Encore</p>"


def test_the_answer_of_a_save_holds_nothing_that_runs(signed_in, french_coordinator, section):
    attack = '<p>a<svg onload=alert(1)></p><table><tr><td><style>@import "x"</style>b</td></tr></table>'
    html = signed_in(french_coordinator).post(at(section), fields(section, attack), headers=HTMX).content.decode()
    shown = re.search(r'<div class="minutes-text">(.*?)</div>', html, re.DOTALL)
    assert shown is not None
    assert_harmless(re.sub(r"<colgroup>.*?</colgroup>", "", shown[1]), on_screen=True)


def test_both_interface_languages_reach_the_same_text(signed_in, dutch_coordinator, section):
    with override("nl"):
        response = signed_in(dutch_coordinator).post(at(section), fields(section, "<p>Bonsoir</p>"))
    assert text(section).html == "<p>Bonsoir</p>"
    assert response.status_code == 302
