"""Meetings in the administration."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import override

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


def admin_address(model, action: str, *args: object) -> str:
    with override("fr"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


OURS = sorted((model for model in admin.site._registry if model._meta.app_label == "meetings"), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_and_every_record_opens(signed_in, administrator, filled, model):
    client = signed_in(administrator)
    listed = client.get(admin_address(model, "changelist"), {"q": "x"})
    assert listed.status_code == 200
    record = model.objects.first()
    assert (record is None) is (model is Edition)
    if record is not None:
        assert client.get(admin_address(model, "change", record.pk)).status_code == 200


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


@pytest.mark.parametrize(("state", "status"), [("held", 302), ("closed", 403), ("cancelled", 403)])
def test_the_workflow_decides_whether_a_meeting_is_changed(signed_in, administrator, filled, state, status):
    Meeting.objects.update(state=state)
    data = {
        "title_fr": "Autre titre", "series": "network", "date": "2026-03-02",
        **{f"{rows}-{count}_FORMS": 0 for rows in ("agenda_items", "attendances", "log") for count in ("TOTAL", "INITIAL")},
    }  # fmt: skip
    assert signed_in(administrator).post(admin_address(Meeting, "change", filled.meeting_id), data).status_code == status
    assert (Meeting.objects.get().title_fr == "Autre titre") is (status == 302)


def test_agenda_and_attendance_are_written_on_their_own_pages(signed_in, administrator, filled):
    page = signed_in(administrator).get(admin_address(Meeting, "change", filled.meeting_id)).content.decode()
    assert 'name="title_fr"' in page
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
    assert signed_in(french_coordinator).get(admin_address(Meeting, "changelist")).status_code == 302
