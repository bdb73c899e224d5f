"""The page of a meeting."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amif_network.directory.models import Organisation
from meetings.actions.steps import move_meeting
from meetings.models import Attachment, Meeting, MeetingLogEntry
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.factories.meetings import NOW, AgendaItemFactory, AttendanceFactory, MeetingFactory, MinutesFactory
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db
# session, user, the meeting with all that stands on its page in one message, progress, silent members
QUERIES = 5


def page(client, meeting: Meeting, lang: str = "fr"):
    return client.get(address("meeting", meeting.pk, lang=lang))


def test_it_says_when_where_and_who_leads(signed_in, french_coordinator):
    meeting = MeetingFactory(
        title_fr="Rencontre de mars",
        starts_at=datetime.time(9, 30),
        ends_at=datetime.time(12),
        place_fr="Bruxelles, salle Horizon",
        chair=PersonFactory(given_name="Lisa", family_name="Asselman"),
    )
    text = words(page(signed_in(french_coordinator), meeting))
    for said in (
        "Rencontre de mars",
        "lundi 2 mars 2026",
        "9h30 à 12h00",
        "2 h 30 min",
        "Bruxelles, salle Horizon",
        "Lisa Asselman",
    ):
        assert said in text


def test_names_of_organisations_follow_the_language_of_the_page(signed_in, dutch_coordinator, convened, host):
    assert "OCMW Charleroi" in words(page(signed_in(dutch_coordinator), convened, lang="nl"))
    assert "CPAS de Charleroi" in words(page(signed_in(dutch_coordinator), convened, lang="fr"))


def test_the_agenda_shows_slots_durations_and_presenters(signed_in, french_coordinator, planned):
    item = AgendaItemFactory(
        meeting=planned, title_fr="Appel à projets", label="I.", starts_at=datetime.time(9), ends_at=datetime.time(10, 15)
    )
    item.presenters.add(PersonFactory(given_name="Tom", family_name="Anthuenis"))
    text = words(page(signed_in(french_coordinator), planned))
    assert "9h00 à 10h15 I. Appel à projets Tom Anthuenis 1 h 15 min" in text


def test_an_overrun_is_shown_to_who_can_change_it(signed_in, french_coordinator, host_member, convened):
    convened.ends_at = datetime.time(10)
    convened.save()
    AgendaItemFactory(meeting=convened, starts_at=datetime.time(9), ends_at=datetime.time(10, 15))
    assert "15 min" in words(page(signed_in(french_coordinator), convened)).split("Point")[0]
    assert "15 min" not in words(page(signed_in(host_member), convened)).split("Point")[0]


@pytest.mark.parametrize(
    ("status", "silent"), [("present", False), ("excused", False), ("guest", False), ("absent", True), ("unknown", True)]
)
def test_after_the_meeting_members_neither_present_nor_excused_are_pointed_out(signed_in, french_coordinator, status, silent):
    meeting = MeetingFactory(held=True)
    member = OrganisationFactory(in_network=True, short_fr="CPAS de Gand")
    AttendanceFactory(meeting=meeting, organisation=member, status=status)
    link = f'<a href="{member.get_absolute_url()}">CPAS de Gand</a>'
    assert (link in main_of(page(signed_in(french_coordinator), meeting))) is silent


def test_before_the_meeting_only_members_with_nobody_on_the_list_are_pointed_out(
    signed_in, french_coordinator, convened, partner
):
    html = main_of(page(signed_in(french_coordinator), convened))
    assert f'<a href="{partner.get_absolute_url()}">' in html
    assert f'<a href="{Organisation.objects.get(short_fr="CPAS de Charleroi").get_absolute_url()}">' not in html


def test_members_of_another_time_are_not_missed(signed_in, french_coordinator):
    meeting = MeetingFactory(held=True)
    AttendanceFactory(meeting=meeting)
    former = OrganisationFactory(network_from=datetime.date(2020, 1, 1), network_to=datetime.date(2025, 12, 31))
    assert former.get_absolute_url() not in main_of(page(signed_in(french_coordinator), meeting))


@pytest.mark.parametrize(
    ("trait", "offered"),
    [
        ({}, {"edit", "convocation", "step/hold", "step/cancel"}),
        ({"convened": True}, {"edit", "convocation", "step/hold", "step/cancel"}),
        ({"held": True}, {"edit", "step/close"}),
        ({"closed": True}, set()),
    ],
)
def test_a_coordinator_is_offered_what_the_state_allows(signed_in, french_coordinator, trait, offered):
    meeting = MeetingFactory(**trait)
    html = main_of(page(signed_in(french_coordinator), meeting))
    every = {"edit", "convocation", *(f"step/{name}" for name in ("convene", "hold", "close", "reopen", "cancel"))}
    assert {name for name in every if f"/meetings/{meeting.pk}/{name}/" in html} == offered


def test_an_administrator_may_reopen(signed_in, administrator):
    meeting = MeetingFactory(closed=True)
    assert address("step", meeting.pk, "reopen") in main_of(page(signed_in(administrator), meeting))


def test_the_minutes_are_one_click_away_once_held(signed_in, french_coordinator):
    minutes = MinutesFactory()
    assert f'href="{address("workspace", minutes.meeting_id)}"' in main_of(page(signed_in(french_coordinator), minutes.meeting))


def test_an_invited_member_sees_the_meeting_without_any_button(signed_in, host_member, convened):
    AgendaItemFactory(meeting=convened)
    html = main_of(page(signed_in(host_member), convened))
    assert "ds-button" not in html
    assert "<form" not in html


@pytest.mark.parametrize("somebody", ["partner_member", "outsider_member", "observer"])
def test_others_do_not_know_of_it(request, signed_in, convened, somebody):
    assert page(signed_in(request.getfixturevalue(somebody)), convened).status_code == 404


def test_a_planned_meeting_is_not_yet_for_members(signed_in, host_member, convened):
    Meeting.objects.update(state="planned")
    assert page(signed_in(host_member), convened).status_code == 404


def test_the_title_of_the_page_is_spaced_like_its_heading(signed_in, french_coordinator):
    """French puts a space that does not break before a colon, Dutch none; the title of a window is no exception."""
    meeting = MeetingFactory(title_fr="Réseau : budgets", title_nl="Netwerk: budgetten")
    for lang, title in (("fr", "Réseau\u00a0: budgets"), ("nl", "Netwerk: budgetten")):
        for name in ("meeting", "agenda", "attendance"):
            html = signed_in(french_coordinator).get(address(name, meeting.pk, lang=lang)).content.decode()
            assert title in html.split("<title>", 1)[1].split("</title>", 1)[0]


@pytest.mark.parametrize("convened_first", [True, False])
def test_a_plan_cancelled_before_anybody_was_convened_stays_with_those_who_made_it(
    signed_in, french_coordinator, host_member, convened, convened_first
):
    """Whoever was convened must be able to read that it does not take place; of a mere plan nobody else learns."""
    Meeting.objects.filter(pk=convened.pk).update(state="planned")
    if convened_first:
        move_meeting(convened, "convene", by=french_coordinator, at=NOW)
    move_meeting(convened, "cancel", by=french_coordinator, at=NOW, comment="Grève")
    client, status = signed_in(host_member), 200 if convened_first else 404
    for name in ("meeting", "editions", "calendar"):
        assert client.get(address(name, convened.pk)).status_code == status
    assert ("Rencontre de mars" in main_of(client.get(address("list")))) is convened_first
    assert signed_in(french_coordinator).get(address("meeting", convened.pk)).status_code == 200


@pytest.mark.parametrize("number", ["99999", "9" * 40])
def test_unknown_and_enormous_numbers_are_not_found(signed_in, french_coordinator, number):
    assert signed_in(french_coordinator).get(f"/fr/meetings/{number}/").status_code == 404


def test_only_reading_is_possible(signed_in, french_coordinator, planned):
    assert signed_in(french_coordinator).post(address("meeting", planned.pk)).status_code == 405


def test_the_link_to_take_part_disappears_after_the_meeting(signed_in, host_member, convened):
    Meeting.objects.update(link="https://example.org/room")
    client = signed_in(host_member)
    assert "https://example.org/room" in main_of(page(client, convened))
    Meeting.objects.update(state="held")
    assert "https://example.org/room" not in main_of(page(client, convened))


def test_the_document_an_import_came_from_is_for_coordinators(signed_in, french_coordinator, host_member, convened):
    for kind in ("presentation", "source"):
        Attachment.objects.create(
            meeting=convened, kind=kind, title=f"le {kind}", filename="x.pdf", file="x", content_type="application/pdf", size=1,
            sha256=kind[0].encode().hex().ljust(64, "0"), added_at=NOW,
        )  # fmt: skip
    assert "le source" in words(page(signed_in(french_coordinator), convened))
    member = words(page(signed_in(host_member), convened))
    assert ("le presentation" in member, "le source" in member) == (True, False)


def test_the_history_is_for_coordinators_and_names_reasons(signed_in, french_coordinator, host_member, convened):
    MeetingLogEntry.objects.create(
        meeting=convened, subject="meeting", action="reopen", from_state="closed", to_state="held", by=french_coordinator, at=NOW,
        comment="Une présence <b>oubliée</b>",
    )  # fmt: skip
    MeetingLogEntry.objects.create(
        meeting=convened, subject="meeting", action="agenda", from_state="held", to_state="held", by=french_coordinator, at=NOW,
        comment="muet",
    )  # fmt: skip
    assert "Une présence <b>oubliée</b>" in words(page(signed_in(french_coordinator), convened))
    assert "muet" not in words(page(signed_in(french_coordinator), convened))
    assert "oubliée" not in words(page(signed_in(host_member), convened))


def test_meetings_before_and_after_are_linked_as_far_as_they_exist_for_the_person(
    signed_in, french_coordinator, host_member, convened
):
    before = MeetingFactory(date=datetime.date(2025, 11, 3), held=True)
    after = MeetingFactory(date=datetime.date(2026, 6, 1), previous=convened)
    convened.previous = before
    convened.save()
    html = main_of(page(signed_in(french_coordinator), convened))
    assert [address("meeting", one.pk) in html for one in (before, after)] == [True, True]
    html = main_of(page(signed_in(host_member), convened))
    assert [address("meeting", one.pk) in html for one in (before, after)] == [False, False]


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_meeting(signed_in, french_coordinator, number):
    meeting = MinutesFactory().meeting
    for item in AgendaItemFactory.create_batch(number, meeting=meeting):
        item.presenters.set(PersonFactory.create_batch(number))
    AttendanceFactory.create_batch(number, meeting=meeting)
    OrganisationFactory.create_batch(number, in_network=True)
    for place in range(number):
        MeetingLogEntry.objects.create(
            meeting=meeting,
            subject="meeting",
            action="hold",
            from_state="planned",
            to_state="held",
            by=french_coordinator,
            at=NOW,
        )
        Attachment.objects.create(
            meeting=meeting,
            title=f"{place}",
            filename="x.pdf",
            file="x",
            content_type="application/pdf",
            size=1,
            sha256=f"{place}".zfill(64),
            added_at=NOW,
        )
    client = signed_in(french_coordinator)
    with CaptureQueriesContext(connection) as queries:
        page(client, meeting)
    assert len(queries) == QUERIES
