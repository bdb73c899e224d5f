"""A pasted timetable goes into the editor, where it is checked and saved."""

import datetime

import pytest

from meetings.models import AgendaItem, Meeting
from tests.factories.directory import PersonFactory
from tests.factories.meetings import AgendaItemFactory
from tests.meetings.pages import address, sent_by

pytestmark = pytest.mark.django_db
TIMETABLE = "9h00 à 9h30 : Accueil\n9h30 à 10h15 : Budget\n10h15 : Divers"


def paste(client, meeting: Meeting, text: str = TIMETABLE, **fields: str):
    return client.post(address("agenda-paste", meeting.pk), {"text": text, "language": "fr", **fields})


def test_the_rows_are_shown_and_nothing_is_saved(signed_in, french_coordinator, planned):
    response = paste(signed_in(french_coordinator), planned)
    sent = sent_by(response)
    assert [sent[f"form-{index}-title_fr"] for index in range(3)] == ["Accueil", "Budget", "Divers"]
    assert (sent["form-0-starts_at"], sent["form-0-ends_at"], sent["form-0-kind"]) == ("9h00", "9h30", "welcome")
    assert response.context["pasted"].recognised == 3
    assert AgendaItem.objects.count() == 0


def test_saving_the_editor_saves_the_rows(signed_in, french_coordinator, planned):
    client = signed_in(french_coordinator)
    assert client.post(address("agenda", planned.pk), sent_by(paste(client, planned))).status_code == 302
    assert [(item.title_fr, item.starts_at) for item in planned.agenda_items.for_list()] == [
        ("Accueil", datetime.time(9)), ("Budget", datetime.time(9, 30)), ("Divers", datetime.time(10, 15)),
    ]  # fmt: skip


def test_rows_that_were_there_stay_before_the_new_ones(signed_in, french_coordinator, planned):
    there = AgendaItemFactory(meeting=planned, title_fr="Déjà là", position=1)
    client = signed_in(french_coordinator)
    client.post(address("agenda", planned.pk), sent_by(paste(client, planned)))
    assert planned.agenda_items.for_list()[0].pk == there.pk
    assert planned.agenda_items.count() == 4


def test_the_titles_of_the_other_language_are_filled_in_row_by_row(signed_in, french_coordinator, planned):
    for place, title in enumerate(("Accueil", "Budget"), 1):
        AgendaItemFactory(meeting=planned, title_fr=title, title_nl="", position=place, starts_at=datetime.time(9))
    client = signed_in(french_coordinator)
    sent = sent_by(paste(client, planned, "Onthaal\nBegroting\nVaria", language="nl", fill="on"))
    client.post(address("agenda", planned.pk), sent)
    assert [(item.title_fr, item.title_nl) for item in planned.agenda_items.for_list()] == [
        ("Accueil", "Onthaal"),
        ("Budget", "Begroting"),
        ("", "Varia"),
    ]
    assert planned.agenda_items.first().starts_at == datetime.time(9)


@pytest.fixture
def two_speakers(db) -> None:
    PersonFactory(given_name="Wouter", family_name="De Smedt")
    PersonFactory(given_name="Agnès", family_name="Dubus")


@pytest.mark.parametrize(
    ("line", "title", "presenters"),
    [
        ("10:00 Analyse (Wouter De Smedt)", "Analyse", ["Wouter De Smedt"]),
        ("Analyse (Wouter De Smedt et Agnès Dubus)", "Analyse", ["Wouter De Smedt", "Agnès Dubus"]),
        ("Analyse (suite)", "Analyse (suite)", []),
        ("Analyse (Wouter De Smedt, suite)", "Analyse (Wouter De Smedt, suite)", []),
        ("(Wouter De Smedt)", "(Wouter De Smedt)", []),
    ],
)
def test_known_speakers_in_brackets_become_presenters(
    signed_in, french_coordinator, planned, two_speakers, line, title, presenters
):
    client = signed_in(french_coordinator)
    client.post(address("agenda", planned.pk), sent_by(paste(client, planned, line)))
    item = planned.agenda_items.get()
    assert (item.title_fr, [str(person) for person in item.presenters.all()]) == (title, presenters)


def test_any_other_business_with_a_speaker_is_no_topic(signed_in, french_coordinator, planned, two_speakers):
    sent = sent_by(paste(signed_in(french_coordinator), planned, "12h00 : Divers (Agnès Dubus)"))
    assert (sent["form-0-title_fr"], sent["form-0-kind"]) == ("Divers", "any_other_business")


def test_speakers_behind_the_other_language_join_those_that_are_there(signed_in, french_coordinator, planned, two_speakers):
    AgendaItemFactory(meeting=planned, title_fr="Analyse").presenters.add(
        PersonFactory(given_name="Lisa", family_name="Asselman")
    )
    client = signed_in(french_coordinator)
    sent = sent_by(paste(client, planned, "Analyse NL (Wouter De Smedt)", language="nl", fill="on"))
    client.post(address("agenda", planned.pk), sent)
    assert [str(person) for person in planned.agenda_items.get().presenters.all()] == ["Lisa Asselman", "Wouter De Smedt"]


def test_a_line_joined_to_the_row_before_is_reported(signed_in, french_coordinator, planned):
    response = paste(signed_in(french_coordinator), planned, "9h00 : Présentation\ndes projets")
    assert response.context["pasted"].joined == ["des projets"]
    assert "<li>des projets</li>" in response.content.decode()


def test_what_does_not_fit_a_row_is_shown_as_its_problem(signed_in, french_coordinator, planned):
    response = paste(signed_in(french_coordinator), planned, f"9h00 : {'x' * 1001}\n9h30 : Budget")
    assert [list(form.errors) for form in response.context["formset"]] == [["title_fr"], []]


def test_too_many_lines_are_refused_with_a_sentence(signed_in, french_coordinator, planned):
    response = paste(signed_in(french_coordinator), planned, "\n".join(f"9h00 : Point {number}" for number in range(350)))
    assert [problem.field for problem in response.context["formset"].problems()] == [""]


@pytest.mark.parametrize("text", ["", "  \n ", "Nul\x00", "x" * 60_000])
def test_what_cannot_be_read_is_an_error_on_the_text(signed_in, french_coordinator, planned, text):
    response = paste(signed_in(french_coordinator), planned, text)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["text"]


def test_the_language_offered_first_is_that_of_the_page(signed_in, dutch_coordinator, planned):
    assert sent_by(signed_in(dutch_coordinator).get(address("agenda-paste", planned.pk, lang="nl")))["language"] == "nl"


def test_the_two_questions_are_asked_here_too(signed_in, french_coordinator, host_member, outsider_member, convened):
    assert paste(signed_in(host_member), convened).status_code == 403
    assert paste(signed_in(outsider_member), convened).status_code == 404
    Meeting.objects.update(state="closed")
    assert paste(signed_in(french_coordinator), convened).status_code == 409
    assert signed_in(french_coordinator).put(address("agenda-paste", convened.pk)).status_code == 405
