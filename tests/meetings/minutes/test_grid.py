"""A round table as a table: who answered what, who has not, and who is awaited."""

import re

import pytest

from meetings.models import Attendance, Section
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.meetings.pages import address, cells, main_of, text_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(minutes) -> Section:
    return SectionFactory(minutes=minutes, kind="round_table", label="3.", fr="Quels avantages ?", nl="Welke voordelen?")


@pytest.fixture
def at_the_meeting(minutes, host, partner):
    """Return the host, present; the partner, excused; another, absent."""
    away = OrganisationFactory(short_fr="CPAS de Mons", short_nl="OCMW Bergen")
    AttendanceFactory(meeting=minutes.meeting, organisation=partner, status=Attendance.Status.EXCUSED)
    AttendanceFactory(meeting=minutes.meeting, organisation=away, status=Attendance.Status.ABSENT)
    return host, partner, away


def answer(question: Section, organisation, **more) -> Section:
    return SectionFactory(minutes=question.minutes, parent=question, kind="answer", organisation=organisation, **more)


def page(client, question: Section, query: str = "", lang: str = "fr"):
    return client.get(address("grid", question.minutes.meeting_id, question.uuid, lang=lang) + query)


def lines(response) -> list[str]:
    return [text_of(line) for line in re.findall(r"<tbody>(.*?)</tbody>", main_of(response), re.DOTALL)]


def test_those_present_come_first_and_who_was_excused_is_awaited(signed_in, french_coordinator, question, at_the_meeting):
    found = lines(page(signed_in(french_coordinator), question))
    assert [line.split(" ", 3)[2] for line in found] == ["Charleroi", "Binche"]
    assert "#clock" not in found[0]
    drawn = main_of(page(signed_in(french_coordinator), question)).split("<tbody>")
    assert ["#clock" in part for part in drawn[1:]] == [False, True]


@pytest.mark.parametrize(("query", "shown"), [("?lang=fr", ["fr"]), ("?lang=nl", ["nl"]), ("", ["fr", "nl"])])
def test_answers_stand_in_the_chosen_languages(signed_in, french_coordinator, question, at_the_meeting, query, shown):
    answer(question, at_the_meeting[0], fr=("", "<p>Moins de papier.</p>"), nl=("", "<p>Minder papier.</p>"))
    html = main_of(page(signed_in(french_coordinator), question, query))
    assert re.findall(r'<td lang="(fr|nl)"', html) == shown
    assert ("Moins de papier." in html, "Minder papier." in html) == ("fr" in shown, "nl" in shown)


def test_an_organisation_that_is_not_on_the_list_keeps_its_answer_and_one_with_two_types_has_both(
    signed_in, french_coordinator, question, host
):
    elsewhere = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent")
    answer(question, elsewhere, answer_type="advantage", fr=("", "<p>Vite fait.</p>"))
    answer(question, elsewhere, answer_type="drawback", fr=("", "<p>Vite oublié.</p>"))
    answer(question, None, anonymous=True, fr=("", "<p>Sans avis.</p>"))
    response = page(signed_in(french_coordinator), question, "?lang=fr")
    assert cells(response, scope="rowgroup")[0] == "CPAS de Gand"
    found = lines(response)
    assert len(found) == 3
    assert "Vite fait." in found[1]
    assert "Vite oublié." in found[1]
    assert "Sans avis." in found[2]
    # The host, which was there, has not answered; what has no name is nobody's answer.
    assert re.search(r"<caption>[^<]*1 [^<]* 2</caption>", main_of(response))


def test_no_comment_is_an_answer_given_in_one_click(signed_in, french_coordinator, question, at_the_meeting):
    host, partner, _away = at_the_meeting
    client = signed_in(french_coordinator)
    sent = {"below": question.uuid, "kind": "answer", "organisation": partner.pk, "no_comment": "on", "shown": "nl"}
    response = client.post(address("section-add", question.minutes.meeting_id), sent)
    given = Section.objects.get(kind="answer")
    assert (given.organisation, given.no_comment) == (partner, True)
    assert response.headers["Location"] == address("grid", question.minutes.meeting_id, question.uuid) + "?lang=nl"
    html = main_of(client.get(response.headers["Location"]))
    assert f'name="organisation" value="{partner.pk}"' not in html
    assert f'name="organisation" value="{host.pk}"' in html


def test_closed_minutes_offer_nothing_to_add(signed_in, french_coordinator, question, at_the_meeting, put_into):
    put_into(question.minutes, "approved")
    html = main_of(page(signed_in(french_coordinator), question))
    assert "CPAS de Charleroi" in html
    assert address("section-add", question.minutes.meeting_id) not in html


def test_who_may_look_and_at_what(signed_in, french_coordinator, host_member, outsider_member, question, section):
    assert page(signed_in(host_member), question).status_code == 403
    assert page(signed_in(outsider_member), question).status_code == 404
    client = signed_in(french_coordinator)
    assert page(client, section).status_code == 404
    elsewhere = MinutesFactory(meeting=MeetingFactory(held=True))
    assert client.get(address("grid", elsewhere.meeting_id, question.uuid)).status_code == 404
    assert client.post(address("grid", question.minutes.meeting_id, question.uuid)).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_for_three(
    signed_in, french_coordinator, question, django_assert_num_queries, number
):
    for place in range(number):
        organisation = OrganisationFactory(short_fr=f"CPAS {place}", short_nl=f"OCMW {place}")
        AttendanceFactory(meeting=question.minutes.meeting, organisation=organisation)
        answer(question, organisation, fr=("", f"<p>Réponse {place}</p>"))
    client = signed_in(french_coordinator)
    with django_assert_num_queries(10):
        response = page(client, question)
    assert words(response).count("Réponse") == 2 * number


def test_the_round_table_in_the_workspace_leads_to_it(signed_in, french_coordinator, question):
    html = main_of(signed_in(french_coordinator).get(address("workspace", question.minutes.meeting_id)))
    assert f'href="{address("grid", question.minutes.meeting_id, question.uuid)}?lang=both"' in html
