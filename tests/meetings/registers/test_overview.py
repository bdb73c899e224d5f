"""The registers over all meetings: what each person sees, filters in the address, order, pages, queries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import PendingContribution
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory
from tests.meetings.pages import address, cells, main_of, words

pytestmark = pytest.mark.django_db
QUERIES = {"promises": 6, "signals": 6, "ideas": 6, "awaited": 7}
OF_A_MEMBER = 10


def page(client, register="promises", query="", lang="fr"):
    return client.get(address("registers", *([register] if register != "promises" else []), lang=lang) + query)


@pytest.fixture
def three(meeting, host, partner):
    """Three promises: overdue, without a date, and done; of two meetings."""
    other = MeetingFactory(held=True, date=datetime.date(2025, 1, 10))
    return {
        "late": PromiseFactory(meeting=meeting, owed_by=host, text_fr="En retard", due=datetime.date(2026, 3, 9)),
        "old": PromiseFactory(meeting=other, owed_by=partner, asked_by=host, text_fr="Ancienne"),
        "done": PromiseFactory(meeting=meeting, owed_by=partner, done=True, text_fr="Faite", due=datetime.date(2026, 1, 1)),
        "far": PromiseFactory(meeting=meeting, owed_by=partner, text_fr="Lointaine", due=datetime.date(2999, 1, 1)),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["En retard", "Lointaine", "Ancienne"]),
        ("?state=all", ["Faite", "En retard", "Lointaine", "Ancienne"]),
        ("?state=done", ["Faite"]),
        ("?overdue=on", ["En retard", "Ancienne"]),
        ("?organisation={host}", ["En retard", "Ancienne"]),
        ("?organisation={partner}&state=all", ["Faite", "Lointaine", "Ancienne"]),
        ("?meeting={meeting}", ["En retard", "Lointaine"]),
        ("?meeting={meeting}&organisation={host}", ["En retard"]),
        ("?sort=-due", ["Lointaine", "En retard", "Ancienne"]),
        ("?sort=meeting", ["Ancienne", "En retard", "Lointaine"]),
        ("?sort=-meeting", ["En retard", "Lointaine", "Ancienne"]),
        ("?state=x&organisation=y&meeting=0&sort=z&page=-1", ["En retard", "Lointaine", "Ancienne"]),
    ],
)
def test_filters_and_order_stand_in_the_address(signed_in, french_coordinator, meeting, host, partner, three, query, found):
    response = page(signed_in(french_coordinator), query=query.format(host=host.pk, partner=partner.pk, meeting=meeting.pk))
    assert cells(response) == found


def test_what_is_overdue_says_so(signed_in, french_coordinator, three):
    rows = main_of(page(signed_in(french_coordinator))).split("<tbody>")[1].split("</tr>")
    assert ["needs-you" in row for row in rows[:3]] == [True, False, True]


@pytest.mark.parametrize(
    ("register", "make"), [("signals", lambda: SignalFactory(text_fr="Un mot")), ("ideas", lambda: IdeaFactory(text_fr="Un mot"))]
)
def test_signals_and_ideas_have_their_registers(signed_in, french_coordinator, register, make):
    make()
    client = signed_in(french_coordinator)
    assert cells(page(client, register)) == ["Un mot"]
    assert cells(page(client, register, "?state=dropped&overdue=on&sort=due")) == []


def test_contributions_are_awaited_over_all_meetings(
    signed_in, french_coordinator, host_member, outsider_member, observer, section, host
):
    awaited = PendingContribution.objects.create(minutes=section.minutes, section=section, text_fr="avis sur le budget")
    awaited.organisations.add(host)
    removed = SectionFactory(minutes=section.minutes, removed_at=NOW)
    PendingContribution.objects.create(minutes=section.minutes, section=removed, text_fr="effacée")
    PendingContribution.objects.create(minutes=MinutesFactory(), text_fr="reçue", closed_at=NOW)
    client = signed_in(french_coordinator)
    assert cells(page(client, "awaited")) == ["avis sur le budget"]
    assert len(cells(page(client, "awaited", "?state=all"))) == 3
    assert cells(page(client, "awaited", f"?organisation={host.pk}")) == ["avis sur le budget"]
    found = [cells(page(signed_in(user), "awaited")) for user in (host_member, outsider_member, observer)]
    assert found == [["avis sur le budget"], [], []]


def test_a_member_sees_first_what_they_owe_and_what_they_wait_for(signed_in, host_member, three):
    response = page(signed_in(host_member))
    assert [str(one.text) for one, _overdue in response.context["must"]] == ["En retard"]
    assert [str(one.text) for one, _overdue in response.context["waits"]] == ["Ancienne"]
    assert cells(response) == ["En retard", "Ancienne"]


def test_the_home_page_shows_a_member_the_same(signed_in, host_member, observer, three):
    """Whoever leads the network is told of all of them in one line (tests/home/test_work.py)."""
    home = {name: signed_in(user).get("/fr/").context for name, user in (("m", host_member), ("o", observer))}
    assert {name: [context["must_count"], context["waits_count"]] for name, context in home.items()} == {
        "m": [1, 1], "o": [0, 0],
    }  # fmt: skip


@pytest.mark.parametrize("role", ["outsider_member", "observer"])
def test_others_see_what_published_minutes_say(request, signed_in, publish_minutes, meeting, promise, role):
    signal, idea = SignalFactory(meeting=meeting), IdeaFactory(meeting=meeting)
    SignalFactory(), IdeaFactory(), PromiseFactory()
    client = signed_in(request.getfixturevalue(role))
    assert [cells(page(client, register)) for register in ("promises", "signals", "ideas")] == [[], [], []]
    publish_minutes(meeting)
    found = [cells(page(client, register)) for register in ("promises", "signals", "ideas")]
    assert found == [[promise.text_fr], [signal.text_fr], [idea.text_fr]]


def test_what_an_anonymous_section_says_stays_between_those_it_names(
    signed_in, observer, outsider_member, host_member, partner_member, publish_minutes, meeting, promise
):
    promise.section.anonymous = True
    promise.section.save()
    publish_minutes(meeting)
    found = [len(cells(page(signed_in(user)))) for user in (observer, outsider_member, host_member, partner_member)]
    assert found == [0, 0, 1, 1]


def test_an_empty_register_says_so_and_filters_can_be_cleared(signed_in, french_coordinator):
    client = signed_in(french_coordinator)
    for register in QUERIES:
        assert main_of(page(client, register)).count('class="empty-state"') == 1
    PromiseFactory(done=True)
    assert 'href="?state=all"' in main_of(page(client))
    assert 'href="?"' in main_of(page(client, query="?state=dropped"))


def test_a_long_register_has_pages(signed_in, french_coordinator, meeting):
    PromiseFactory.create_batch(27, meeting=meeting)
    client = signed_in(french_coordinator)
    assert [len(cells(page(client, query=query))) for query in ("", "?page=2", "?page=9")] == [25, 2, 2]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("register", QUERIES)
def test_it_costs_the_same_queries_however_long_it_is(signed_in, french_coordinator, number, register):
    for _time in range(number):
        organisation = OrganisationFactory()
        PromiseFactory(owed_by=organisation, asked_by=OrganisationFactory())
        SignalFactory(asked_by=organisation)
        IdeaFactory(organisation=organisation)
        contribution = PendingContribution.objects.create(minutes=MinutesFactory(), text_fr="x")
        contribution.organisations.add(organisation)
    client = signed_in(french_coordinator)
    with CaptureQueriesContext(connection) as queries:
        page(client, register)
    assert len(queries) == QUERIES[register]


@pytest.mark.parametrize("number", [1, 3])
def test_so_it_does_for_a_member(signed_in, host_member, host, number):
    for _time in range(number):
        PromiseFactory(owed_by=host, asked_by=OrganisationFactory())
        PromiseFactory(asked_by=host)
    client = signed_in(host_member)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert len(queries) == OF_A_MEMBER


def test_texts_are_shown_in_the_language_of_the_page_or_marked(signed_in, french_coordinator):
    PromiseFactory(text_fr="Envoyer la liste", text_nl="De lijst sturen")
    PromiseFactory(text_fr="Vérifier", text_nl="")
    assert cells(page(signed_in(french_coordinator), lang="nl")) == ["De lijst sturen", "Vérifier in het Frans"]


def test_looking_is_all_one_can_do_and_other_registers_do_not_exist(signed_in, french_coordinator):
    client = signed_in(french_coordinator)
    assert client.post(address("registers")).status_code == 405
    assert client.get(address("registers", "secrets")).status_code == 404


def test_the_menu_marks_one_place(signed_in, host_member, promise):
    menu = (
        signed_in(host_member)
        .get(address("promise", promise.pk))
        .content.decode()
        .split('class="navigation"')[1]
        .split("</nav>")[0]
    )
    assert menu.count("aria-current") == 1
    assert f'href="{address("registers")}" aria-current="true"' in menu
    assert words(page(signed_in(host_member))).count(promise.text_fr) == 2
