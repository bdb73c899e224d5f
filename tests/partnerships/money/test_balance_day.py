"""A claim counts from the day on which it was submitted, as the calendar in Belgium has it."""

import datetime
from decimal import Decimal

import pytest

from partnerships.balance import of_partnership
from partnerships.models import Partnership
from tests.factories.partnerships import ClaimFactory

pytestmark = pytest.mark.django_db

# Half past midnight on 2 April in Brussels.
NIGHT = datetime.datetime(2026, 4, 1, 22, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(("day", "claimed"), [(1, Decimal(0)), (2, Decimal("11875.00"))])
def test_a_claim_of_the_night_counts_on_the_next_day(french_coordinator, day, claimed):
    claim = ClaimFactory(submitted=True, submitted_at=NIGHT)
    partnership = Partnership.objects.visible_to(french_coordinator).get(pk=claim.partnership_id)
    money = of_partnership(partnership, french_coordinator, datetime.date(2026, 4, day))
    assert [one.claimed for one in money.rows] == [claimed]
