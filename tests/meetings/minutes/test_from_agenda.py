"""Beginning the minutes with the items of the agenda, in the language of who writes."""

import pytest

from amif_network.core.workflow import WrongState
from meetings.actions.from_agenda import add_sections
from meetings.models import Minutes, Section
from tests.factories.meetings import NOW, AgendaItemFactory, MinutesFactory, signed
from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes() -> Minutes:
    minutes = MinutesFactory(meeting__agenda_numbered=True)
    items = [
        ("", "Accueil", "Onthaal", "welcome"),
        ("I.", "Budget", "", "topic"),
        ("", "Pause", "Pauze", "break"),
        ("", "Tour " + "de table " * 60, "Tafelronde", "topic"),
    ]
    for position, (label, fr, nl, kind) in enumerate(items, 1):
        AgendaItemFactory(meeting=minutes.meeting, position=position, label=label, title_fr=fr, title_nl=nl, kind=kind)
    return minutes


def test_every_item_that_is_spoken_about_becomes_a_section(french_coordinator, minutes) -> None:
    add_sections(minutes, by=french_coordinator, at=NOW)
    made = Section.objects.filter(minutes=minutes).order_by("position")
    assert [(one.label, one.numbered, one.agenda_item.title_nl) for one in made] == [
        ("", False, "Onthaal"),
        ("I.", False, ""),
        ("", True, "Tafelronde"),
    ]
    assert [one.texts.count() for one in made] == [2, 1, 2]
    assert made[0].text_in("nl").heading == "Onthaal"
    assert len(made[2].text_in("fr").heading) <= 300


def test_the_second_time_adds_nothing(french_coordinator, minutes) -> None:
    assert len(add_sections(minutes, by=french_coordinator, at=NOW)) == 3
    assert add_sections(minutes, by=french_coordinator, at=NOW) == []


def test_approved_minutes_are_left_alone(french_coordinator, minutes) -> None:
    Minutes.objects.update(**signed("approved", french_coordinator))
    with pytest.raises(WrongState):
        add_sections(minutes, by=french_coordinator, at=NOW)
    assert Section.objects.count() == 0


def test_the_empty_workspace_offers_it_once(signed_in, french_coordinator, minutes) -> None:
    client = signed_in(french_coordinator)
    place = address("sections-from-agenda", minutes.meeting_id)
    assert place in client.get(address("workspace", minutes.meeting_id)).content.decode()
    said = client.post(place, follow=True)
    assert "3 sections ont été créées à partir de l’ordre du jour." in said.content.decode()
    assert place not in client.get(address("workspace", minutes.meeting_id)).content.decode()
    again = client.post(place, follow=True)
    assert "Chaque point de l’ordre du jour a déjà sa section." in again.content.decode()


def test_roles_and_methods(signed_in, french_coordinator, host_member, outsider_member, minutes) -> None:
    place = address("sections-from-agenda", minutes.meeting_id)
    assert signed_in(outsider_member).post(place).status_code == 404
    assert signed_in(host_member).post(place).status_code == 404
    assert signed_in(french_coordinator).get(place).status_code == 405


def test_a_section_is_added_in_the_language_of_the_person(signed_in, dutch_coordinator, minutes) -> None:
    answer = signed_in(dutch_coordinator).post(address("section-add", minutes.meeting_id, lang="nl"), {"shown": "both"})
    section = Section.objects.get()
    assert f"edit={section.uuid}.nl" in answer["Location"]
    page = signed_in(dutch_coordinator).get(answer["Location"].partition("#")[0])
    assert "U schrijft in het Nederlands" in words(page)
