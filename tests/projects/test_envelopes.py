"""Envelopes against what the projects of a call ask and were granted: to the cent, over many projects."""

import re
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amif_network.core.fingerprint import Overtaken
from projects import documents
from projects.actions.envelopes import Promised, save_envelopes, shown
from projects.ceilings import Balance, own_money
from projects.envelopes import balances, in_words
from projects.models import Call, Envelope, LogEntry, Project
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW
from tests.factories.projects import (
    CallFactory,
    EnvelopeFactory,
    FundingFactory,
    ProjectFactory,
    SupplementFactory,
)

CENT = Decimal("0.01")
amounts = st.decimals(CENT, 10**8, places=2)
ceilings = st.decimals(1, 100, places=2)


def envelope(amount: Decimal, ceiling: Decimal | None = None, **values) -> Envelope:
    return Envelope(source=values.pop("source", "amif"), amount=amount, ceiling=ceiling, **values)


def keeps_all(envelopes: list[Envelope], total: Decimal) -> bool:
    """Whether projects that cost `total` together can use every envelope whole."""
    given = sum(one.amount for one in envelopes)
    return given <= total and all(one.ceiling is None or one.amount * 100 <= one.ceiling * total for one in envelopes)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(amounts, st.none() | ceilings), min_size=1, max_size=4))
def test_the_least_own_money_uses_every_envelope_whole_and_one_cent_less_does_not(promised):
    envelopes = [envelope(amount, ceiling) for amount, ceiling in promised]
    own = own_money(envelopes)
    assert own.total - own.least == sum(one.amount for one in envelopes)
    assert keeps_all(envelopes, own.total)
    assert not keeps_all(envelopes, own.total - CENT)


def test_the_example_of_the_field():
    own = own_money([envelope(Decimal(1300000)), envelope(Decimal(250000), Decimal(15), source="pod_mi")])
    assert (own.least, own.total) == (Decimal("116666.67"), Decimal("1666666.67"))
    assert own.decided_by is not None
    assert own.decided_by.source == "pod_mi"


def test_an_envelope_for_supplements_implies_no_own_money():
    own = own_money([envelope(Decimal(100)), envelope(Decimal(250000), Decimal(15), purpose="supplement")])
    assert (own.least, own.decided_by) == (0, None)


@pytest.mark.django_db
def test_sums_are_those_of_live_projects_by_source():
    call = CallFactory()
    EnvelopeFactory(call=call, amount=Decimal("100.00"))
    EnvelopeFactory(call=call, pod_mi=True, amount=Decimal("10.00"))
    EnvelopeFactory(call=call, source="other", source_name="Fonds", amount=Decimal("5.00"))
    states = (
        "preparation",
        "submitted",
        "returned",
        "selected",
        "reserve",
        "refused",
        "decreed",
        "reporting",
        "closed",
        "withdrawn",
    )
    for state in states:
        project = ProjectFactory(call=call, **({} if state == "preparation" else {state: True}))
        for year in (2026, 2027):
            FundingFactory(project=project, year=year, asked=Decimal("10.01"), granted=Decimal("1.10"))
        FundingFactory(project=project, source="own", asked=Decimal("99.00"))
    FundingFactory(project__call=CallFactory(), asked=Decimal("1000.00"))
    FundingFactory(project=ProjectFactory(call=call), source="other", source_name="Autre", asked=Decimal("7.00"))
    amif, pod_mi, other = (
        next(one for one in balances(call) if one.envelope.source == name) for name in ("amif", "pod_mi", "other")
    )
    # Eight states ask, four of them are granted; two years each.
    assert (amif.asked, amif.granted) == (Decimal("160.16"), Decimal("8.80"))
    assert (amif.left, amif.missing) == (Decimal("91.20"), Decimal("60.16"))
    assert [(one.asked, one.granted, one.missing) for one in (pod_mi, other)] == [(0, 0, 0)] * 2


@pytest.mark.django_db
def test_the_envelope_for_supplements_stands_for_all_supplements():
    call = CallFactory()
    EnvelopeFactory(call=call, purpose="supplement", amount=Decimal("100.00"))
    SupplementFactory(project=ProjectFactory(call=call, selected=True), asked=Decimal("60.00"), granted=Decimal("50.00"))
    SupplementFactory(project=ProjectFactory(call=call), asked=Decimal("40.01"))
    SupplementFactory(project=ProjectFactory(call=call, refused=True), asked=Decimal("500.00"))
    (balance,) = balances(call)
    assert (balance.asked, balance.granted, balance.missing) == (Decimal("100.01"), Decimal("50.00"), CENT)


@pytest.mark.django_db
def test_sums_cost_the_same_for_one_project_and_for_many(django_assert_num_queries):
    call = CallFactory()
    EnvelopeFactory(call=call)
    for _round in range(2):
        with django_assert_num_queries(3):
            balances(call)
        FundingFactory.create_batch(3, project__call=call)


def test_what_the_amounts_mean_is_said_in_both_languages():
    found = [
        Balance(envelope(Decimal(1300000)), Decimal("1300000.01"), Decimal(0)),
        Balance(envelope(Decimal(250000), Decimal(15), source="pod_mi"), Decimal(0), Decimal("250000.50")),
    ]
    for lang, sentences in {
        "fr": ("116\u202f667\u00a0€", "0,01\u00a0€", "0,50\u00a0€"),
        "nl": ("€\u00a0116.667", "€\u00a00,01", "€\u00a00,50"),
    }.items():
        with translation.override(lang):
            said = in_words(found, sums=True)
        assert [part for sentence, part in zip(said, sentences, strict=True) if part not in sentence] == []


def test_who_may_not_see_the_sums_reads_what_the_call_promises_only():
    found = [Balance(envelope(Decimal(10)), Decimal(20), Decimal(20))]
    assert in_words(found, sums=False) == []


@pytest.mark.django_db
def test_envelopes_are_saved_as_a_whole_and_the_log_keeps_what_stood(french_coordinator):
    call = CallFactory()
    EnvelopeFactory(call=call, amount=Decimal("10.00"))
    kept = EnvelopeFactory(call=call, pod_mi=True)
    new = [
        Promised("pod_mi", "", "projects", Decimal("20.00"), Decimal("12.5")),
        Promised("other", "Fonds", "projects", Decimal("1.00")),
    ]
    save_envelopes(call, new, base=shown(call.envelopes.all()), by=french_coordinator, at=NOW)
    assert [(one.source, one.amount) for one in call.envelopes.all()] == [
        ("other", Decimal("1.00")),
        ("pod_mi", Decimal("20.00")),
    ]
    assert call.envelopes.get(source="pod_mi").pk == kept.pk
    assert "10,00\u00a0€" in LogEntry.objects.get().words_fr
    assert "€\u00a010,00" in LogEntry.objects.get().words_nl


@pytest.mark.django_db
def test_the_same_envelopes_again_are_no_change(french_coordinator):
    call = CallFactory()
    EnvelopeFactory(call=call, amount=Decimal("10.00"))
    save_envelopes(
        call,
        [Promised("amif", "", "projects", Decimal("10.00"))],
        base=shown(call.envelopes.all()),
        by=french_coordinator,
        at=NOW,
    )
    assert LogEntry.objects.count() == 0


@pytest.mark.django_db
def test_who_saves_second_overwrites_nothing(french_coordinator):
    call = CallFactory()
    with pytest.raises(Overtaken):
        save_envelopes(call, [], base=shown([envelope(Decimal(1))]), by=french_coordinator, at=NOW)


def told(call, reader) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(one.asked, one.granted) for one in balances(call, reader)]


@pytest.mark.parametrize(
    ("strange", "own", "sums"), [(2, 0, None), (3, 0, (300, 150)), (1, 1, None), (2, 1, (300, 150)), (0, 1, (100, 50))]
)
def test_a_member_learns_a_sum_only_where_it_gives_away_no_single_organisation(
    strange, own, sums, host, host_member, french_coordinator
):
    call = CallFactory()
    EnvelopeFactory(call=call)
    for lead in [None] * strange + [host] * own:
        project = ProjectFactory(call=call, selected=True, **({"lead": lead} if lead else {}))
        for year in (2026, 2027):
            FundingFactory(project=project, year=year, asked=Decimal(50), granted=Decimal(25))
    assert told(call, host_member) == [sums or (None, None)]
    assert told(call, french_coordinator) == [(100 * (strange + own), 50 * (strange + own))]


def test_two_projects_of_one_organisation_are_no_two_organisations(host, host_member):
    call = CallFactory()
    EnvelopeFactory(call=call, source="amif", purpose="supplement")
    lead = OrganisationFactory()
    for _number in range(3):
        SupplementFactory(project=ProjectFactory(call=call, lead=lead, submitted=True), asked=Decimal(10))
    assert told(call, host_member) == [(None, 0)]
    SupplementFactory(project=ProjectFactory(call=call, submitted=True), asked=Decimal(10))
    # What was refused is no part of the sum.
    SupplementFactory(project=ProjectFactory(call=call, refused=True), asked=Decimal(10))
    assert told(call, host_member) == [(None, 0)]
    SupplementFactory(project=ProjectFactory(call=call, lead=host, submitted=True), asked=Decimal(10))
    assert told(call, host_member) == [(50, 0)]


def test_no_page_and_no_sheet_gives_the_sum_away(signed_in, host, host_member, french_coordinator):
    call = CallFactory()
    EnvelopeFactory(call=call, amount=Decimal(1000))
    mine = ProjectFactory(call=call, lead=host)
    FundingFactory(project=mine, asked=Decimal("111.11"))
    FundingFactory(project=ProjectFactory(call=call, submitted=True), asked=Decimal("2222.22"))

    def tells(reader) -> list[bool]:
        """Whether the pages of call and project and their sheets tell what is asked together, or by how much that is too much."""
        found = Call.objects.for_detail(reader).get()
        project = Project.objects.visible_to(reader).for_detail().get(pk=mine.pk)
        client = signed_in(reader)
        texts = [
            *(client.get(one.get_absolute_url()).text for one in (call, mine)),
            documents.call_html(found, reader, "fr", at=NOW),
            documents.funding_html(found, reader, "fr", at=NOW),
            documents.project_html(project, reader, "fr", at=NOW),
        ]
        return [bool(re.search(r"[12]\s333,33", text)) for text in texts]

    assert tells(french_coordinator) == [True] * 5
    assert tells(host_member) == [False] * 5
