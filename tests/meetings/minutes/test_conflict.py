"""Two people write the same text: nobody overwrites, nobody loses a word."""

import pytest

from meetings.models import Section, SectionRevision, SectionText
from tests.core.richtext_attacks import assert_harmless
from tests.factories.meetings import base_of
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def at(section: Section, name: str = "section-edit", *more: object) -> str:
    return address(name, section.minutes.meeting_id, section.uuid, "fr", *more)


def sent(html: str, base: int, heading: str = "Accueil") -> dict[str, str]:
    return {"heading": heading, "html": html, "html-notation": "html", "base": str(base), "other_rev": "0", "shown": "both"}


def html_of(section: Section) -> str:
    return SectionText.objects.get(section=section, language="fr").html


def aside() -> SectionRevision:
    return SectionRevision.objects.get(kind="set_aside", settled_at=None)


@pytest.fixture
def collision(signed_in, french_coordinator, dutch_coordinator, section):
    """Two clients opened the same version; the first saved, the second collides in the second paragraph."""
    base = base_of(section, "fr")
    first, second = signed_in(french_coordinator), signed_in(dutch_coordinator)
    first.post(at(section), sent("<p>Bonjour</p><p>Les mots de Lisa</p><p>Fin</p>", base))
    return second, second.post(at(section), sent("<p>Bonjour</p><p>Les mots de Pieter</p><p>Fin</p>", base))


def decide(client, section: Section, *choices: str, standing: int | None = None):
    given = {f"choice-{place}": choice for place, choice in enumerate(choices)}
    place = at(section, "conflict", aside().pk)
    return client.post(place, {"standing": standing or base_of(section, "fr"), **given})


def test_the_second_writer_sees_both_texts_and_who_saved(collision, section, french_coordinator):
    _client, response = collision
    assert response.status_code == 409
    said = words(response)
    for expected in ("Les mots de Lisa", "Les mots de Pieter", str(french_coordinator)):
        assert expected in said
    assert html_of(section) == "<p>Bonjour</p><p>Les mots de Lisa</p><p>Fin</p>"


def test_only_what_differs_is_to_be_chosen(collision):
    html = main_of(collision[1])
    assert html.count("<fieldset") == 1
    assert html.index('class="agreed"') < html.index("<fieldset")


def test_the_loser_finds_their_words_in_the_history_and_from_there_the_choice(collision, section):
    client, _response = collision
    history = main_of(client.get(at(section, "section-history")))
    assert at(section, "section-revision", aside().pk) in history
    assert at(section, "conflict", aside().pk) in history
    assert "Les mots de Pieter" in words(client.get(at(section, "conflict", aside().pk)))


def test_the_workspace_points_at_a_version_that_waits_until_somebody_decides(collision, section):
    client, _response = collision
    workspace, place = address("workspace", section.minutes.meeting_id), at(section, "conflict", aside().pk)
    assert f'href="{place}"' in main_of(client.get(workspace))
    decide(client, section, "mine")
    assert f'href="{place}"' not in main_of(client.get(workspace))


@pytest.mark.parametrize(
    ("choice", "middle"),
    [
        ("mine", "<p>Les mots de Pieter</p>"),
        ("theirs", "<p>Les mots de Lisa</p>"),
        ("both", "<p>Les mots de Lisa</p><p>Les mots de Pieter</p>"),
    ],
)
def test_a_person_chooses_for_each_passage(collision, section, choice, middle):
    response = decide(collision[0], section, choice)
    assert response.headers["Location"].endswith(f"#s-{section.uuid}")
    assert html_of(section) == f"<p>Bonjour</p>{middle}<p>Fin</p>"
    assert SectionRevision.objects.waiting().count() == 0


def test_what_was_not_chosen_stays_in_the_history(collision, section):
    decide(collision[0], section, "mine")
    kept = SectionRevision.objects.filter(text__section=section).values_list("html", flat=True)
    assert "<p>Bonjour</p><p>Les mots de Lisa</p><p>Fin</p>" in kept


@pytest.mark.parametrize("choices", [[], ["neither"]])
def test_nothing_is_written_without_a_choice(collision, section, choices):
    response = decide(collision[0], section, *choices)
    assert response.status_code == 422
    assert html_of(section) == "<p>Bonjour</p><p>Les mots de Lisa</p><p>Fin</p>"
    assert "Les mots de Pieter" in words(response)


def test_a_choice_about_a_text_that_moved_on_is_put_together_with_it(collision, section, signed_in, french_coordinator):
    compared = base_of(section, "fr")
    changed = "<p>Bonjour</p><p>Les mots de Lisa</p><p>Fin de la séance</p>"
    signed_in(french_coordinator).post(at(section), sent(changed, compared))
    decide(collision[0], section, "mine", standing=compared)
    assert html_of(section) == "<p>Bonjour</p><p>Les mots de Pieter</p><p>Fin de la séance</p>"


def test_a_choice_about_lines_that_changed_again_is_asked_again(collision, section, signed_in, french_coordinator):
    compared = base_of(section, "fr")
    signed_in(french_coordinator).post(at(section), sent("<p>Bonjour</p><p>Lisa encore</p><p>Fin</p>", compared))
    response = decide(collision[0], section, "mine", standing=compared)
    assert response.status_code == 409
    assert "Lisa encore" in words(response)
    assert html_of(section) == "<p>Bonjour</p><p>Lisa encore</p><p>Fin</p>"


def test_different_passages_are_put_together_without_a_question(signed_in, french_coordinator, dutch_coordinator, section):
    signed_in(french_coordinator).post(at(section), sent("<p>un</p><p>deux</p><p>trois</p>", base_of(section, "fr")))
    base = base_of(section, "fr")
    signed_in(french_coordinator).post(at(section), sent("<p>UN</p><p>deux</p><p>trois</p>", base))
    response = signed_in(dutch_coordinator).post(at(section), sent("<p>un</p><p>deux</p><p>TROIS</p>", base))
    assert response.status_code == 302
    assert html_of(section) == "<p>UN</p><p>deux</p><p>TROIS</p>"


def test_with_htmx_the_conflict_takes_the_place_of_the_editor(signed_in, french_coordinator, dutch_coordinator, section):
    base = base_of(section, "fr")
    signed_in(french_coordinator).post(at(section), sent("<p>Lisa</p>", base))
    response = signed_in(dutch_coordinator).post(at(section), sent("<p>Pieter</p>", base), headers=HTMX)
    assert response.status_code == 409
    assert response.content.decode().strip().startswith(f'<form class="cell cell--conflict" id="e-{section.uuid}-fr"')


def test_two_headings_are_chosen_between_too(signed_in, french_coordinator, dutch_coordinator, section):
    base, client = base_of(section, "fr"), signed_in(dutch_coordinator)
    signed_in(french_coordinator).post(at(section), sent("<p>Bonjour</p>", base, heading="Mot d'accueil"))
    client.post(at(section), sent("<p>Bonjour</p>", base, heading="Bienvenue"))
    decide(client, section, "both")
    assert SectionText.objects.get(section=section, language="fr").heading == "Mot d'accueil / Bienvenue"


def test_a_version_of_another_text_or_one_that_stood_is_no_conflict(collision, section, pair):
    client, _response = collision
    assert client.get(at(pair, "conflict", aside().pk)).status_code == 404
    assert client.get(at(section, "conflict", base_of(section, "fr"))).status_code == 404


def test_the_conflict_page_shows_nothing_that_runs(signed_in, french_coordinator, dutch_coordinator, section):
    base = base_of(section, "fr")
    signed_in(french_coordinator).post(at(section), sent("<p>Lisa</p>", base))
    attack = '<p>Pieter<script>alert(1)</script><img src=x onerror="alert(1)"></p><svg><a href="javascript:x()">b</a></svg>'
    for headers in ({}, HTMX):
        response = signed_in(dutch_coordinator).post(
            at(section), sent(attack, base, heading="<img src=x onerror=x()>"), headers=headers
        )
        html = response.content.decode()
        for text in html.split('<div class="minutes-text">')[1:]:
            assert_harmless(text.split("</div>")[0], on_screen=True)
        assert "&lt;img src=x onerror=x()&gt;" in html
        assert "<img src=x" not in html


def test_a_first_text_written_by_two_collides_too(signed_in, french_coordinator, dutch_coordinator, section):
    place = address("section-edit", section.minutes.meeting_id, section.uuid, "nl")
    assert signed_in(french_coordinator).post(place, sent("<p>Een</p>", 0)).status_code == 302
    assert signed_in(dutch_coordinator).post(place, sent("<p>Twee</p>", 0)).status_code == 409
    found = SectionRevision.objects.filter(text__language="nl").order_by("html").values_list("html", "kind")
    assert list(found) == [("<p>Een</p>", "saved"), ("<p>Twee</p>", "set_aside")]
