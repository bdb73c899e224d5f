"""Meetings in the administration."""

import pytest

from meetings.models import (
    Attachment,
    Edition,
    Importation,
    Meeting,
    Minutes,
    PendingContribution,
    Section,
    SectionRevision,
    SlideReference,
)
from tests.administration.addresses import admin_address
from tests.factories.meetings import NOW, AgendaItemFactory, AttendanceFactory, MinutesFactory, SectionFactory, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(french_coordinator):
    """One of each."""
    minutes = MinutesFactory()
    AgendaItemFactory(meeting=minutes.meeting)
    AttendanceFactory(meeting=minutes.meeting)
    section = SectionFactory(minutes=minutes, fr="Introduction", nl="Inleiding")
    PendingContribution.objects.create(minutes=minutes, section=section, text_fr="Commentaires d'Anvers")
    Importation.objects.create(filename="verslag.docx", source=b"x", by=french_coordinator, at=NOW, meeting=minutes.meeting)
    Attachment.objects.create(
        meeting=minutes.meeting,
        title="Présentation",
        filename="x.pdf",
        file="x",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        added_at=NOW,
    )
    return minutes


def test_a_state_is_not_changed_from_here(signed_in, administrator, filled):
    client = signed_in(administrator)
    page = client.get(admin_address(Meeting, "change", filled.meeting_id)).content.decode()
    assert 'name="state"' not in page


@pytest.mark.parametrize("model", [Minutes, Edition, Section, SectionRevision, PendingContribution, Attachment, Importation])
def test_what_is_kept_for_good_is_only_shown(signed_in, administrator, filled, model):
    client = signed_in(administrator)
    assert client.get(admin_address(model, "add")).status_code == 403
    record = model.objects.first()
    if record is not None:
        assert client.post(admin_address(model, "delete", record.pk), {"post": "yes"}).status_code == 403
        assert client.post(admin_address(model, "change", record.pk), {}).status_code == 403
        assert model.objects.filter(pk=record.pk).exists()


def test_a_meeting_is_changed_on_its_page_which_tells_who_was_invited(signed_in, administrator, filled):
    data = {"title_fr": "Autre titre", "series": "network", "date": "2026-03-02"}
    assert signed_in(administrator).post(admin_address(Meeting, "change", filled.meeting_id), data).status_code == 403
    assert not Meeting.objects.filter(title_fr="Autre titre").exists()


def test_agenda_and_attendance_are_shown(signed_in, administrator, filled):
    page = signed_in(administrator).get(admin_address(Meeting, "change", filled.meeting_id)).content.decode()
    assert str(filled.meeting.attendances.get().person) in page
    assert 'name="agenda_items-0-title_fr"' not in page
    assert 'name="attendances-0-status"' not in page


@pytest.mark.parametrize("state", ["draft", "published"])
def test_what_a_section_points_at_is_changed_in_the_workspace(signed_in, administrator, filled, state):
    Minutes.objects.update(**signed(state, administrator, NOW))
    section = filled.sections.get()
    SlideReference.objects.create(section=section, first=3)
    page = signed_in(administrator).get(admin_address(Section, "change", section.pk)).content.decode()
    assert 'name="slide_references-0-first"' not in page
    assert 'name="organisation"' not in page


def test_no_meeting_is_deleted(signed_in, administrator, filled):
    assert signed_in(administrator).post(admin_address(Meeting, "delete", filled.meeting_id), {"post": "yes"}).status_code == 403


def test_coordinators_have_no_administration(signed_in, french_coordinator, filled):
    assert signed_in(french_coordinator).get(admin_address(Meeting, "changelist")).status_code == 403
