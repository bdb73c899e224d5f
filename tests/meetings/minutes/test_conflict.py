"""Two people write the same text: nobody overwrites, nobody loses a word."""

import re

import pytest

from meetings.models import Section, SectionRevision, SectionText
from tests.core.richtext_attacks import assert_harmless
from tests.meetings.pages import address, main_of, sent_by, words

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def at(section: Section, name: str = "section-edit", *more: object) -> str:
    return address(name, section.minutes.meeting_id, section.uuid, "fr", *more)


def sent(html: str, rev: str = "1", heading: str = "Accueil") -> dict[str, str]:
    return {"heading": heading, "html": html, "html-notation": "html", "rev": rev, "other_rev": "0", "shown": "both"}


def html_of(section: Section) -> str:
    return SectionText.objects.get(section=section, language="fr").html


@pytest.fixture
def collision(signed_in, french_coordinator, dutch_coordinator, section):
    """Two clients opened the same revision; the first saved, the second collides."""
    first, second = signed_in(french_coordinator), signed_in(dutch_coordinator)
    first.post(at(section), sent("<p>Bonjour à tous</p><p>Les mots de Lisa</p>"))
    return second, second.post(at(section), sent("<p>Bonjour à tous</p><p>Les mots de Pieter</p>"))


def test_the_second_writer_sees_both_texts_and_who_saved(collision, section, french_coordinator):
    _client, response = collision
    assert response.status_code == 409
    said = words(response)
    for expected in ("Les mots de Lisa", "Les mots de Pieter", str(french_coordinator)):
        assert expected in said
    assert html_of(section) == "<p>Bonjour à tous</p><p>Les mots de Lisa</p>"


def test_only_the_blocks_that_differ_are_marked(collision):
    rows = re.findall(r"<tr([^>]*)>(.*?)</tr>", main_of(collision[1]).split("<tbody>")[1], re.DOTALL)
    assert [("data-differs" in attributes, "Les mots de" in html) for attributes, html in rows] == [
        (False, False),
        (False, False),
        (True, True),
    ]


def test_the_loser_finds_their_words_in_the_history(collision, section):
    client, _response = collision
    aside = SectionRevision.objects.get(set_aside=True)
    history = main_of(client.get(at(section, "section-history")))
    assert at(section, "section-revision", aside.pk) in history
    assert "Les mots de Pieter" in words(client.get(at(section, "section-revision", aside.pk)))


def test_with_htmx_the_conflict_takes_the_place_of_the_editor(signed_in, french_coordinator, dutch_coordinator, section):
    signed_in(french_coordinator).post(at(section), sent("<p>Lisa</p>"))
    response = signed_in(dutch_coordinator).post(at(section), sent("<p>Pieter</p>"), headers=HTMX)
    assert response.status_code == 409
    assert response.content.decode().strip().startswith(f'<div class="cell cell--conflict" id="e-{section.uuid}-fr"')


def test_using_ones_own_version_makes_it_a_new_revision(collision, section):
    client, _response = collision
    aside = SectionRevision.objects.get(set_aside=True)
    client.post(at(section, "revision-restore", aside.pk), {"rev": "2"})
    assert html_of(section) == "<p>Bonjour à tous</p><p>Les mots de Pieter</p>"
    assert list(SectionRevision.objects.filter(set_aside=False).order_by("rev").values_list("rev", "html")) == [
        (2, "<p>Bonjour à tous</p><p>Les mots de Lisa</p>"),
        (3, "<p>Bonjour à tous</p><p>Les mots de Pieter</p>"),
    ]


def test_using_ones_own_version_collides_again_if_somebody_saved_again(collision, section, signed_in, french_coordinator):
    client, _response = collision
    aside = SectionRevision.objects.get(set_aside=True)
    signed_in(french_coordinator).post(at(section), sent("<p>Lisa encore</p>", rev="2"))
    assert client.post(at(section, "revision-restore", aside.pk), {"rev": "2"}).status_code == 409
    assert html_of(section) == "<p>Lisa encore</p>"


def test_editing_the_two_together_starts_with_every_word_of_both(collision, section):
    client, _response = collision
    aside = SectionRevision.objects.get(set_aside=True)
    fields = sent_by(client.get(at(section) + f"?merge={aside.pk}"))
    assert re.split(r"\s*\n\s*", fields["html"].strip()) == ["Bonjour à tous", "Les mots de Lisa", "Les mots de Pieter"]
    assert (fields["heading"], fields["rev"]) == ("Accueil", "2")
    client.post(at(section), {**sent("<p>Les mots de Lisa et de Pieter</p>"), "rev": fields["rev"]})
    assert html_of(section) == "<p>Les mots de Lisa et de Pieter</p>"


def test_two_headings_are_put_together_too(signed_in, french_coordinator, dutch_coordinator, section):
    signed_in(french_coordinator).post(at(section), sent("<p>Bonjour à tous</p>", heading="Mot d'accueil"))
    client = signed_in(dutch_coordinator)
    client.post(at(section), sent("<p>Bonjour à tous</p>", heading="Bienvenue"))
    aside = SectionRevision.objects.get(set_aside=True)
    assert sent_by(client.get(at(section) + f"?merge={aside.pk}"))["heading"] == "Mot d'accueil / Bienvenue"


@pytest.mark.parametrize("merge", ["x", "999999999", "1" * 30, "-1", ""])
def test_a_version_that_does_not_exist_cannot_be_put_together(signed_in, french_coordinator, section, merge):
    response = signed_in(french_coordinator).get(at(section) + f"?merge={merge}")
    assert response.status_code == (404 if merge == "999999999" else 200)


def test_a_version_of_another_text_cannot_be_put_together(collision, pair):
    client, _response = collision
    aside = SectionRevision.objects.get(set_aside=True)
    assert client.get(at(pair) + f"?merge={aside.pk}").status_code == 404


def test_the_conflict_page_shows_nothing_that_runs(signed_in, french_coordinator, dutch_coordinator, section):
    signed_in(french_coordinator).post(at(section), sent("<p>Lisa</p>"))
    attack = '<p>Pieter<script>alert(1)</script><img src=x onerror="alert(1)"></p><svg><a href="javascript:x()">b</a></svg>'
    for headers in ({}, HTMX):
        html = (
            signed_in(dutch_coordinator)
            .post(at(section), sent(attack, heading="<img src=x onerror=x()>"), headers=headers)
            .content.decode()
        )
        shown = re.findall(r'<div class="minutes-text">(.*?)</div>', html, re.DOTALL)
        assert len(shown) == 2
        for text in shown:
            assert_harmless(text, on_screen=True)
        assert "&lt;img src=x onerror=x()&gt;" in html
        assert "<img src=x" not in html


def test_a_first_text_written_by_two_collides_too(signed_in, french_coordinator, dutch_coordinator, section):
    place = address("section-edit", section.minutes.meeting_id, section.uuid, "nl")
    assert signed_in(french_coordinator).post(place, sent("<p>Een</p>", rev="0")).status_code == 302
    assert signed_in(dutch_coordinator).post(place, sent("<p>Twee</p>", rev="0")).status_code == 409
    assert sorted(SectionRevision.objects.values_list("html", "set_aside")) == [("<p>Een</p>", False), ("<p>Twee</p>", True)]
