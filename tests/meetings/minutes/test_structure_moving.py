"""Where a dropped section goes, how a removed one comes back, and where slides open."""

import re

import pytest

from meetings.actions import structure
from meetings.models import Attachment, Section, SlideReference
from tests.factories.meetings import NOW, SectionFactory
from tests.meetings.pages import address, main_of

pytestmark = pytest.mark.django_db


def at(name: str, section: Section) -> str:
    return address(name, section.minutes.meeting_id, section.uuid)


@pytest.fixture
def three(minutes) -> list[Section]:
    """Three sections; the second has two parts."""
    first, second, third = (SectionFactory(minutes=minutes, label=name, fr=name) for name in "ABC")
    parts = [SectionFactory(minutes=minutes, parent=second, label=f"B{name}", fr=f"B{name}") for name in "12"]
    return [first, second, *parts, third]


def order(section: Section) -> list[str]:
    """Return the labels at the level of a section, as it stands now."""
    section.refresh_from_db()
    siblings = Section.objects.filter(minutes=section.minutes, parent=section.parent, removed_at=None)
    return list(siblings.order_by("position", "pk").values_list("label", flat=True))


@pytest.mark.parametrize(
    ("moved", "target", "expected"),
    [
        (4, "before:0", ["C", "A", "B"]),
        (0, "before:4", ["B", "A", "C"]),
        (0, "after:4", ["B", "C", "A"]),
        (4, "before:2", ["C", "B1", "B2"]),
        (0, "below:1", ["B1", "B2", "A"]),
        (3, "before:2", ["B2", "B1"]),
        (3, "before:1", ["A", "B2", "B", "C"]),
    ],
)
def test_a_section_goes_where_it_is_dropped(signed_in, french_coordinator, three, moved, target, expected):
    how, _colon, place = target.partition(":")
    sent = {"target": f"{how}:{three[int(place)].uuid}"}
    signed_in(french_coordinator).post(at("section-move", three[moved]), sent)
    assert order(three[moved]) == expected


def test_the_list_of_places_names_each_place_once(signed_in, french_coordinator, three):
    html = main_of(signed_in(french_coordinator).get(at("section-settings", three[0])))
    assert re.findall(r'<option value="(first|after|below|before)', html) == ["first"] + ["after", "below"] * 4


def test_nothing_is_dropped_before_itself(signed_in, french_coordinator, three):
    signed_in(french_coordinator).post(at("section-move", three[1]), {"target": f"before:{three[2].uuid}"})
    assert order(three[1]) == ["A", "B", "C"]


def test_removing_offers_to_undo_at_once(signed_in, french_coordinator, three):
    client = signed_in(french_coordinator)
    answer = client.post(at("section-remove", three[1]), follow=True)
    messages = main_of(answer).split('class="messages"', 1)[1].split("<header", 1)[0]
    assert "B B" in messages
    assert f'form="structure" formaction="{at("section-restore", three[1])}"' in messages
    client.post(at("section-restore", three[1]))
    assert order(three[1]) == ["A", "B", "C"]


def test_a_name_with_markup_is_told_as_words(signed_in, french_coordinator, minutes):
    section = SectionFactory(minutes=minutes, fr=("<b>Gras</b>", "<p>x</p>"))
    html = main_of(signed_in(french_coordinator).post(at("section-remove", section), follow=True))
    assert "&lt;b&gt;Gras&lt;/b&gt;" in html.split("<header", 1)[0]


def test_a_removed_section_keeps_its_place_while_others_move(french_coordinator, three):
    structure.remove_section(three[1], by=french_coordinator, at=NOW)
    structure.move_section(three[4], parent=None, index=0, by=french_coordinator, at=NOW)
    assert order(three[4]) == ["C", "A"]
    structure.restore_section(three[1], by=french_coordinator, at=NOW)
    assert order(three[1]) == ["C", "A", "B"]
    structure.remove_section(three[4], by=french_coordinator, at=NOW)
    structure.move_section(three[1], parent=None, index=0, by=french_coordinator, at=NOW)
    structure.restore_section(three[4], by=french_coordinator, at=NOW)
    assert order(three[1]) == ["C", "B", "A"]


@pytest.mark.parametrize(
    ("slides", "page"), [({"first": 3, "last": 6}, "#page=3"), ({"numbers": [9, 4]}, "#page=4"), ({"topic_fr": "Enquête"}, "")]
)
def test_a_reference_opens_the_presentation_at_its_first_slide(signed_in, french_coordinator, section, slides, page):
    file = Attachment.objects.create(
        meeting=section.minutes.meeting, title="Enquête", filename="e.pdf", file="e", content_type="application/pdf", size=1,
        sha256="0" * 64, page_count=20, added_at=NOW,
    )  # fmt: skip
    SlideReference.objects.create(section=section, attachment=file, **slides)
    html = main_of(signed_in(french_coordinator).get(address("workspace", section.minutes.meeting_id)))
    assert html.count(f'href="{file.get_absolute_url()}{page}"') == 2
    assert html.count(f'href="{file.get_absolute_url()}') == 2


def test_handles_are_there_for_those_who_write(signed_in, french_coordinator, three, put_into):
    html = main_of(signed_in(french_coordinator).get(address("workspace", three[0].minutes.meeting_id)))
    assert html.count(f'data-amif-drag="{at("section-move", three[0])}"') == 2
    put_into(three[0].minutes, "approved")
    assert "data-amif-drag" not in main_of(signed_in(french_coordinator).get(address("workspace", three[0].minutes.meeting_id)))
