"""All answers to a call beside each other, who moved, and what the page of the call says of them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from projects.models import Call
from projects.polls import overview
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, MeetingFactory, SectionFactory
from tests.factories.projects import CallFactory, InterestFactory
from tests.meetings.pages import cells, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db

MARCH = datetime.date(2026, 3, 2)


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def url(call):
    return address("interests", call.pk)


@pytest.fixture
def moved(call, host, partner):
    """The host hesitated at the meeting of March and said yes in April; the partner said no before."""
    MeetingFactory(held=True, date=MARCH, title_fr="Rencontre de mars")
    april, january = datetime.date(2026, 4, 7), datetime.date(2026, 1, 12)
    InterestFactory(call=call, organisation=host, answer="undecided", stated_on=MARCH, replaced_at=NOW)
    InterestFactory(call=call, organisation=host, answer="interested", stated_on=april, certainty="to_confirm")
    InterestFactory(call=call, organisation=partner, no=True, stated_on=january)


def shown(response) -> list[str]:
    """Return the organisations of the grid, in its order."""
    return [line.organisation.short_fr for line, _origin in response.context["lines"]]


def test_members_of_the_network_and_whoever_answered_stand_in_the_grid(signed_in, french_coordinator, call, url, host):
    outside = InterestFactory(
        call=call, organisation=OrganisationFactory(short_fr="CPAS d’Aubel", short_nl="OCMW Zwin")
    ).organisation
    OrganisationFactory(federal=True, in_network=True)
    left = OrganisationFactory(in_network=True, network_to=datetime.date(2021, 1, 1))
    text = words(signed_in(french_coordinator).get(url))
    assert (str(outside) in text, host.short_fr in text, left.short_fr in text) == (True, True, False)
    assert signed_in(french_coordinator).get(url).context["asked"] == 2


@pytest.mark.parametrize(("lang", "order"), [("fr", ["Aubel", "Charleroi"]), ("nl", ["Charleroi", "Aubel"])])
def test_it_sorts_on_the_name_shown(signed_in, french_coordinator, call, host, lang, order):
    place = {"Aubel": ("CPAS d’Aubel", "OCMW Zwin"), "Charleroi": (host.short_fr, host.short_nl)}
    aubel = OrganisationFactory(short_fr="CPAS d’Aubel", short_nl="OCMW Zwin")
    InterestFactory(call=call, organisation=aubel)
    response = signed_in(french_coordinator).get(address("interests", call.pk, lang=lang))
    assert shown(response) == [place[name][0] for name in order]


def test_it_says_who_moved_since_the_last_meeting(signed_in, french_coordinator, url, moved, host, partner):
    response = signed_in(french_coordinator).get(url)
    lines = {line.organisation: line for line, _origin in response.context["lines"]}
    assert (lines[host].moved, lines[host].before.answer, lines[host].answer) == (True, "undecided", "interested")
    assert (lines[partner].moved, lines[partner].answer) == (False, "not_interested")
    assert response.context["filters"].day == MARCH


@pytest.mark.parametrize(
    ("since", "names"),
    [
        ("2025-12-31", ["CPAS de Binche", "CPAS de Charleroi"]),
        ("2026-03-01", ["CPAS de Charleroi"]),
        ("2026-04-07", []),
        ("nonsense", ["CPAS de Charleroi"]),
    ],
)
def test_it_compares_with_the_day_of_the_address(signed_in, french_coordinator, url, moved, since, names):
    response = signed_in(french_coordinator).get(url, {"since": since, "moved": "on"})
    assert (response.status_code, shown(response)) == (200, names)


def test_another_partner_is_a_move_but_another_reason_is_none(signed_in, french_coordinator, call, url, host, partner):
    common = {"call": call, "organisation": host, "answer": "partnership"}
    InterestFactory(**common, stated_on=MARCH, replaced_at=NOW)
    InterestFactory(**common, stated_on=MARCH + datetime.timedelta(days=3), partner=partner, reason="Déjà ensemble")
    InterestFactory(call=call, organisation=partner, stated_on=MARCH, replaced_at=NOW, answer="undecided")
    InterestFactory(call=call, organisation=partner, answer="undecided", stated_on=datetime.date(2026, 3, 9), reason="Autre")
    response = signed_in(french_coordinator).get(url, {"since": MARCH.isoformat(), "moved": "on"})
    assert shown(response) == ["CPAS de Charleroi"]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"answer": "interested"}, ["CPAS de Charleroi"]),
        ({"answer": "none"}, ["CPAS de Mons"]),
        ({"answer": "wrong"}, ["CPAS de Binche", "CPAS de Charleroi", "CPAS de Mons"]),
        ({"certainty": "to_confirm"}, ["CPAS de Charleroi"]),
        ({"certainty": "stated", "answer": "interested"}, []),
    ],
)
def test_filters_stand_in_the_address(signed_in, french_coordinator, url, moved, filters, names):
    OrganisationFactory(in_network=True, short_fr="CPAS de Mons")
    response = signed_in(french_coordinator).get(url, filters)
    assert shown(response) == names
    assert [one.number for one in response.context["counts"]] == [1, 1, 0, 0, 1]


def test_it_names_the_section_that_said_it(signed_in, french_coordinator, call, url, host):
    section = SectionFactory(fr="Tour de table")
    InterestFactory(call=call, organisation=host, section=section, meeting=section.minutes.meeting)
    response = signed_in(french_coordinator).get(url)
    assert f"#s-{section.uuid}" in response.content.decode()
    assert "Tour de table" in words(response)
    assert "CPAS de Charleroi" in cells(response)[0]


def test_it_is_for_coordinating_users_and_only_read(signed_in, french_coordinator, host_member, observer, url):
    assert [signed_in(user).get(url).status_code for user in (host_member, observer)] == [403, 403]
    assert signed_in(french_coordinator).post(url).status_code == 405
    hidden = address("interests", CallFactory(draft=True).pk)
    assert [signed_in(user).get(hidden).status_code for user in (host_member, french_coordinator)] == [404, 200]


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_answers_are_only_asked_for_while_the_call_takes_them(signed_in, french_coordinator, state):
    call = CallFactory(**{state: True})
    html = signed_in(french_coordinator).get(address("interests", call.pk)).content.decode()
    assert address("poll", call.pk) not in html


@pytest.mark.usefixtures("drawn_each_time")
def test_the_number_of_queries_does_not_grow(signed_in, french_coordinator, call, url):
    client, asked = signed_in(french_coordinator), []
    MeetingFactory(held=True, date=MARCH)
    for number in (1, 3):
        for _one in range(number):
            section = SectionFactory(fr="Appel")
            place = {"section": section, "meeting": section.minutes.meeting}
            InterestFactory(call=call, partner=OrganisationFactory(), answer="partnership", **place)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_page_of_the_call_says_to_each_what_concerns_them(call, moved, host, host_member, observer, french_coordinator):
    def said(user):
        return overview(Call.objects.for_detail(user).get(pk=call.pk), user)

    with override("fr"):
        counted = said(french_coordinator)
        assert [one.number for one in counted["counts"]] == [1, 1, 0, 0, 0]
        own = said(host_member)
        assert [(one.organisation, one.interest.answer) for one in own["own"]] == [(host, "interested")]
        assert ("counts" in own, len(own["own"][0].must)) == (False, 1)
        assert said(observer) == {}


def test_before_the_call_is_announced_nobody_is_counted(french_coordinator, host):
    draft = Call.objects.for_detail(french_coordinator).get(pk=CallFactory(draft=True).pk)
    assert overview(draft, french_coordinator)["asked"] == 0


def test_a_colleague_of_nobody_reads_that_nothing_is_to_be_answered(host_member, call):
    host_member.person.affiliations.update(valid_to=timezone.localdate() - datetime.timedelta(days=1))
    assert overview(Call.objects.for_detail(host_member).get(pk=call.pk), host_member)["own"] == []
