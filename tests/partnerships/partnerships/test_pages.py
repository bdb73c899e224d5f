"""The list and the page of partnerships: who reads what, in both languages, and what it costs to build them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import Partnership
from tests.factories.partnerships import (
    AgreementFactory,
    ClaimFactory,
    CommitmentFactory,
    EvaluationFactory,
    FteShareFactory,
    PartnershipFactory,
    PartyFactory,
    SignatureFactory,
    YearBudgetFactory,
)
from tests.meetings.pages import cells, words
from tests.partnerships.pages import address

pytestmark = pytest.mark.django_db


def test_the_list_shows_who_works_with_whom_on_paper_and_in_fact(signed_in, host_member, partnership):
    answer = signed_in(host_member).get(address("partnerships"))
    assert cells(answer) == ["CHA-BIN – Immersion à deux"]
    text = words(answer)
    for expected in ("CPAS de Charleroi", "CPAS de Binche", f"1er janvier {partnership.starts_on.year}"):
        assert expected in text
    assert [line.activity for line in answer.context["lines"]] == ["starting_up"]
    dutch = words(signed_in(host_member).get(address("partnerships", lang="nl")))
    assert "Samen in immersie" in dutch
    assert "OCMW Binche" in dutch


@pytest.mark.parametrize("who", ["french_coordinator", "host_member"])
def test_the_second_page_of_the_list_is_the_same_whether_all_or_the_filtered_are_asked_for(who, request, signed_in, partnership):
    host = partnership.host().organisation
    for number in range(26):
        PartyFactory(partnership=PartnershipFactory(parties=False, code=f"P{number:02}"), organisation=host, host=True)
    client, place = signed_in(request.getfixturevalue(who)), address("partnerships")
    pages = [client.get(f"{place}?page={number}").context for number in (1, 2)]
    assert [page["page"].paginator.count for page in pages] == [27, 27]
    listed = [[line.partnership.pk for line in page["lines"]] for page in pages]
    assert [len(page) for page in listed] == [25, 2]
    assert [*listed[0], *listed[1]] == [one.pk for one in Partnership.objects.in_order()]
    narrowed = [client.get(f"{place}?form=immersion&page={number}").context["lines"] for number in (1, 2)]
    assert [[line.partnership.pk for line in page] for page in narrowed] == listed


def test_others_see_none_of_it(signed_in, outsider_member, observer, partnership):
    assert signed_in(outsider_member).get(address("partnerships")).context["lines"] == []
    assert signed_in(outsider_member).get(partnership.get_absolute_url()).status_code == 404
    assert signed_in(observer).get(address("partnerships")).status_code == 403
    assert signed_in(observer).get(partnership.get_absolute_url()).status_code == 404


def test_the_same_questions_give_each_reader_their_own_answers(
    signed_in, french_coordinator, host_member, partner_member, outsider_member, partnership
):
    """Their SQL is shared by all readers of a role, whoever asks first; what it answers is theirs."""
    first, second = (
        partnership.parties.get(role="partner"),
        PartyFactory(partnership=partnership, organisation=outsider_member.organisations().get()),
    )
    for party, reference in ((first, "DC-FIRST"), (second, "DC-SECOND")):
        ClaimFactory(budget=YearBudgetFactory(partnership=partnership, party=party), reference=reference, submitted=True)
        ClaimFactory(budget=party.budgets.get(), reference=f"{reference}-DRAFT")
        EvaluationFactory(partnership=partnership, party=party, as_of=partnership.starts_on)
    both = {"DC-FIRST", "DC-SECOND"}
    drafts = {f"{one}-DRAFT" for one in both}
    mine = {partner_member: {"DC-FIRST", "DC-FIRST-DRAFT"}, outsider_member: {"DC-SECOND", "DC-SECOND-DRAFT"}}
    for reader, claims in [*mine.items(), (host_member, both), (french_coordinator, both | drafts), *mine.items()]:
        context = signed_in(reader).get(partnership.get_absolute_url()).context
        assert {claim.reference for claim in context["money"].claims} == claims
        read = [side.party for side in context["evaluations"].sides if side.evaluations]
        assert read == [party for party, owner in ((first, partner_member), (second, outsider_member)) if owner == reader]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bin", ["CHA-BIN"]),
        ("q=rien", []),
        ("state=negotiating", ["CHA-BIN"]),
        ("state=signed", []),
        ("activity=starting_up", ["CHA-BIN"]),
        ("activity=running", []),
        ("form=immersion", ["CHA-BIN"]),
        ("form=coaching", []),
        ("year=1999&state=nonsense&organisation=x", ["CHA-BIN"]),
    ],
)
def test_filters_narrow_the_list_and_nonsense_narrows_nothing(signed_in, french_coordinator, partnership, query, found):
    answer = signed_in(french_coordinator).get(f"{address('partnerships')}?{query}")
    assert [line.partnership.code for line in answer.context["lines"]] == found


def test_the_list_counts_what_needs_attention_and_says_how_much_it_presses(signed_in, host_member, partnership):
    [line] = signed_in(host_member).get(address("partnerships")).context["lines"]
    page = signed_in(host_member).get(partnership.get_absolute_url()).context["attention"]
    assert line.alerts == len(page.first) + len(page.more) > 0
    assert line.severity == page.first[0].severity


def test_the_list_is_filtered_by_the_years_in_which_one_runs(signed_in, french_coordinator, partnership):
    year = partnership.starts_on.year
    earlier = PartnershipFactory(starts_on=datetime.date(year - 2, 7, 1), ends_on=datetime.date(year - 1, 6, 30))
    client, found = signed_in(french_coordinator), {}
    for one in (year - 2, year - 1, year):
        answer = client.get(f"{address('partnerships')}?year={one}")
        found[one] = [line.partnership for line in answer.context["lines"]]
    assert found == {year - 2: [earlier], year - 1: [earlier], year: [partnership]}


def test_the_list_is_filtered_by_organisation(signed_in, french_coordinator, partnership, partner):
    other = PartnershipFactory()
    client = signed_in(french_coordinator)
    answer = client.get(f"{address('partnerships')}?organisation={partner.pk}")
    assert [line.partnership for line in answer.context["lines"]] == [partnership]
    assert len(client.get(address("partnerships")).context["lines"]) == 2
    assert other.code in words(client.get(address("partnerships")))


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_each_side_reads_the_page(signed_in, host_member, partner_member, french_coordinator, partnership, lang):
    for user in (host_member, partner_member, french_coordinator):
        answer = signed_in(user).get(address("partnership", partnership.pk, lang=lang))
        assert answer.status_code == 200
        assert ("Immersion à deux" if lang == "fr" else "Samen in immersie") in words(answer)


def test_who_leads_the_project_reads_and_has_nothing_to_do(signed_in, host_member, host):
    other = PartnershipFactory(project__lead=host, parties=False)
    PartyFactory(partnership=other, host=True)
    PartyFactory(partnership=other)
    answer = signed_in(host_member).get(other.get_absolute_url())
    assert (answer.status_code, answer.context["can"], answer.context["must"]) == (200, set(), [])


def test_running_while_unsigned_is_said(signed_in, host_member, partnership):
    FteShareFactory(partnership=partnership, kind="actual", starts_on=partnership.starts_on)
    answer = signed_in(host_member).get(partnership.get_absolute_url())
    assert answer.context["line"].activity == "running"
    assert answer.text.count('class="ds-alert"') == 1


def _filled(partnership):
    party = PartyFactory(partnership=partnership)
    CommitmentFactory(partnership=partnership, party=party)
    FteShareFactory(partnership=partnership, party=party)
    version = partnership.agreements.count() + 1
    SignatureFactory(
        agreement=AgreementFactory(partnership=partnership, version=version, text_fr=f"Texte {version}"), party=party
    )


@pytest.mark.usefixtures("drawn_each_time")
def test_list_and_page_ask_for_the_same_number_of_queries_with_one_and_three(
    signed_in, french_coordinator, host_member, partnership
):
    client, asked = signed_in(french_coordinator), []
    for number in (1, 2):
        for _one in range(number):
            _filled(partnership)
            PartnershipFactory()
        for page in (address("partnerships"), partnership.get_absolute_url()):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            asked.append(len(queries))
    assert asked[:2] == asked[2:]


def test_the_pages_only_show(signed_in, french_coordinator, partnership):
    client = signed_in(french_coordinator)
    for page in (address("partnerships"), partnership.get_absolute_url()):
        assert client.post(page).status_code == 405


def test_a_renewal_leads_to_what_came_before_and_after(signed_in, host_member, partnership, host, partner):
    new = PartnershipFactory(
        predecessor=partnership, project=partnership.project, starts_on=partnership.ends_on + datetime.timedelta(days=1),
        ends_on=partnership.ends_on + datetime.timedelta(days=365), parties=False,
    )  # fmt: skip
    PartyFactory(partnership=new, organisation=host, host=True)
    PartyFactory(partnership=new, organisation=partner)
    client = signed_in(host_member)
    assert [one for one, _url in client.get(new.get_absolute_url()).context["chain"]] == [partnership, new]
    assert new.code in words(client.get(partnership.get_absolute_url()))
