"""The workspace: both languages side by side, how each stands, and what is at hand."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from meetings.actions.translating import confirm_translation
from meetings.models import Attachment, PendingContribution, Section, SlideReference
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, AttendanceFactory, SectionFactory
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory
from tests.meetings.pages import address, main_of, text_of, words

pytestmark = pytest.mark.django_db


def page(client, minutes, query: str = "", lang: str = "fr"):
    return client.get(address("workspace", minutes.meeting_id, lang=lang) + query)


def cell(response, section: Section, lang: str) -> str:
    """Return the HTML of a section in one language."""
    found = re.search(rf'<article class="cell" id="c-{section.uuid}-{lang}".*?</article>', response.content.decode(), re.DOTALL)
    assert found is not None
    return found[0]


def state_of(html: str) -> str:
    """Return the icon of the state that a cell shows, "" for none."""
    found = re.search(r'class="cell__state">\s*<span[^>]*>.*?#([a-z-]+)"', html, re.DOTALL)
    return found[1] if found else ""


def test_both_languages_stand_beside_each_other_each_marked_with_its_own(signed_in, french_coordinator, pair):
    response = page(signed_in(french_coordinator), pair.minutes)
    french, dutch = cell(response, pair, "fr"), cell(response, pair, "nl")
    assert 'lang="fr" data-language="fr"' in french
    assert "2. Appel Le texte français" in text_of(french)
    assert 'lang="nl" data-language="nl"' in dutch
    assert "2. Oproep De Nederlandse tekst" in text_of(dutch)


@pytest.mark.parametrize(
    ("query", "shown"), [("?lang=fr", ["fr"]), ("?lang=nl", ["nl"]), ("?lang=both", ["fr", "nl"]), ("?lang=de", ["fr", "nl"])]
)
def test_the_content_language_is_a_choice_of_its_own(signed_in, french_coordinator, pair, query, shown):
    html = page(signed_in(french_coordinator), pair.minutes, query, lang="nl").content.decode()
    assert re.findall(r'<article class="cell" id="c-[^"]*-(fr|nl)"', html) == shown


def test_the_language_written_first_leads(signed_in, french_coordinator, pair):
    pair.minutes.leading_language = "nl"
    pair.minutes.save()
    html = page(signed_in(french_coordinator), pair.minutes).content.decode()
    assert re.findall(r'<article class="cell" id="c-[^"]*-(fr|nl)"', html) == ["nl", "fr"]


def test_a_missing_translation_shows_the_other_text_in_its_language(signed_in, french_coordinator, section):
    dutch = cell(page(signed_in(french_coordinator), section.minutes), section, "nl")
    block = re.search(r'<div class="other-language" lang="fr">(.*?)</div>\s*</div>', dutch, re.DOTALL)
    assert block is not None
    assert "Bonjour à tous" in text_of(block[1])
    assert state_of(dutch) == "circle-dashed"


def test_each_state_has_its_icon_and_a_reason(signed_in, french_coordinator, dutch_coordinator, pair):
    client = signed_in(french_coordinator)
    assert state_of(cell(page(client, pair.minutes), pair, "nl")) == "question"
    confirm_translation(pair, lang="nl", by=french_coordinator, at=NOW)
    assert state_of(cell(page(client, pair.minutes), pair, "nl")) == "check"
    pair.texts.filter(language="fr").update(hash="0" * 64, updated_by=dutch_coordinator, updated_at=NOW)
    outdated = cell(page(client, pair.minutes), pair, "nl")
    assert state_of(outdated) == "clock"
    assert "2 mars 2026, 11h00" in text_of(outdated)
    assert str(dutch_coordinator) in text_of(outdated)
    pair.texts.filter(language="nl").update(hash="1" * 64)
    assert state_of(cell(page(client, pair.minutes), pair, "nl")) == "warning"


def test_progress_counts_per_language(signed_in, french_coordinator, minutes, section, pair):
    tabs = re.search(r'<nav class="tabs".*?</nav>', main_of(page(signed_in(french_coordinator), minutes)), re.DOTALL)
    assert tabs is not None
    assert "Français (1/2) Nederlands (0/2)" in text_of(tabs[0])


def test_the_outline_leads_to_every_section_and_names_the_gaps(signed_in, french_coordinator, minutes, section):
    SectionFactory(minutes=minutes, parent=section, numbered=True, fr="Suite", nl="Vervolg")
    html = main_of(page(signed_in(french_coordinator), minutes))
    outline = re.search(r'<nav class="outline".*?</nav>', html, re.DOTALL)
    assert outline is not None
    anchors = re.findall(r'href="#(s-[^"]+)"', outline[0])
    assert anchors == re.findall(r'<div class="row" id="(s-[^"]+)"', html)
    assert re.findall(r'data-depth="(\d)"', outline[0]) == ["0", "1"]
    assert "1. Accueil NL" in text_of(outline[0])


def test_footnotes_become_notes_with_a_way_back(signed_in, french_coordinator, minutes):
    section = SectionFactory(minutes=minutes, fr=("Réseau", '<p>ZORA<span data-fn="">Sept communes.</span></p>'))
    french = cell(page(signed_in(french_coordinator), minutes), section, "fr")
    reference = re.search(r'<a id="([^"]+)" href="#([^"]+)" role="doc-noteref">1</a>', french)
    assert reference is not None
    assert f'<li id="{reference[2]}">Sept communes. <a href="#{reference[1]}" role="doc-backlink"' in french


def test_unsafe_text_that_reached_the_database_is_shown_clean(signed_in, french_coordinator, section):
    section.texts.update(
        html='<p>Bonjour<script>alert(1)</script><img src=x onerror="alert(1)"></p>', heading="<b onclick=x()>Titre</b>"
    )
    french = cell(page(signed_in(french_coordinator), section.minutes), section, "fr")
    assert "<p>Bonjour</p>" in french
    assert "&lt;b onclick=x()&gt;Titre&lt;/b&gt;" in french


def test_slides_open_the_presentation_at_the_page_and_complain_where_it_is_missing(signed_in, french_coordinator, section):
    attachment = Attachment.objects.create(
        meeting=section.minutes.meeting, title="L'appel", filename="a.pdf", file="a", content_type="application/pdf", size=1,
        sha256="a" * 64, page_count=4, added_at=NOW,
    )  # fmt: skip
    SlideReference.objects.create(section=section, position=1, first=3, last=6, attachment=attachment)
    SlideReference.objects.create(section=section, position=2, first=7, to_end=True)
    french = cell(page(signed_in(french_coordinator), section.minutes), section, "fr")
    assert f'<a href="{attachment.get_absolute_url()}#page=3">diapositives 3 à 6</a>' in french
    assert french.count('class="cell__problem"') == 2


def test_awaited_contributions_stand_with_their_section_or_at_the_end(signed_in, french_coordinator, section):
    PendingContribution.objects.create(minutes=section.minutes, section=section, text_fr="commentaires d'Anvers")
    PendingContribution.objects.create(minutes=section.minutes, text_fr="la liste des annexes")
    PendingContribution.objects.create(minutes=section.minutes, text_fr="déjà reçu", closed_at=NOW)
    response = page(signed_in(french_coordinator), section.minutes)
    assert "commentaires d'Anvers" in text_of(cell(response, section, "fr"))
    assert "la liste des annexes" in words(response)
    assert "déjà reçu" not in words(response)


def test_a_round_table_names_who_answered_and_who_is_silent(signed_in, french_coordinator, minutes, host):
    silent = OrganisationFactory(short_fr="CPAS de Liège")
    excused = OrganisationFactory(short_fr="CPAS d'Anvers")
    AttendanceFactory(meeting=minutes.meeting, organisation=silent)
    AttendanceFactory(meeting=minutes.meeting, organisation=excused, status="excused")
    question = SectionFactory(minutes=minutes, kind="round_table", fr="Que retenez-vous ?")
    answer = SectionFactory(minutes=minutes, parent=question, kind="answer", organisation=host, fr=("", "<p>Les visites</p>"))
    response = page(signed_in(french_coordinator), minutes)
    assert "CPAS de Charleroi Les visites" in text_of(cell(response, answer, "fr"))
    offered = re.search(r'<div class="row__silent">(.*?)</ul>', main_of(response), re.DOTALL)
    assert offered is not None
    assert re.findall(r'name="organisation" value="(\d+)"', offered[1]) == [str(silent.pk)]


def test_a_text_is_opened_for_editing_by_its_address_alone(signed_in, french_coordinator, pair):
    client = signed_in(french_coordinator)
    html = page(client, pair.minutes, f"?edit={pair.uuid}.nl").content.decode()
    assert f'id="e-{pair.uuid}-nl"' in html
    assert "De Nederlandse tekst" in html
    for nonsense in ("x", f"{pair.uuid}.de", f"{pair.uuid}", "00000000-0000-4000-8000-000000000001.fr"):
        assert 'class="cell cell--editing"' not in page(client, pair.minutes, f"?edit={nonsense}").content.decode()


@pytest.mark.parametrize("state", ["approved", "published"])
def test_closed_minutes_are_read_only(signed_in, french_coordinator, pair, put_into, state):
    put_into(pair.minutes, state)
    html = main_of(page(signed_in(french_coordinator), pair.minutes, f"?edit={pair.uuid}.nl"))
    html = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)  # what scripts may say later
    assert f"{address('section-edit', pair.minutes.meeting_id, pair.uuid, 'fr')}?" not in html
    assert address("section-add", pair.minutes.meeting_id) not in html
    assert "<textarea" not in html
    assert address("section-history", pair.minutes.meeting_id, pair.uuid, "fr") in html


def test_removed_sections_can_be_brought_back_from_the_end(signed_in, french_coordinator, minutes):
    removed = SectionFactory(minutes=minutes, label="4.", fr="Effacée", removed_at=NOW)
    html = main_of(page(signed_in(french_coordinator), minutes))
    assert address("section-restore", minutes.meeting_id, removed.uuid) in html
    assert f'id="s-{removed.uuid}"' not in html


def test_empty_minutes_say_what_to_do_next(signed_in, french_coordinator, minutes):
    html = main_of(page(signed_in(french_coordinator), minutes))
    assert 'class="empty-state"' in html
    assert address("section-add", minutes.meeting_id) in html


@pytest.mark.usefixtures("drawn_each_time")
@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_however_long_the_minutes(
    signed_in, french_coordinator, minutes, count, django_assert_num_queries: DjangoAssertNumQueries
):
    client = signed_in(french_coordinator)
    for _number in range(count):
        section = SectionFactory(
            minutes=minutes, fr="Accueil", nl="Onthaal", organisation=OrganisationFactory(), kind="round_table"
        )
        SectionFactory(minutes=minutes, parent=section, kind="answer", organisation=OrganisationFactory(), fr="Oui")
        SlideReference.objects.create(section=section, first=1, attachment=attachment_of(minutes, section))
        PendingContribution.objects.create(minutes=minutes, section=section, text_fr="x").organisations.add(OrganisationFactory())
        PendingContribution.objects.create(minutes=minutes, text_fr="y").organisations.add(OrganisationFactory())
        SectionFactory(minutes=minutes, fr="Effacée", removed_at=NOW)
        AttendanceFactory(meeting=minutes.meeting)
        for register in (PromiseFactory, SignalFactory, IdeaFactory):
            register.create_batch(count, meeting=minutes.meeting, section=section)
    # The account, the session, the minutes, what other apps learned from them, the texts of removed sections.
    with django_assert_num_queries(5):
        page(client, minutes)


def attachment_of(minutes, section) -> Attachment:
    return Attachment.objects.create(
        meeting=minutes.meeting, title="Présentation", filename="a.pdf", file="a", content_type="application/pdf", size=1,
        sha256=section.uuid.hex * 2, added_at=NOW,
    )  # fmt: skip
