"""Envelopes against what the projects of a call ask and were granted: to the cent, over many projects."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amif_network.core.fingerprint import Overtaken
from projects.actions.envelopes import Promised, save_envelopes, shown
from projects.ceilings import Balance, own_money
from projects.envelopes import balances, in_words
from projects.models import Envelope, LogEntry
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
