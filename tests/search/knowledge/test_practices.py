"""Practices that inspire: what works where both sides would do it again, without a name for those who have no part in it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory
from tests.factories.meetings import NOW
from tests.factories.partnerships import EvaluationFactory, EvaluationItemFactory, PartnershipFactory, host_of, partner_of

pytestmark = pytest.mark.django_db
PAGE = "/fr/search/knowledge/practices/"


def judged(partnership, side, text, *, kind="advantage", theme="exchange", **evaluation):
    values = {"shared_at": NOW, "for_network": True, "would_redo": "yes"} | evaluation
    written = EvaluationFactory(partnership=partnership, party=side(partnership), **values)
    return EvaluationItemFactory(evaluation=written, kind=kind, theme=theme, text_fr=text, text_nl="")


@pytest.fixture
def both(db):
    """Both sides would do it again; the host names what is difficult too."""
    one = PartnershipFactory(code="BOTH-1", forms=["coaching", "immersion"])
    said = judged(one, host_of, "Un regard neuf.")
    EvaluationItemFactory(evaluation=said.evaluation, kind="difficulty", theme="distance", text_fr="Trop de trains.")
    judged(one, partner_of, "Des outils partagés.", would_redo="yes_if", condition_fr="si c'est plus près")
    return one


def said(answer):
    return {
        part.label: [(theme.label, [(str(one.text), one.both) for one in theme.sentences]) for theme in part.themes]
        for part in answer.context["parts"]
    }


def test_it_shows_what_works_by_form_and_theme(signed_in, outsider_member, both):
    exchange = [("échange d'expertise", [("Des outils partagés.", True), ("Un regard neuf.", True)])]
    found = said(signed_in(outsider_member).get(PAGE))
    assert len(found) == 2
    for themes in found.values():
        assert [sentences for _label, sentences in themes] == [sentences for _label, sentences in exchange]


@pytest.mark.parametrize(
    "second",
    [{"would_redo": "no"}, {"would_redo": "unknown"}, {"shared_at": None}, {"for_network": False}],
    ids=["would not", "does not know", "did not share", "not with the network"],
)
def test_members_read_only_where_both_sides_would_and_both_say_so(signed_in, outsider_member, second):
    one = PartnershipFactory(forms=["coaching"])
    judged(one, host_of, "D'un seul côté.")
    judged(one, partner_of, "De l'autre côté.", **second)
    assert "côté." not in signed_in(outsider_member).get(PAGE).text


def test_the_last_word_of_a_side_counts(signed_in, outsider_member, both):
    judged(both, host_of, "Plus jamais.", would_redo="no", as_of=both.ends_on.replace(year=both.ends_on.year + 1))
    assert said(signed_in(outsider_member).get(PAGE)) == {}


def test_whose_it_is_only_those_learn_who_see_the_partnership(signed_in, french_coordinator, outsider_member, both):
    party = host_of(both).organisation
    insider = UserFactory(member=True, person=AffiliationFactory(organisation=party).person)
    for user, named in ((french_coordinator, True), (insider, True), (outsider_member, False)):
        page = signed_in(user).get(PAGE).text
        assert ("BOTH-1" in page, str(partner_of(both).organisation) in page) == (named, named), user.email


def test_observers_learn_nothing_here(signed_in, observer, both):
    client = signed_in(observer)
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/fr/search/knowledge/").text


def test_form_and_theme_narrow_the_page(signed_in, outsider_member, both):
    client = signed_in(outsider_member)
    assert len(said(client.get(PAGE, {"form": "coaching"}))) == 1
    assert said(client.get(PAGE, {"theme": "distance"})) == {}
    assert len(said(client.get(PAGE, {"form": "nonsense"}))) == 2


def test_as_many_questions_for_one_partnership_as_for_three(signed_in, french_coordinator, both, drawn_each_time):
    client = signed_in(french_coordinator)
    counts = []
    for _round in range(2):
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
        for number in range(2):
            one = PartnershipFactory(forms=["coaching"], code=f"MORE-{_round}-{number}")
            judged(one, host_of, "Encore un.")
            judged(one, partner_of, "Encore deux.")
    assert counts[0] == counts[1] <= 15
