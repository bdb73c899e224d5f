"""The page of a remark: today's text beside the round's, what accepting would write, its outcome, and changes between rounds."""

import pytest

from meetings.actions.structure import remove_section
from meetings.actions.writing import write_text
from meetings.models import Minutes, Remark
from tests.factories.meetings import NOW, SectionFactory, base_of
from tests.factories.review import CirculationFactory, RemarkFactory
from tests.meetings.pages import address, main_of, sent_by, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def remark(asked, section) -> Remark:
    """A correction that waits for its outcome, of minutes that are open for it."""
    Minutes.objects.update(state="incorporating")
    return RemarkFactory(
        request=asked, section=section, kind="correction", quote="six agents", proposal="sept agents", text="", sent=True
    )


@pytest.fixture
def url(draft, remark) -> str:
    return address("board-remark", draft.meeting_id, remark.pk)


def write(section, html, by, lang="fr"):
    return write_text(section, lang=lang, heading="Accueil", html=html, base=base_of(section, lang), by=by, at=NOW)


def test_the_page_shows_what_accepting_would_write(signed_in, french_coordinator, url, host_member):
    shown = signed_in(french_coordinator).get(url)
    assert "<del>" in main_of(shown)
    assert "ajouté : sept" in words(shown)
    assert "Le texte n’a pas changé depuis ce tour." in words(shown)
    assert f"Un courriel part à : {host_member.email}" in words(shown)
    assert 'value="accepted"' in main_of(shown)


def test_accepting_writes_it_and_shows_the_outcome(signed_in, french_coordinator, url, section):
    client = signed_in(french_coordinator)
    assert client.post(url, {"outcome": "accepted"}).headers["Location"] == url
    assert "sept agents" in section.texts.get(language="fr").html
    shown = client.get(url)
    assert "acceptée telle quelle" in words(shown)
    assert 'name="outcome"' not in main_of(shown)
    assert "Reprendre la suite donnée" in words(shown)


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<p>Dix agents.</p>", "Le passage cité ne figure plus dans le texte."),
        ("<p>six agents, puis six agents</p>", "Le passage cité figure 2 fois dans le texte."),
    ],
)
def test_an_anchor_that_went_shows_the_old_quote_beside_todays_text(signed_in, french_coordinator, url, section, html, sentence):
    write(section, html, french_coordinator)
    client = signed_in(french_coordinator)
    shown = client.get(url)
    assert sentence in words(shown)
    assert "six agents" in words(shown)
    assert "Le portail ne modifie rien" in words(shown)
    assert 'value="accepted"' not in main_of(shown)
    refused = client.post(url, {"outcome": "accepted", "answer_fr": "D'accord."})
    assert (refused.status_code, sent_by(refused)["answer_fr"]) == (422, "D'accord.")
    assert section.texts.get(language="fr").html == html


def test_a_section_that_was_removed_still_shows_what_it_said(signed_in, french_coordinator, url, section):
    remove_section(section, by=french_coordinator, at=NOW)
    shown = words(signed_in(french_coordinator).get(url))
    assert "La section a été retirée du compte rendu depuis ce tour." in shown
    assert "six agents" in shown
    assert "en mai." in shown


def test_before_the_minutes_are_opened_nothing_is_written(signed_in, french_coordinator, url, section, draft):
    Minutes.objects.update(state="in_review")
    client = signed_in(french_coordinator)
    shown = client.get(url)
    assert "Le compte rendu n’est pas ouvert à la rédaction" in words(shown)
    assert address("incorporate", draft.meeting_id) in main_of(shown)
    assert client.post(url, {"outcome": "accepted"}).status_code == 409
    assert "six agents" in section.texts.get(language="fr").html


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Ce champ est obligatoire."),
        ({"outcome": "not_retained"}, "Donnez une réponse à l’organisation"),
        ({"outcome": "passed_on"}, "Indiquez à qui la remarque est transmise."),
        ({"outcome": "nonsense"}, "Sélectionnez un choix valide"),
    ],
)
def test_half_an_outcome_is_refused(signed_in, french_coordinator, url, said, sentence):
    response = signed_in(french_coordinator).post(url, said)
    assert response.status_code == 422
    assert sentence in words(response)
    assert Remark.objects.get().state == "sent"


def test_who_comes_second_sees_the_first_outcome_and_their_own_words(signed_in, french_coordinator, dutch_coordinator, url):
    first, second = signed_in(french_coordinator), signed_in(dutch_coordinator)
    first.post(url, {"outcome": "not_retained", "answer_fr": "Hors sujet."})
    response = second.post(url, {"outcome": "answered", "answer_nl": "Een lang antwoord."})
    assert response.status_code == 409
    assert "Hors sujet." in words(response)
    assert "Een lang antwoord." in words(response)
    assert (Remark.objects.get().outcome, Remark.objects.get().answer_nl) == ("not_retained", "")


def test_an_outcome_is_taken_back_with_a_reason(signed_in, french_coordinator, url, draft, remark):
    client, back = signed_in(french_coordinator), address("board-reopen", draft.meeting_id, remark.pk)
    assert client.get(back).status_code == 403
    client.post(url, {"outcome": "answered", "answer_fr": "En mai."})
    assert client.get(back).status_code == 200
    assert client.post(back, {"comment": " "}).status_code == 422
    assert client.post(back, {"comment": "Trop vite."}).headers["Location"] == url
    assert client.post(back, {"comment": "Trop vite."}).headers["Location"] == url
    shown = client.get(url)
    assert sent_by(shown)["answer_fr"] == "En mai."
    assert "Trop vite." in words(shown)


@pytest.mark.parametrize(("role", "status"), [("host_member", 403), ("outsider_member", 404), ("observer", 404)])
@pytest.mark.parametrize("name", ["board-remark", "board-reopen", "review-changes"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_neither_see_nor_settle(signed_in, draft, remark, request, role, status, name, method):
    keys = [] if name == "review-changes" else [remark.pk]
    response = getattr(signed_in(request.getfixturevalue(role)), method)(address(name, draft.meeting_id, *keys))
    assert response.status_code == (405 if (name, method) == ("review-changes", "post") else status)
    assert Remark.objects.get().state == "sent"


def test_drafts_and_remarks_of_other_minutes_are_not_found(signed_in, french_coordinator, draft, asked, remark):
    client = signed_in(french_coordinator)
    assert client.get(address("board-remark", draft.meeting_id, RemarkFactory(request=asked).pk)).status_code == 404
    elsewhere = CirculationFactory().minutes.meeting_id
    assert client.get(address("board-remark", elsewhere, remark.pk)).status_code == 404


def test_changes_since_a_round_and_between_two(signed_in, french_coordinator, draft, section, sent_round):
    Minutes.objects.update(state="incorporating")
    url, client = address("review-changes", draft.meeting_id), signed_in(french_coordinator)
    assert "Aucune section n’a changé." in words(client.get(url))
    write(section, "<p>Le CPAS de Gand accueille dix agents en mai.</p><p>Merci.</p>", french_coordinator)
    new = SectionFactory(minutes=draft, label="2.", nl=("Varia", "<p>Nog iets.</p>"))
    draft.meeting.attendances.filter(status="excused").update(status="present")
    shown = words(client.get(url))
    assert "supprimé : six agents" in shown
    assert "ajouté : dix agents" in shown
    assert "2. Varia ajoutée" in shown
    assert "Ont aussi changé : liste des présences." in shown
    CirculationFactory(minutes=Minutes.objects.get(pk=draft.pk), number=2)
    remove_section(new, by=french_coordinator, at=NOW)
    between = words(client.get(url, {"from": "1", "to": "2"}))
    assert "Ce qui a changé du tour 1 au tour 2" in between
    assert "2. Varia ajoutée" in between
    since = words(client.get(url, {"from": "2"}))
    assert "2. Varia retirée" in since
    assert "Ce qui a changé depuis le tour 2" in since


def test_without_a_round_there_are_no_changes(signed_in, french_coordinator, draft):
    assert signed_in(french_coordinator).get(address("review-changes", draft.meeting_id)).status_code == 404
