"""Slide references and awaited contributions: kept, closed, dropped."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState
from meetings.actions import references
from meetings.models import Attachment, Meeting, PendingContribution, Section, SlideReference
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, MinutesFactory, SectionFactory, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def section() -> Section:
    return SectionFactory()


def presentation(meeting: Meeting, pages: int | None = None) -> Attachment:
    return Attachment.objects.create(
        meeting=meeting, title="Présentation", filename="a.pdf", file="a", content_type="application/pdf", size=1,
        sha256="a" * 64, page_count=pages, added_at=NOW,
    )  # fmt: skip


def test_slide_references_keep_their_order(section: Section, french_coordinator: User) -> None:
    first = references.keep_slide_reference(SlideReference(section=section, first=3, last=6), by=french_coordinator)
    second = references.keep_slide_reference(SlideReference(section=section, numbers=[12, 14]), by=french_coordinator)
    first.last = 7
    references.keep_slide_reference(first, by=french_coordinator)
    assert [(one.position, one.first, one.last, one.numbers) for one in section.slide_references.all()] == [
        (1, 3, 7, []),
        (2, None, None, [12, 14]),
    ]
    references.drop_slide_reference(second, by=french_coordinator)
    assert section.slide_references.count() == 1


@pytest.mark.parametrize("slides", [{"first": 6, "last": 3}, {"last": 3}])
def test_slides_stand_in_order(section: Section, french_coordinator: User, slides: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        references.keep_slide_reference(SlideReference(section=section, **slides), by=french_coordinator)


def test_a_presentation_of_another_meeting_is_refused(section: Section, french_coordinator: User) -> None:
    other = presentation(MinutesFactory().meeting)
    with pytest.raises(ValidationError):
        references.keep_slide_reference(SlideReference(section=section, first=1, attachment=other), by=french_coordinator)
    assert not SlideReference.objects.exists()


@pytest.mark.parametrize(("pages", "says"), [(None, ""), (6, ""), (5, "5 pages")])
def test_a_reference_complains_when_its_presentation_is_too_short(section: Section, pages: int | None, says: str) -> None:
    reference = SlideReference(section=section, first=3, last=6, attachment=presentation(section.minutes.meeting, pages))
    assert says in reference.problem()
    assert bool(reference.problem()) == bool(says)


def test_a_contribution_is_kept_closed_and_opened_again(section: Section, french_coordinator: User) -> None:
    cpas = OrganisationFactory()
    contribution = PendingContribution(minutes=section.minutes, section=section, text_fr="commentaires")
    kept = references.keep_contribution(contribution, organisations=[cpas], by=french_coordinator)
    assert list(kept.organisations.all()) == [cpas]
    references.close_contribution(kept, by=french_coordinator, at=NOW)
    assert PendingContribution.objects.get().closed_at == NOW
    references.close_contribution(kept, by=french_coordinator, at=None)
    assert PendingContribution.objects.get().closed_at is None
    references.drop_contribution(kept, by=french_coordinator)
    assert not PendingContribution.objects.exists()


def test_a_contribution_says_what_is_awaited(section: Section, french_coordinator: User) -> None:
    with pytest.raises(ValidationError):
        references.keep_contribution(PendingContribution(minutes=section.minutes), organisations=[], by=french_coordinator)


def test_a_contribution_hangs_on_its_own_minutes(section: Section, french_coordinator: User) -> None:
    stray = PendingContribution(minutes=MinutesFactory(), section=section, text_fr="x")
    with pytest.raises(ValidationError):
        references.keep_contribution(stray, organisations=[], by=french_coordinator)
    assert not PendingContribution.objects.exists()


def test_published_minutes_point_at_nothing_new(french_coordinator: User) -> None:
    minutes = MinutesFactory(**signed("published", french_coordinator, NOW))
    section = SectionFactory(minutes=minutes)
    reference = SlideReference.objects.create(section=section, first=1)
    contribution = PendingContribution.objects.create(minutes=minutes, text_fr="x")
    at = datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC)
    changes = [
        lambda: references.keep_slide_reference(reference, by=french_coordinator),
        lambda: references.drop_slide_reference(reference, by=french_coordinator),
        lambda: references.keep_contribution(contribution, organisations=[], by=french_coordinator),
        lambda: references.close_contribution(contribution, by=french_coordinator, at=at),
        lambda: references.drop_contribution(contribution, by=french_coordinator),
    ]
    for change in changes:
        with pytest.raises(WrongState):
            change()
