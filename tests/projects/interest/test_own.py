"""The page of one organisation: what it answered, what it must do, and how it answers."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from projects.actions.interest import Said, state
from projects.models import ExpressionOfInterest
from projects.wording.calls import log_words
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.meetings import AttendanceFactory, SectionFactory
from tests.factories.projects import CallDateFactory, CallFactory, CallTemplateFactory, InterestFactory, ProjectFactory
from tests.meetings.pages import sent_by, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return CallFactory(number="42", title_fr="Activation sociale", title_nl="Sociale activering")


@pytest.fixture
def url(call):
    return address("interest", call.pk)


def given(call) -> list[tuple[str, str, str]]:
    found = ExpressionOfInterest.objects.filter(call=call).order_by("pk")
    return [(one.answer, one.certainty, one.reason_code) for one in found]


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_a_member_answers_for_their_organisation(signed_in, host, host_member, call, lang):
    client, page = signed_in(host_member), address("interest", call.pk, lang=lang)
    shown = client.get(page)
    assert host.name_in(lang) in words(shown)
    sent = sent_by(shown)
    assert "stated_on" not in sent
    response = client.post(page, {**sent, "answer": "undecided", "certainty": "to_confirm", "reason_code": "staff"})
    assert response["Location"] == f"{page}?organisation={host.pk}"
    assert given(call) == [("undecided", "to_confirm", "staff")]
    kept = ExpressionOfInterest.objects.get()
    assert (kept.organisation, kept.recorded_by, kept.stated_on) == (host, host_member, timezone.localdate())


def test_the_form_holds_the_answer_in_force_and_an_unchanged_one_makes_no_row(signed_in, host, host_member, call, url):
    client = signed_in(host_member)
    InterestFactory(call=call, organisation=host, answer="undecided", reason_code="timing")
    sent = sent_by(client.get(url))
    assert (sent["answer"], sent["reason_code"]) == ("undecided", "timing")
    assert client.post(url, sent).status_code == 302
    assert given(call) == [("undecided", "stated", "timing")]
    client.post(url, {**sent, "answer": "interested", "reason_code": ""})
    assert given(call) == [("undecided", "stated", "timing"), ("interested", "stated", "")]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"answer": "not_interested"}, "reason_code"),
        ({"answer": "undecided", "reason_code": "other"}, "reason"),
        ({"answer": "interested", "partner": "CPAS de Binche"}, "partner"),
        ({"answer": "partnership", "partner": "CPAS de Charleroi"}, "partner"),
        ({"answer": "partnership", "partner": "Nulle part"}, "partner"),
        ({"answer": "maybe"}, "answer"),
        ({}, "answer"),
    ],
)
def test_what_is_not_right_is_said_and_kept(signed_in, host_member, partner, call, url, typed, field):
    sent = {"base": "0", "certainty": "stated", "reason": "Nos mots", **typed}
    if typed.get("reason_code") == "other" or typed.get("answer") == "not_interested":
        sent["reason"] = ""
    response = signed_in(host_member).post(url, sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert sent_by(response).get("partner", "") == typed.get("partner", "")
    assert sent_by(response)["reason"] == sent["reason"]
    assert given(call) == []


def test_who_comes_second_sees_the_other_answer_and_loses_nothing(signed_in, host, host_member, french_coordinator, call, url):
    client = signed_in(host_member)
    sent = sent_by(client.get(url))
    state(call, Said(organisation=host, answer="interested"), by=french_coordinator, at=timezone.now())
    response = client.post(url, {**sent, "answer": "undecided", "certainty": "stated", "reason": "On hésite"})
    assert response.status_code == 409
    assert (sent_by(response)["answer"], sent_by(response)["reason"]) == ("undecided", "On hésite")
    assert given(call) == [("interested", "stated", "")]
    assert client.post(url, sent_by(response)).status_code == 302
    assert given(call) == [("interested", "stated", ""), ("undecided", "stated", "")]


def test_a_member_of_two_organisations_chooses_among_theirs_alone(signed_in, host, host_member, partner, call, url):
    second = AffiliationFactory(person=host_member.person, organisation=OrganisationFactory()).organisation
    client = signed_in(host_member)
    assert client.get(url, {"organisation": second.pk}).context["organisation"] == second
    for foreign in (partner.pk, "x", 10**20):
        assert client.get(url, {"organisation": foreign}).status_code == 404
    sent = {"base": "0", "answer": "interested", "certainty": "stated"}
    assert client.post(f"{url}?organisation={partner.pk}", sent).status_code == 404
    client.post(f"{url}?organisation={second.pk}", sent)
    assert ExpressionOfInterest.objects.get().organisation == second


def test_others_see_nothing_of_it(signed_in, host, partner_member, observer, call, url):
    InterestFactory(call=call, organisation=host, no=True, reason="Notre secret")
    assert "Notre secret" not in words(signed_in(partner_member).get(url))
    assert signed_in(observer).get(url).status_code == 403
    assert signed_in(partner_member).get(url, {"organisation": host.pk}).status_code == 404
    hidden = address("interest", CallFactory(draft=True).pk)
    assert [signed_in(user).get(hidden).status_code for user in (partner_member, observer)] == [404, 404]


def test_somebody_who_acts_for_nobody_is_told_so(signed_in, host_member, url):
    # Whose affiliations have all ended is not let in; here none was ever written down.
    host_member.person.affiliations.all().delete()
    response = signed_in(host_member).get(url)
    assert (response.status_code, response.context["organisation"]) == (200, None)
    assert signed_in(host_member).post(url, {"answer": "interested"}).context["organisation"] is None


def test_a_coordinator_writes_down_what_was_said_and_where(signed_in, host, french_coordinator, call, url):
    section = SectionFactory(fr="Appel")
    client, page = signed_in(french_coordinator), f"{url}?organisation={host.pk}&section={section.uuid}"
    sent = sent_by(client.get(page))
    assert sent["stated_on"] == "2026-03-02"
    response = client.post(page, {**sent, "answer": "interested"})
    assert response["Location"].endswith(f"#s-{section.uuid}")
    kept = ExpressionOfInterest.objects.get()
    assert (kept.section, kept.stated_on, kept.recorded_by) == (section, datetime.date(2026, 3, 2), french_coordinator)
    assert client.get(url)["Location"] == address("interests", call.pk)
    late = {**sent, "answer": "interested", "stated_on": "2999-01-01"}
    assert list(client.post(page, late).context["form"].errors) == ["stated_on"]
    assert client.get(f"{url}?organisation={host.pk}&section=00000000-0000-0000-0000-000000000000").status_code == 404


def test_an_answer_said_earlier_goes_into_the_history(signed_in, host, french_coordinator, call, url):
    InterestFactory(call=call, organisation=host, answer="interested")
    client, page = signed_in(french_coordinator), f"{url}?organisation={host.pk}"
    sent = sent_by(client.get(page))
    client.post(page, {**sent, "answer": "undecided", "stated_on": "2026-01-15"})
    standing = ExpressionOfInterest.objects.in_force().get()
    assert (standing.answer, given(call)[1][0]) == ("interested", "undecided")


@pytest.mark.parametrize("trait", ["draft", "in_selection", "decided", "archived", "cancelled"])
def test_a_call_that_takes_no_answers_says_so_and_keeps_what_was_typed(signed_in, host, french_coordinator, trait):
    call = CallFactory(**{trait: True})
    client, page = signed_in(french_coordinator), f"{address('interest', call.pk)}?organisation={host.pk}"
    shown = client.get(page)
    assert (shown.status_code, '<form method="post" data-amif-unsaved' in shown.content.decode()) == (200, False)
    sent = {"base": "0", "answer": "undecided", "certainty": "stated", "reason": "Gardé", "stated_on": "2026-01-15"}
    response = client.post(page, sent)
    assert (response.status_code, sent_by(response)["reason"]) == (409, "Gardé")
    assert given(call) == []


def test_a_wrong_method_is_refused(signed_in, host_member, url):
    assert signed_in(host_member).delete(url).status_code == 405


def test_a_member_reads_where_it_was_said_as_far_as_they_may(signed_in, host, host_member, call, url):
    secret, shared = SectionFactory(fr="Secret"), SectionFactory(fr="Partagé")
    AttendanceFactory(meeting=shared.minutes.meeting, person=host_member.person, organisation=host)
    for section in (secret, shared):
        meeting = section.minutes.meeting
        InterestFactory(call=call, organisation=host, section=section, meeting=meeting, replaced_at=timezone.now())
    text = words(signed_in(host_member).get(url))
    assert (shared.minutes.meeting.title_fr in text, secret.minutes.meeting.title_fr in text) == (True, False)
    assert ("Partagé" in text, "Secret" in text) == (False, False)


@pytest.mark.parametrize(
    ("answer", "dates", "must", "waits"),
    [
        (None, {}, 1, 0),
        ({"answer": "undecided"}, {}, 1, 0),
        ({"answer": "interested", "certainty": "to_confirm"}, {}, 1, 0),
        ({"answer": "interested"}, {"opening": 10}, 0, 1),
        ({"answer": "interested"}, {"opening": -10}, 1, 0),
        ({"answer": "partnership"}, {"opening": -10}, 0, 0),
        ({"no": True}, {"opening": 10}, 0, 0),
        (None, {"opening": -20, "deadline": -10}, 0, 0),
    ],
)
def test_a_member_reads_what_they_must_do_and_wait_for(signed_in, host, host_member, call, url, answer, dates, must, waits):
    today = timezone.localdate()
    for kind, days in dates.items():
        CallDateFactory(call=call, kind=kind, earliest=today + datetime.timedelta(days=days))
    if answer is not None:
        InterestFactory(call=call, organisation=host, **answer)
    context = signed_in(host_member).get(url).context
    assert (len(context["must"]), len(context["waits"])) == (must, waits)


def test_templates_and_projects_are_waited_for_as_well(signed_in, host, host_member, call, url):
    InterestFactory(call=call, organisation=host)
    CallTemplateFactory(call=call, kind="budget_sheet", readiness="being_replaced")
    context = signed_in(host_member).get(url).context
    assert (len(context["must"]), len(context["waits"])) == (0, 1)
    prepared = ProjectFactory(call=call, lead=host, code="P1")
    submitted = ProjectFactory(call=call, lead=host, submitted=True, code="P2")
    context = signed_in(host_member).get(url).context
    assert [("P1" in one.sentence, one.url) for one in context["must"]] == [(True, prepared.get_absolute_url())]
    assert [("P2" in one.sentence, one.url) for one in context["waits"]] == [(True, submitted.get_absolute_url())]


@pytest.mark.parametrize("trait", ["cancelled", "archived"])
def test_a_call_that_is_over_asks_for_nothing_any_more(signed_in, host, host_member, trait):
    call = CallFactory(**{trait: True})
    ProjectFactory(call=call, lead=host)
    ProjectFactory(call=call, lead=host, submitted=True)
    page = signed_in(host_member).get(address("interest", call.pk))
    assert (page.context["must"], page.context["waits"]) == ([], [])


def test_a_member_is_never_told_what_waits_in_a_draft_of_dates(signed_in, host, host_member, call, url):
    InterestFactory(call=call, organisation=host)
    CallDateFactory(call=call, unpublished=True, earliest=timezone.localdate() + datetime.timedelta(days=9))
    assert signed_in(host_member).get(url).context["waits"] == []


def test_the_number_of_queries_does_not_grow(signed_in, host, host_member, call, url):
    client, asked = signed_in(host_member), []
    for _count in (1, 3):
        for _one in range(_count):
            section = SectionFactory(fr="Appel")
            AttendanceFactory(meeting=section.minutes.meeting, person=host_member.person, organisation=host)
            InterestFactory(
                call=call, organisation=host, section=section, meeting=section.minutes.meeting, replaced_at=timezone.now()
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_history_of_the_call_says_in_words_what_was_answered_before(host, french_coordinator, call):
    for answer in ("undecided", "interested"):
        state(call, Said(organisation=host, answer=answer), by=french_coordinator, at=timezone.now())
    with override("fr"):
        assert log_words(call.log.order_by("pk").last())[1:] == ("indécis", "intéressé")
