"""A poll of several organisations: from a call, a meeting or a section of the minutes, whole or not at all."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.actions.interest import Said, state
from projects.models import ExpressionOfInterest
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.projects import CallFactory, InterestFactory
from tests.meetings.pages import sent_by, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def section(host, partner):
    """A section of the minutes of a meeting to which host and partner came, and a federal service."""
    minutes = MinutesFactory(meeting=MeetingFactory(held=True, date=datetime.date(2026, 3, 2)))
    for organisation in (host, partner, partner, OrganisationFactory(federal=True)):
        AttendanceFactory(meeting=minutes.meeting, organisation=organisation)
    return SectionFactory(minutes=minutes, fr="Intérêt")


@pytest.fixture
def url(call, section):
    return f"{address('poll', call.pk)}?section={section.uuid}"


def row(sent: dict, organisation) -> str:
    """Return the prefix of the row of a proposed organisation."""
    name = next(name for name, value in sent.items() if name.endswith("-row") and value == str(organisation.pk))
    return name.removesuffix("row")


def answered(sent: dict, organisation, **values: str) -> dict:
    """Return what is sent once the row of an organisation holds `values`."""
    prefix = row(sent, organisation)
    return {**sent, **{prefix + name: value for name, value in values.items()}}


def given() -> list[tuple[str, str]]:
    found = ExpressionOfInterest.objects.in_force().select_related("organisation").order_by("organisation__sort_fr")
    return [(one.organisation.short_fr, one.answer) for one in found]


def test_the_invitees_are_proposed_by_name_and_rows_left_empty_change_nothing(signed_in, french_coordinator, url, host, partner):
    client = signed_in(french_coordinator)
    response = client.get(url)
    assert [str(form.proposed) for form in response.context["rows"] if form.proposed] == ["CPAS de Binche", "CPAS de Charleroi"]
    response = client.post(url, answered(sent_by(response), host, answer="interested", certainty="to_confirm"))
    assert response.status_code == 302
    assert given() == [("CPAS de Charleroi", "interested")]


def test_three_answers_are_kept_with_the_section_as_their_source(signed_in, dutch_coordinator, url, host, partner, section):
    other = OrganisationFactory(short_fr="CPAS de Mons", short_nl="OCMW Bergen")
    client = signed_in(dutch_coordinator)
    sent = answered(sent_by(client.get(url)), host, answer="interested")
    sent = answered(sent, partner, answer="partnership", partner="CPAS de Charleroi")
    typed = {"form-2-organisation": "OCMW Bergen", "form-2-answer": "not_interested", "form-2-reason_code": "staff"}
    response = client.post(url, {**sent, **typed})
    assert response["Location"].endswith(f"/minutes/#s-{section.uuid}")
    kept = ExpressionOfInterest.objects.all()
    assert {(one.organisation, one.answer, one.partner) for one in kept} == {
        (host, "interested", None),
        (partner, "partnership", host),
        (other, "not_interested", None),
    }
    assert {(one.section, one.meeting, one.stated_on, one.recorded_by) for one in kept} == {
        (section, section.minutes.meeting, datetime.date(2026, 3, 2), dutch_coordinator)
    }


def test_without_a_meeting_the_network_is_proposed(signed_in, french_coordinator, call, host, partner):
    OrganisationFactory()
    response = signed_in(french_coordinator).get(address("poll", call.pk))
    assert [form.proposed for form in response.context["rows"] if form.proposed] == [partner, host]
    assert sent_by(response)["stated_on"] == timezone.localdate().isoformat()
    meeting = MeetingFactory(held=True, date=datetime.date(2026, 2, 2))
    response = signed_in(french_coordinator).get(address("poll", call.pk), {"meeting": meeting.pk})
    assert (sent_by(response)["stated_on"], [form.proposed for form in response.context["rows"] if form.proposed]) == (
        "2026-02-02",
        [],
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"answer": "not_interested"}, "reason_code"),
        ({"answer": "interested", "reason_code": "other"}, "reason"),
        ({"answer": "interested", "partner": "CPAS de Binche"}, "partner"),
        ({"answer": "partnership", "partner": "CPAS de Charleroi"}, "partner"),
        ({"reason": "On ne sait pas"}, "answer"),
        ({"answer": "perhaps"}, "answer"),
    ],
)
def test_one_wrong_row_stops_all_and_says_where(signed_in, french_coordinator, url, host, partner, values, field):
    client = signed_in(french_coordinator)
    sent = answered(sent_by(client.get(url)), host, **values)
    sent = answered(sent, partner, answer="interested")
    response = client.post(url, sent)
    wrong = next(form for form in response.context["rows"] if form.proposed == host)
    assert (response.status_code, list(wrong.errors), given()) == (422, [field], [])
    again = sent_by(response)
    assert {name: again[row(again, host) + name] for name in values if name != "answer"} == {
        name: value for name, value in values.items() if name != "answer"
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"organisation": "CPAS de Charleroi", "answer": "undecided"}, "organisation"),
        ({"organisation": "Nulle part", "answer": "undecided"}, "organisation"),
        ({"organisation": "SPF Oubli", "answer": "undecided"}, "organisation"),
        ({"answer": "undecided"}, "organisation"),
        ({"organisation": "CPAS de Mons"}, "answer"),
    ],
)
def test_a_typed_organisation_is_one_that_may_answer_and_stands_once(signed_in, french_coordinator, url, host, typed, field):
    OrganisationFactory(short_fr="CPAS de Mons")
    OrganisationFactory(federal=True, short_fr="SPF Oubli", short_nl="FOD Vergeten")
    client = signed_in(french_coordinator)
    sent = answered(sent_by(client.get(url)), host, answer="interested")
    response = client.post(url, {**sent, **{f"form-2-{name}": value for name, value in typed.items()}})
    assert (response.status_code, list(response.context["rows"].forms[2].errors)) == (422, [field])
    assert given() == []


def test_an_organisation_that_may_not_answer_is_not_slipped_in_by_its_key(signed_in, french_coordinator, url):
    service = OrganisationFactory(federal=True)
    client = signed_in(french_coordinator)
    response = client.post(url, {**sent_by(client.get(url)), "form-2-row": str(service.pk), "form-2-answer": "interested"})
    assert (response.status_code, given()) == (422, [])


def test_more_rows_without_javascript_lose_nothing(signed_in, french_coordinator, url, host):
    client = signed_in(french_coordinator)
    sent = answered(sent_by(client.get(url)), host, answer="interested", reason="Oui !")
    response = client.post(url, {**sent, "form-3-organisation": "CPAS de Mons", "add": "1"})
    again = sent_by(response)
    assert (response.status_code, int(again["form-TOTAL_FORMS"])) == (200, int(sent["form-TOTAL_FORMS"]) + 3)
    assert (again[row(again, host) + "answer"], again[row(again, host) + "reason"]) == ("interested", "Oui !")
    assert (again["form-3-organisation"], again["stated_on"], given()) == ("CPAS de Mons", "2026-03-02", [])


def test_who_comes_second_sees_what_was_written_down_meanwhile(
    signed_in, french_coordinator, dutch_coordinator, call, url, host, partner
):
    client = signed_in(french_coordinator)
    sent = answered(sent_by(client.get(url)), host, answer="not_interested", reason_code="staff")
    sent = answered(sent, partner, answer="undecided")
    state(call, Said(organisation=host, answer="interested"), by=dutch_coordinator, at=timezone.now())
    response = client.post(url, sent)
    assert response.status_code == 409
    assert [form.proposed for form in response.context["rows"] if form.overtaken] == [host]
    assert given() == [("CPAS de Charleroi", "interested")]
    response = client.post(url, {**sent_by(response), "stated_on": timezone.localdate().isoformat()})
    assert response.status_code == 302
    assert given() == [("CPAS de Binche", "undecided"), ("CPAS de Charleroi", "not_interested")]
    assert ExpressionOfInterest.objects.count() == 3


def test_an_organisation_that_was_typed_is_not_overwritten_unseen(signed_in, french_coordinator, call, url):
    mons = OrganisationFactory(short_fr="CPAS de Mons")
    InterestFactory(call=call, organisation=mons, answer="interested")
    client = signed_in(french_coordinator)
    sent = {**sent_by(client.get(url)), "form-2-organisation": "CPAS de Mons", "form-2-answer": "undecided"}
    response = client.post(url, sent)
    assert (response.status_code, given()) == (409, [("CPAS de Mons", "interested")])


def test_a_day_to_come_is_refused(signed_in, french_coordinator, url, host):
    client = signed_in(french_coordinator)
    sent = answered(sent_by(client.get(url)), host, answer="interested")
    response = client.post(url, {**sent, "stated_on": "2999-01-01"})
    assert (response.status_code, list(response.context["form"].errors), given()) == (422, ["stated_on"], [])


def test_what_was_typed_survives_a_call_that_closed_meanwhile(signed_in, french_coordinator, call, url, host):
    client = signed_in(french_coordinator)
    sent = answered(sent_by(client.get(url)), host, answer="interested")
    type(call).objects.filter(pk=call.pk).update(state="in_selection")
    response = client.post(url, sent)
    again = sent_by(response)
    assert (response.status_code, again[row(again, host) + "answer"], given()) == (409, "interested", [])
    assert client.get(url).status_code == 403


def test_the_form_that_arrives_incomplete_says_so(signed_in, french_coordinator, url):
    response = signed_in(french_coordinator).post(url, {"stated_on": "2026-03-02"})
    assert (response.status_code, "incomplet" in words(response)) == (422, True)


def test_it_is_for_coordinating_users(signed_in, host_member, observer, french_coordinator, call, url):
    for user in (host_member, observer):
        assert [signed_in(user).get(url).status_code, signed_in(user).post(url).status_code] == [403, 403]
    assert signed_in(french_coordinator).delete(url).status_code == 405
    gone = SectionFactory(removed_at=timezone.now())
    for query in (f"section={gone.uuid}", "section=x", "meeting=0", "meeting=x"):
        assert signed_in(french_coordinator).get(f"{address('poll', call.pk)}?{query}").status_code == 404


def test_the_number_of_queries_does_not_grow(signed_in, french_coordinator, call, url, section):
    client, asked = signed_in(french_coordinator), []
    for number in (1, 3):
        for _one in range(number):
            organisation = AttendanceFactory(meeting=section.minutes.meeting).organisation
            InterestFactory(call=call, organisation=organisation, partner=OrganisationFactory(), answer="partnership")
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        asked.append(len(queries))
    assert asked[0] == asked[1]
