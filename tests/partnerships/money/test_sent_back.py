"""A partner reads at once why its claim came back, and no longer once it is with the host again."""

import pytest

from partnerships.actions import claims as actions
from tests.factories.partnerships import ClaimFactory
from tests.partnerships.money.conftest import AT, SITE

pytestmark = pytest.mark.django_db
WHY = "Le chèque-repas manque."


@pytest.mark.parametrize("action", ["return", "reject"])
def test_the_words_of_the_host_stand_on_the_claim(signed_in, budget, host_member, partner_member, action):
    claim = ClaimFactory(budget=budget, submitted=True)
    page = signed_in(partner_member).get
    assert page(claim.get_absolute_url()).context["answer"] is None
    actions.move(claim, action, comment=WHY, by=host_member, at=AT, site=SITE)
    answer = page(claim.get_absolute_url())
    # Outside the history, which is folded.
    assert WHY in answer.content.decode().partition("<details")[0].partition("<main")[2]
    assert answer.context["answer"].by == host_member


def test_a_claim_submitted_again_is_no_longer_sent_back(signed_in, budget, host_member, partner_member):
    claim = ClaimFactory(budget=budget, submitted=True)
    actions.move(claim, "return", comment=WHY, by=host_member, at=AT, site=SITE)
    actions.submit(claim, by=partner_member, at=AT, site=SITE)
    assert signed_in(partner_member).get(claim.get_absolute_url()).context["answer"] is None
