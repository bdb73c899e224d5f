"""What the network learns: sentences by form and theme, without a name for members; what each side gives."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.comparison import reciprocity, themes, would_redo
from partnerships.models.choices import Form
from tests.factories.meetings import NOW
from tests.factories.partnerships import (
    EvaluationFactory,
    EvaluationItemFactory,
    FteShareFactory,
    ImmersionFactory,
    PartnershipFactory,
    StatementFactory,
    host_of,
    partner_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 30)
PAGE = "/fr/partnerships/comparison/"


def sentence(partnership, text, *, kind="advantage", theme="exchange", **evaluation):
    written = EvaluationFactory(partnership=partnership, **({"shared_at": NOW, "for_network": True} | evaluation))
    return EvaluationItemFactory(evaluation=written, kind=kind, theme=theme, text_fr=text, text_nl="")


@pytest.fixture
def learned(db):
    """Two partnerships: one with sentences for the network, one whose sentences are shared only, or not at all."""
    network = PartnershipFactory(code="NET-1", forms=["learning_network"])
    sentence(network, "Zèle partagé.")
    sentence(network, "Agenda surchargé.", kind="difficulty", theme="capacity", party=partner_of(network), would_redo="no")
    other = PartnershipFactory(code="IMM-1")
    sentence(other, "Entre nous.", for_network=False)
    sentence(other, "Brouillon.", party=partner_of(other), shared_at=None)
    return network, other


def texts(lines):
    return [(line.label, [str(one.text) for one in (*line.works, *line.fails, *line.attention)]) for line in lines]


def test_members_read_what_was_left_to_the_network_without_a_name(signed_in, outsider_member, learned):
    answer = signed_in(outsider_member).get(PAGE)
    assert [said for _label, said in texts(answer.context["lines"])] == [["Zèle partagé."], ["Agenda surchargé."]]
    for hidden in (
        "NET-1",
        "IMM-1",
        "Entre nous.",
        "Brouillon.",
        *(str(party.organisation) for one in learned for party in one.parties.all()),
    ):
        assert hidden not in answer.text


def test_coordinators_read_all_that_is_shared_and_where(signed_in, french_coordinator, learned):
    answer = signed_in(french_coordinator).get(PAGE)
    assert [said for _label, said in texts(answer.context["lines"])] == [["Entre nous.", "Zèle partagé."], ["Agenda surchargé."]]
    assert "IMM-1" in answer.text
    assert "Brouillon." not in answer.text


def test_observers_learn_nothing_here(signed_in, observer, learned):
    assert signed_in(observer).get(PAGE).status_code == 403
    assert signed_in(observer).post(PAGE).status_code in (403, 405)


@pytest.mark.parametrize(
    ("query", "expected"), [("form=immersion", 1), ("theme=capacity", 1), ("form=coaching", 0), ("form=x", 3)]
)
def test_it_is_narrowed_by_form_and_theme(signed_in, french_coordinator, learned, query, expected):
    lines = signed_in(french_coordinator).get(f"{PAGE}?{query}").context["lines"]
    assert sum(len(said) for _label, said in texts(lines)) == expected


def test_the_last_answer_of_each_side_counts(french_coordinator, learned):
    network, _other = learned
    EvaluationFactory(
        partnership=network, party=host_of(network), as_of=datetime.date(2025, 1, 1), would_redo="no", shared_at=NOW
    )
    found = {str(one.label): one[1:] for one in would_redo(french_coordinator)}
    assert found == {str(Form.IMMERSION.label): (1, 0, 0, 0), str(Form.LEARNING_NETWORK.label): (1, 0, 1, 0)}


def test_what_each_side_gives(french_coordinator, learned, outsider_member):
    _network, other = learned
    FteShareFactory(partnership=other, fte=Decimal("0.40"))
    FteShareFactory(partnership=other, fte=Decimal("0.30"), kind="actual")
    FteShareFactory(partnership=other, party=partner_of(other), fte=Decimal("0.50"), ends_on=DAY)
    FteShareFactory(partnership=other, party=partner_of(other), fte=Decimal("9.00"), ends_on=DAY - datetime.timedelta(days=1))
    immersion = ImmersionFactory(partnership=other)
    StatementFactory(immersion=immersion, confirmed=True, worked_at_host=25)
    StatementFactory(immersion=immersion, submitted=True, month=datetime.date(2026, 4, 1), worked_at_host=30)
    found = {str(one.label): one[1:] for one in reciprocity(french_coordinator, DAY)}
    assert found[str(Form.IMMERSION.label)] == (1, Decimal("0.30"), Decimal("0.50"), Decimal("12.5"))
    assert found[str(Form.LEARNING_NETWORK.label)] == (1, 0, 0, 0)
    assert reciprocity(outsider_member, DAY) == []


def test_as_many_queries_for_many_as_for_one(french_coordinator, learned):
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            themes(french_coordinator)
            would_redo(french_coordinator)
            reciprocity(french_coordinator, DAY)
        counted.append(len(captured))
        for _number in range(3):
            sentence(PartnershipFactory(), "Encore.")
    assert counted == [5, 5]
