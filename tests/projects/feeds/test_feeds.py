"""What a section of minutes fed, and the way from it to the call: who reads what, and where the buttons lead."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from meetings.actions.publishing import approve, publish
from meetings.feeds import fed_by, record_links
from tests.factories.meetings import MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.projects import CallDateFactory, CallFactory, InterestFactory
from tests.meetings.pages import address as meeting_address
from tests.meetings.pages import main_of, text_of, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return CallFactory(number="42")


@pytest.fixture
def section():
    meeting = MeetingFactory(held=True, date=datetime.date(2026, 3, 2))
    return SectionFactory(minutes=MinutesFactory(meeting=meeting), fr="Appel à projets")


@pytest.fixture
def fed(call, section, host, partner):
    """The section said a published date and one that is not, and two answers."""
    CallDateFactory(call=call, section=section, meeting=section.minutes.meeting, vague=True)
    CallDateFactory(call=call, kind="deadline", section=section, earliest=datetime.date(2026, 9, 1), unpublished=True)
    InterestFactory(call=call, organisation=host, section=section)
    InterestFactory(call=call, organisation=partner, section=section, no=True)
    return section


def told(section, user, lang: str = "fr") -> list[str]:
    with override(lang):
        return [f"{one.text} {one.remark}".strip() for one in fed_by([section.pk], user).get(section.pk, [])]


def test_coordinators_read_all_that_a_section_fed(fed, french_coordinator, call):
    opening, deadline, answers = told(fed, french_coordinator)
    assert ("42" in opening, "mi-mars" in opening) == (True, True)
    assert "1er septembre 2026" in deadline
    assert ("CPAS de Charleroi" in answers, "CPAS de Binche" in answers) == (True, True)
    with override("nl"):
        urls = [one.url for one in fed_by([fed.pk], french_coordinator)[fed.pk]]
    assert urls[2] == address("interests", call.pk, lang="nl")


def test_a_member_reads_published_dates_and_their_own_answer_alone(fed, host_member, outsider_member, observer, call):
    opening, own = told(fed, host_member)
    assert ("mi-mars" in opening, "CPAS de Charleroi" in own, "CPAS de Binche" in own) == (True, True, False)
    for user in (outsider_member, observer):
        assert [("mi-mars" in one) for one in told(fed, user)] == [True]


def test_nothing_comes_out_of_an_anonymous_section(fed, host_member, observer, french_coordinator):
    type(fed).objects.filter(pk=fed.pk).update(anonymous=True)
    assert (told(fed, host_member), told(fed, observer)) == ([], [])
    assert len(told(fed, french_coordinator)) == 3


def test_nothing_is_known_of_a_draft(section, host_member, french_coordinator):
    CallDateFactory(call=CallFactory(draft=True), section=section, unpublished=True)
    assert (told(section, host_member), len(told(section, french_coordinator))) == ([], 1)


def test_the_workspace_shows_it_at_its_section_with_the_ways_to_record_more(signed_in, fed, french_coordinator):
    other = SectionFactory(minutes=fed.minutes, fr="Divers")
    html = main_of(signed_in(french_coordinator).get(meeting_address("workspace", fed.minutes.meeting_id)))
    first, second = html.split(f'id="s-{other.uuid}"')
    assert ("mi-mars" in text_of(first), "mi-mars" in text_of(second)) == (True, False)
    for what in ("date", "answers"):
        assert f'{address("from-minutes", what)}?section={fed.uuid}"' in first
        assert f'{address("from-minutes", what)}?section={other.uuid}"' in second


def test_the_page_of_the_meeting_leads_there_too_but_not_members(signed_in, section, french_coordinator, observer):
    meeting = section.minutes.meeting
    page = meeting_address("meeting", meeting.pk)
    link = f'{address("from-minutes", "answers")}?meeting={meeting.pk}"'
    assert link in signed_in(french_coordinator).get(page).content.decode()
    assert len(record_links()) == 4
    assert signed_in(observer).get(page).status_code == 404


def test_the_workspace_asks_for_the_same_number_of_queries_with_one_and_three(signed_in, section, french_coordinator, call):
    client, asked = signed_in(french_coordinator), []
    for number in (1, 3):
        for _one in range(number):
            place = SectionFactory(minutes=section.minutes, fr="Appel")
            CallDateFactory(call=call, kind="info_session", section=place)
            InterestFactory(call=call, section=place)
        with CaptureQueriesContext(connection) as queries:
            client.get(meeting_address("workspace", section.minutes.meeting_id))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_readers_of_published_minutes_learn_what_they_may_know(
    signed_in, published_minutes, call, host, partner, host_member, french_coordinator
):
    section = published_minutes.sections.get()
    CallDateFactory(call=call, section=section, vague=True)
    InterestFactory(call=call, organisation=host, section=section)
    InterestFactory(call=call, organisation=partner, section=section)
    edition = published_minutes.editions.filter(audience="public", language="fr").get()
    page = meeting_address("read", published_minutes.meeting_id, edition.pk)
    html = signed_in(host_member).get(page).content.decode()
    aside = text_of(html.split('class="screen-fed"', 1)[1])
    assert ("mi-mars" in aside, "CPAS de Charleroi" in aside, "CPAS de Binche" in aside) == (True, True, False)
    assert f'href="#s-{section.uuid}"' in html
    assert "CPAS de Binche" in signed_in(french_coordinator).get(page).content.decode().split('class="screen-fed"', 1)[1]


@pytest.fixture
def published_minutes(section, french_coordinator):
    """Minutes with one section, published."""
    minutes = approve(section.minutes, by=french_coordinator, at=timezone.now(), override="Traduction en cours")
    publish(minutes, by=french_coordinator, at=timezone.now(), site="https://amif.example", reasons={"fr": "Traduction en cours"})
    return minutes


def test_one_announced_call_is_not_asked_for(signed_in, section, french_coordinator, call):
    CallFactory(draft=True)
    page = f"{address('from-minutes', 'answers')}?section={section.uuid}"
    response = signed_in(french_coordinator).get(page)
    assert response["Location"] == f"{address('poll', call.pk)}?section={section.uuid}"
    second = CallFactory(number="43")
    html = signed_in(french_coordinator).get(page).content.decode()
    for one in (call, second):
        assert f"{address('poll', one.pk)}?section={section.uuid}" in html


def test_a_date_is_moved_or_entered_from_the_section(signed_in, section, french_coordinator, call):
    date = CallDateFactory(call=call)
    draft = CallFactory(draft=True)
    waiting = CallDateFactory(call=draft, unpublished=True)
    CallFactory(archived=True, number="7")
    response = signed_in(french_coordinator).get(f"{address('from-minutes', 'date')}?section={section.uuid}")
    html = response.content.decode()
    for name, args in [
        ("date-move", (call.pk, date.pk)),
        ("date-new", (call.pk,)),
        ("date-edit", (draft.pk, waiting.pk)),
        ("date-new", (draft.pk,)),
    ]:
        assert f"{address(name, *args)}?section={section.uuid}" in html
    assert [one.number for one in response.context["calls"]] == [draft.number, "42"]


def test_it_says_when_there_is_no_call(signed_in, section, french_coordinator):
    for what in ("answers", "date"):
        response = signed_in(french_coordinator).get(f"{address('from-minutes', what)}?meeting={section.minutes.meeting_id}")
        assert (response.status_code, address("calls") in response.content.decode()) == (200, True)
        assert words(response) != ""


def test_it_is_for_coordinators_and_for_what_was_said_somewhere(signed_in, section, host_member, observer, french_coordinator):
    page = f"{address('from-minutes', 'answers')}?section={section.uuid}"
    assert [signed_in(user).get(page).status_code for user in (host_member, observer)] == [403, 403]
    client = signed_in(french_coordinator)
    assert client.post(page).status_code == 405
    wrong = [address("from-minutes", "answers"), f"{address('from-minutes', 'weather')}?section={section.uuid}"]
    assert [client.get(one).status_code for one in wrong] == [404, 404]
