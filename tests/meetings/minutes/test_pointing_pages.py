"""Slide references and awaited contributions from the browser."""

import pytest

from meetings.models import Attachment, PendingContribution, Section, SlideReference
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, MeetingFactory, SectionFactory
from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db


def presentation(meeting, digest: str = "a") -> Attachment:
    return Attachment.objects.create(
        meeting=meeting,
        title="Présentation",
        filename="a.pdf",
        file="a",
        content_type="application/pdf",
        size=1,
        sha256=digest * 64,
        added_at=NOW,
    )


def slides_of(section: Section) -> list[tuple]:
    return list(section.slide_references.values_list("first", "last", "to_end", "numbers"))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"first": "3", "last": "6"}, (3, 6, False, [])),
        ({"first": "7", "last": "9", "to_end": "on"}, (7, None, True, [])),
        ({"numbers": "12, 14"}, (None, None, False, [12, 14])),
        ({"first": "3", "last": "6", "numbers": "12"}, (None, None, False, [12])),
    ],
)
def test_slides_are_noted_as_a_range_to_the_end_or_one_by_one(signed_in, french_coordinator, section, sent, kept):
    response = signed_in(french_coordinator).post(address("slide-add", section.minutes.meeting_id, section.uuid), sent)
    assert response.headers["Location"] == address("section-settings", section.minutes.meeting_id, section.uuid)
    assert slides_of(section) == [kept]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "__all__"),
        ({"first": "0"}, "first"),
        ({"first": "10000"}, "first"),
        ({"last": "3"}, "first"),
        ({"first": "6", "last": "3"}, "__all__"),
        ({"numbers": "1,x"}, "numbers"),
        ({"numbers": ",".join(["1"] * 51)}, "numbers"),
        ({"first": "1", "topic_fr": "a" * 251}, "topic_fr"),
        ({"first": "1", "attachment": "999999"}, "attachment"),
    ],
)
def test_wrong_slides_are_explained(signed_in, french_coordinator, section, sent, field):
    response = signed_in(french_coordinator).post(address("slide-add", section.minutes.meeting_id, section.uuid), sent)
    assert list(response.context["form"].errors) == [field]
    assert slides_of(section) == []


def test_a_presentation_of_another_meeting_is_not_offered(signed_in, french_coordinator, section):
    own, other = presentation(section.minutes.meeting), presentation(MeetingFactory(), "b")
    client, place = signed_in(french_coordinator), address("slide-add", section.minutes.meeting_id, section.uuid)
    assert list(client.post(place, {"first": "1", "attachment": other.pk}).context["form"].errors) == ["attachment"]
    client.post(place, {"first": "1", "attachment": own.pk})
    assert SlideReference.objects.get().attachment == own


def test_a_slide_reference_is_changed_and_removed(signed_in, french_coordinator, section):
    reference = SlideReference.objects.create(section=section, as_typed="(10 jusqu'à 14)")
    client = signed_in(french_coordinator)
    assert "(10 jusqu'à 14)" in words(client.get(address("slide-edit", section.minutes.meeting_id, reference.pk)))
    client.post(address("slide-edit", section.minutes.meeting_id, reference.pk), {"first": "10", "last": "14"})
    assert slides_of(section) == [(10, 14, False, [])]
    client.post(address("slide-delete", section.minutes.meeting_id, reference.pk))
    assert slides_of(section) == []


def test_an_awaited_contribution_is_noted_with_those_who_owe_it(signed_in, french_coordinator, section, host_member):
    liege = OrganisationFactory(short_fr="CPAS de Liège", short_nl="OCMW Luik", name_fr="", name_nl="")
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent", name_fr="", name_nl="")
    response = signed_in(french_coordinator).post(
        f"{address('pending-add', section.minutes.meeting_id)}?section={section.uuid}",
        {
            "organisations": "OCMW Luik, CPAS de Gand",
            "person": host_member.person.pk,
            "text_fr": "commentaires",
            "section": section.pk,
        },
    )
    assert response.headers["Location"].endswith(f"#s-{section.uuid}")
    contribution = PendingContribution.objects.get()
    assert (contribution.section, contribution.person, contribution.text_fr, contribution.text_nl) == (
        section,
        host_member.person,
        "commentaires",
        "",
    )
    assert set(contribution.organisations.all()) == {liege, gent}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "__all__"),
        ({"text_fr": "a" * 4001}, "text_fr"),
        ({"text_fr": "a\x00"}, "text_fr"),
        ({"text_fr": "x", "organisations": "Nulle part"}, "organisations"),
        ({"text_fr": "x", "organisations": "Nouvelle asbl", "organisations_pick": "new|Nouvelle asbl"}, "organisations"),
        ({"text_fr": "x", "section": "999999"}, "section"),
        ({"text_fr": "x", "person": "999999"}, "person"),
    ],
)
def test_wrong_contributions_are_explained(signed_in, french_coordinator, minutes, sent, field):
    response = signed_in(french_coordinator).post(address("pending-add", minutes.meeting_id), sent)
    assert list(response.context["form"].errors) == [field]
    assert not PendingContribution.objects.exists()


@pytest.mark.parametrize("query", ["", "?section=x", "?section="])
def test_without_a_section_a_contribution_concerns_the_minutes_as_a_whole(signed_in, french_coordinator, minutes, query):
    signed_in(french_coordinator).post(address("pending-add", minutes.meeting_id) + query, {"text_nl": "opmerkingen"})
    assert PendingContribution.objects.get().section is None


def test_a_contribution_shows_who_owes_it_and_can_be_changed(signed_in, french_coordinator, minutes, host):
    contribution = PendingContribution.objects.create(minutes=minutes, text_fr="commentaires", who_as_typed="des CPAS d'Anvers")
    contribution.organisations.add(host)
    client, place = signed_in(french_coordinator), address("pending-edit", minutes.meeting_id, contribution.pk)
    shown = client.get(place)
    assert "des CPAS d'Anvers" in words(shown)
    assert 'value="CPAS de Charleroi"' in shown.content.decode()
    client.post(place, {"text_fr": "annexes", "organisations": ""})
    contribution.refresh_from_db()
    assert (contribution.text_fr, contribution.organisations.count()) == ("annexes", 0)


def test_a_contribution_comes_in_and_is_awaited_again(signed_in, french_coordinator, minutes):
    contribution = PendingContribution.objects.create(minutes=minutes, text_fr="commentaires")
    client, place = signed_in(french_coordinator), address("pending-close", minutes.meeting_id, contribution.pk)
    client.post(place)
    contribution.refresh_from_db()
    assert contribution.closed_at is not None
    client.post(place, {"reopen": "yes"})
    contribution.refresh_from_db()
    assert contribution.closed_at is None
    client.post(address("pending-delete", minutes.meeting_id, contribution.pk))
    assert not PendingContribution.objects.exists()


@pytest.mark.parametrize("sections", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_number_of_sections(
    signed_in, french_coordinator, minutes, sections, django_assert_num_queries
):
    for _ in range(sections):
        SectionFactory(minutes=minutes, fr="Un point", nl="Een punt")
    client = signed_in(french_coordinator)
    with django_assert_num_queries(8):
        client.get(address("pending-add", minutes.meeting_id))
