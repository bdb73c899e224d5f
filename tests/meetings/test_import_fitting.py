"""Documents that hold what a record has no room for: they are imported all the same, and no word is lost."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from amif_network.accounts.models import User
from meetings.actions import importing
from meetings.actions.fitting import pieces
from meetings.models import Importation, Meeting, SlideReference
from tests.meetings.pages import address, sent_by

HEAD = "Rencontre du réseau\n12 mai 2025\n\nPrésents : Ana Lambrix\n\n"
MANY = " ".join(f"mot{number}" for number in range(300))


@pytest.fixture
def coordinator(french_coordinator: User, signed_in) -> Client:
    return signed_in(french_coordinator)


def received(user: User, text: str, name: str = "x.txt") -> Importation:
    return importing.receive(data=text.encode(), filename=name, by=user, at=timezone.now())


def imported(client: Client, user: User, text: str, name: str = "x.txt") -> Meeting:
    """Import `text` as it is recognised, as the command does, and return the meeting; its workspace opens."""
    _source, parsed = importing.recognise(text.encode(), name)
    decisions = importing.Directory(parsed).decisions()
    meeting = importing.confirm(received(user, text, name), parsed=parsed, decisions=decisions, by=user, at=timezone.now())
    assert client.get(address("workspace", meeting.pk)).status_code == 200
    return meeting


def rows(meeting: Meeting) -> list[tuple]:
    return list(meeting.agenda_items.for_list().values_list("label", "title_fr", "starts_at", "ends_at"))


def test_a_slot_that_ends_before_it_starts_stands_behind_its_title(coordinator, french_coordinator, db):
    text = HEAD + "Ordre du jour\n\n10h00 - 9h00 : Calendrier\n11h00 - 12h00 : Bilan\n\n1. Calendrier\n\nTexte.\n"
    meeting = imported(coordinator, french_coordinator, text)
    assert rows(meeting)[0] == ("", "Calendrier (10h00 à 9h00)", None, None)
    assert rows(meeting)[1][2:] == (datetime.time(11), datetime.time(12))


def test_a_meeting_that_starts_after_its_agenda_keeps_its_own_start(coordinator, french_coordinator, db):
    text = (
        HEAD.replace("2025\n", "2025, à 14h00\n")
        + "Ordre du jour\n\n9h00 - 10h00 : Accueil\n10h00 - 11h00 : Bilan\n\n1. Accueil\n\nTexte.\n"
    )
    meeting = imported(coordinator, french_coordinator, text)
    assert (meeting.starts_at, meeting.ends_at) == (datetime.time(14), None)
    assert rows(meeting)[1][2:] == (datetime.time(10), datetime.time(11))


def test_a_meeting_that_ends_before_it_starts_says_so_beside_the_place(coordinator, french_coordinator, db):
    text = HEAD.replace("2025\n", "2025, de 12h00 à 9h00\nLieu : Bruxelles\n") + "1. Accueil\n\nTexte.\n"
    meeting = imported(coordinator, french_coordinator, text)
    assert (meeting.starts_at, meeting.ends_at, meeting.place_fr) == (datetime.time(12), None, "Bruxelles (12h00 à 9h00)")


def test_a_title_that_is_too_long_goes_on_in_the_next_row(coordinator, french_coordinator, db):
    text = HEAD + f"Ordre du jour\n\n9h00 - 10h00 : {MANY}\n10h00 - 11h00 : Bilan\n\n1. Accueil\n\nTexte.\n"
    agenda = rows(imported(coordinator, french_coordinator, text))
    assert " ".join(title for _label, title, _start, _end in agenda[:-1]) == MANY
    assert [start for _label, _title, start, _end in agenda] == [datetime.time(9), None, datetime.time(10)]


def test_the_agenda_of_an_import_is_saved_untouched_by_its_editor(coordinator, french_coordinator, db):
    text = HEAD + f"Ordre du jour\n\n1) {MANY}\n2) Bilan\n\n1. Accueil\n\nTexte.\n"
    meeting = imported(coordinator, french_coordinator, text)
    before = meeting.agenda_items.fingerprint()
    page = coordinator.get(address("agenda", meeting.pk))
    assert coordinator.post(address("agenda", meeting.pk), sent_by(page)).status_code == 302
    assert meeting.agenda_items.fingerprint() == before


def test_a_number_that_is_too_long_begins_the_heading(coordinator, french_coordinator, db):
    label = "1.2.3.4.5.6.7.8.9.10.11.12"
    text = HEAD + f"# 1. Accueil\n\nTexte.\n\n# {label} Bilan\n\nAutre texte.\n"
    meeting = imported(coordinator, french_coordinator, text, "x.md")
    found = [(section.label, section.heading().text) for section in meeting.minutes.sections.for_list()]
    assert ("", f"{label} Bilan") in found


def meeting_text(meeting: Meeting) -> str:
    return " ".join(text.html for section in meeting.minutes.sections.all() for text in section.texts.all())


@pytest.mark.parametrize("slides", ["dia 9 à 3", "dia 0", "dia 0 à 4"])
def test_slides_that_cannot_be_stay_words(coordinator, french_coordinator, db, slides):
    meeting = imported(coordinator, french_coordinator, HEAD + f"1. Accueil\n\nVoir présentation ({slides}), puis dia 5 à 6.\n")
    assert list(SlideReference.objects.values_list("first", "last")) == [(5, 6)]
    assert slides in meeting_text(meeting)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", [""]), ("un deux", ["un deux"]), ("un deux trois", ["un deux", "trois"]), ("abcdefghijkl m", ["abcdefgh", "ijkl m"])],
)
def test_a_text_is_cut_between_words(text, expected):
    assert pieces(text, 8) == expected


@pytest.mark.parametrize(
    "part",
    [
        "Ordre du jour\n\n10h00 - 9h00 : Calendrier\n11h00 - 12h00 : Bilan\n\n1. Calendrier\n\nTexte.\n",
        f"Ordre du jour\n\n9h00 - 10h00 : {MANY}\n10h00 - 11h00 : Bilan\n\n1. Accueil\n\nTexte.\n",
        "# 1. Accueil\n\nTexte.\n\n# 1.2.3.4.5.6.7.8.9.10.11.12 Bilan\n\nAutre texte.\n",
    ],
)
def test_the_preview_asks_a_person_and_loses_nothing(coordinator, french_coordinator, db, part):
    importation = received(french_coordinator, HEAD + part, "x.md")
    sent = sent_by(coordinator.get(importation.get_absolute_url()))
    response = coordinator.post(importation.get_absolute_url(), sent)
    assert (response.status_code, response.context["forms"].error_count) == (422, 1)
    assert sent_by(response) == sent
    assert Meeting.objects.count() == 0
