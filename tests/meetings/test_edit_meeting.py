"""Change a meeting."""

import datetime

import pytest

from meetings.models import Meeting
from tests.factories.directory import PersonFactory
from tests.factories.meetings import MeetingFactory
from tests.meetings.pages import address, sent_by, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(db):
    """A meeting with every field filled in."""
    return MeetingFactory(
        title_fr="Rencontre", title_nl="Bijeenkomst",
        date=datetime.date(2026, 3, 2), starts_at=datetime.time(9, 30), ends_at=datetime.time(12),
        mode="hybrid", place_fr="Bruxelles", place_nl="Brussel", link="https://example.org/room",
        chair=PersonFactory(), minute_taker=PersonFactory(), previous=MeetingFactory(date=datetime.date(2025, 11, 3)),
        agenda_title_fr="Ordre du jour", agenda_title_nl="Agenda", agenda_numbered=True,
    )  # fmt: skip


def test_saving_untouched_changes_nothing(signed_in, french_coordinator, full):
    client = signed_in(french_coordinator)
    response = client.post(address("edit", full.pk), sent_by(client.get(address("edit", full.pk))))
    assert response.headers["Location"] == address("meeting", full.pk)
    assert Meeting.objects.get(pk=full.pk).fingerprint == full.fingerprint
    assert full.log.count() == 0


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_a_change_is_saved_and_noted(signed_in, french_coordinator, full, lang):
    client = signed_in(french_coordinator)
    sent = sent_by(client.get(address("edit", full.pk, lang=lang)))
    client.post(address("edit", full.pk, lang=lang), {**sent, "place_fr": "Gand", "ends_at": "13h", "mode": ""})
    full.refresh_from_db()
    assert (full.place_fr, full.ends_at, full.mode) == ("Gand", datetime.time(13), "")
    assert (full.log.get().action, full.log.get().by) == ("change", french_coordinator)


def test_the_second_writer_sees_both_versions_and_overwrites_nothing(signed_in, french_coordinator, dutch_coordinator, full):
    first, second = signed_in(french_coordinator), signed_in(dutch_coordinator)
    sent = sent_by(second.get(address("edit", full.pk)))
    first.post(address("edit", full.pk), {**sent_by(first.get(address("edit", full.pk))), "place_fr": "Liège"})
    response = second.post(address("edit", full.pk), {**sent, "place_fr": "Namur", "title_fr": "Journée"})
    assert response.status_code == 409
    text = words(response)
    assert "Liège" in text
    assert "coordinator.fr@example.org" in text
    assert sent_by(response)["place_fr"] == "Namur"
    full.refresh_from_db()
    assert (full.place_fr, full.title_fr) == ("Liège", "Rencontre")


def test_having_seen_both_the_second_writer_may_overwrite(signed_in, french_coordinator, dutch_coordinator, full):
    first, second = signed_in(french_coordinator), signed_in(dutch_coordinator)
    sent = sent_by(second.get(address("edit", full.pk)))
    first.post(address("edit", full.pk), {**sent_by(first.get(address("edit", full.pk))), "place_fr": "Liège"})
    conflict = second.post(address("edit", full.pk), {**sent, "place_fr": "Namur"})
    response = second.post(address("edit", full.pk), sent_by(conflict))
    assert response.status_code == 302
    full.refresh_from_db()
    assert full.place_fr == "Namur"


def test_a_third_writer_in_between_is_noticed_too(signed_in, french_coordinator, full):
    client = signed_in(french_coordinator)
    sent = sent_by(client.get(address("edit", full.pk)))
    Meeting.objects.filter(pk=full.pk).update(place_fr="Liège")
    conflict = client.post(address("edit", full.pk), {**sent, "place_fr": "Namur"})
    Meeting.objects.filter(pk=full.pk).update(place_fr="Mons")
    assert client.post(address("edit", full.pk), sent_by(conflict)).status_code == 409


@pytest.mark.parametrize("base", ["", "0" * 64, "nonsense"])
def test_without_the_right_base_nothing_is_saved(signed_in, french_coordinator, full, base):
    client = signed_in(french_coordinator)
    response = client.post(
        address("edit", full.pk), {**sent_by(client.get(address("edit", full.pk))), "base": base, "title_fr": "Autre"}
    )
    assert response.status_code == 409
    full.refresh_from_db()
    assert full.title_fr == "Rencontre"


def test_what_is_wrong_keeps_what_was_typed(signed_in, french_coordinator, full):
    client = signed_in(french_coordinator)
    sent = {**sent_by(client.get(address("edit", full.pk))), "starts_at": "quatorze", "title_fr": "Journée"}
    response = client.post(address("edit", full.pk), sent)
    assert list(response.context["form"].errors) == ["starts_at"]
    assert sent_by(response)["starts_at"] == "quatorze"
    assert sent_by(response)["base"] == sent["base"]


def test_a_meeting_does_not_follow_itself(signed_in, french_coordinator, full):
    client = signed_in(french_coordinator)
    response = client.post(address("edit", full.pk), {**sent_by(client.get(address("edit", full.pk))), "previous": full.pk})
    assert list(response.context["form"].errors) == ["previous"]


def test_an_invited_member_may_not(signed_in, host_member, convened):
    client = signed_in(host_member)
    assert client.get(address("edit", convened.pk)).status_code == 403
    assert client.post(address("edit", convened.pk), {"title_fr": "À moi"}).status_code == 403
    convened.refresh_from_db()
    assert convened.title_fr == "Rencontre de mars"


def test_it_does_not_exist_for_others(signed_in, outsider_member, convened):
    assert signed_in(outsider_member).get(address("edit", convened.pk)).status_code == 404


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_closed_meeting_is_not_changed(signed_in, french_coordinator, full, state):
    Meeting.objects.filter(pk=full.pk).update(state=state)
    client = signed_in(french_coordinator)
    assert client.get(address("edit", full.pk)).status_code == 403
    sent = {"title_fr": "Autre", "date": "2026-03-02", "series": "network"}
    assert client.post(address("edit", full.pk), sent).status_code == 409


def test_other_methods_are_refused(signed_in, french_coordinator, full):
    assert signed_in(french_coordinator).delete(address("edit", full.pk)).status_code == 405
