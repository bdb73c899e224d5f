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


@pytest.fixture
def collision(signed_in, french_coordinator, dutch_coordinator, full):
    """What the second writer gets, who changed the place and the title, after the first changed the place and the end."""
    first, second = signed_in(french_coordinator), signed_in(dutch_coordinator)
    sent = sent_by(second.get(address("edit", full.pk)))
    shown = sent_by(first.get(address("edit", full.pk)))
    first.post(address("edit", full.pk), {**shown, "place_fr": "Liège", "ends_at": "13h15"})
    return second.post(address("edit", full.pk), {**sent, "place_fr": "Namur", "title_fr": "Journée"})


def answered(response, choice: str) -> dict:
    """Return what is sent after choosing a version of every field that both people changed."""
    return sent_by(response) | {
        one.choice: f"{choice} {one.version}" for one in response.context["form"].differences if one.undecided
    }


def test_the_second_writer_sees_both_versions_and_overwrites_nothing(collision, full):
    assert collision.status_code == 409
    assert "coordinator.fr@example.org" in words(collision)
    assert [(one.name, one.theirs, one.mine, one.undecided) for one in collision.context["form"].differences] == [
        ("ends_at", "13h15", "12h00", False),
        ("place_fr", "Liège", "Namur", True),
    ]
    full.refresh_from_db()
    assert (full.place_fr, full.title_fr) == ("Liège", "Rencontre")


def test_what_only_the_other_person_changed_is_taken_over_and_what_was_typed_is_kept(collision):
    fields = sent_by(collision)
    assert (fields["ends_at"], fields["place_fr"], fields["title_fr"]) == ("13h15", "Namur", "Journée")


@pytest.mark.parametrize(("choice", "place"), [("mine", "Namur"), ("theirs", "Liège")])
def test_having_seen_both_the_second_writer_chooses(signed_in, dutch_coordinator, collision, full, choice, place):
    response = signed_in(dutch_coordinator).post(address("edit", full.pk), answered(collision, choice))
    assert response.status_code == 302
    full.refresh_from_db()
    assert (full.place_fr, full.title_fr, full.ends_at) == (place, "Journée", datetime.time(13, 15))


def test_without_a_choice_nothing_is_saved(signed_in, dutch_coordinator, collision, full):
    again = signed_in(dutch_coordinator).post(address("edit", full.pk), sent_by(collision))
    assert again.status_code == 409
    assert [one.name for one in again.context["form"].differences] == ["place_fr"]
    assert Meeting.objects.get(pk=full.pk).title_fr == "Rencontre"


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_third_writer_in_between_is_noticed_too(signed_in, dutch_coordinator, collision, full, choice):
    Meeting.objects.filter(pk=full.pk).update(place_fr="Mons")
    again = signed_in(dutch_coordinator).post(address("edit", full.pk), answered(collision, choice))
    assert again.status_code == 409
    assert [(one.theirs, one.mine) for one in again.context["form"].differences] == [("Mons", "Namur")]
    assert Meeting.objects.get(pk=full.pk).place_fr == "Mons"


def test_the_same_change_twice_is_no_collision(signed_in, french_coordinator, full):
    client = signed_in(french_coordinator)
    sent = sent_by(client.get(address("edit", full.pk))) | {"place_fr": "Liège"}
    Meeting.objects.filter(pk=full.pk).update(place_fr="Liège")
    assert client.post(address("edit", full.pk), {**sent, "title_fr": "Journée"}).status_code == 302
    full.refresh_from_db()
    assert (full.place_fr, full.title_fr) == ("Liège", "Journée")


def test_people_and_ticks_collide_like_texts(signed_in, french_coordinator, full):
    client = signed_in(french_coordinator)
    sent = sent_by(client.get(address("edit", full.pk)))
    lisa = PersonFactory(given_name="Lisa", family_name="Asselman")
    Meeting.objects.filter(pk=full.pk).update(chair=lisa, agenda_numbered=False, previous=None)
    response = client.post(address("edit", full.pk), {**sent, "minute_taker": "Jan Nieuw", "minute_taker_pick": "new|Jan Nieuw"})
    assert [(one.name, one.theirs, one.undecided) for one in response.context["form"].differences] == [
        ("chair", "Lisa Asselman", False),
        ("previous", "–", False),
        ("agenda_numbered", "non", False),
    ]
    assert client.post(address("edit", full.pk), sent_by(response)).status_code == 302
    full.refresh_from_db()
    assert (full.chair, str(full.minute_taker), full.agenda_numbered, full.previous) == (lisa, "Jan Nieuw", False, None)


@pytest.mark.parametrize("base", ["", "{}", "[1]", "nonsense", "[" * 9_000, "x" * 20_000])
def test_without_the_right_base_nothing_is_saved(signed_in, french_coordinator, full, base):
    client = signed_in(french_coordinator)
    shown = sent_by(client.get(address("edit", full.pk)))
    assert client.post(address("edit", full.pk), {**shown, "base": base, "title_fr": "Autre"}).status_code in (200, 409)
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
