"""Two coordinators move or publish a date at the same time: one does it, nobody is told twice."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import WrongState
from amif_network.outbox.models import OutgoingMail
from projects.actions import dates
from projects.actions.dates import When, Why
from projects.models import CallDate, CallDateNotice
from tests.factories.projects import CallDateFactory
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=datetime.UTC)
SITE = "https://portal.example"
FIRST, SECOND = (When(day, day) for day in (datetime.date(2026, 10, 15), datetime.date(2026, 11, 15)))


def refused(act, why: type[Exception]):
    """Do `act` as the late one; return whether it was refused for the reason `why`."""

    def late() -> bool:
        try:
            act()
        except why:
            return True
        return False

    return late


def test_a_date_published_twice_at_once_is_told_once(french_coordinator, dutch_coordinator, host_member):
    opening = CallDateFactory()
    moved = dates.move(opening, FIRST, Why("Retard"), by=french_coordinator, at=AT)
    second_refused = while_waiting(
        refused(lambda: dates.publish(moved, by=dutch_coordinator, at=AT, site=SITE), WrongState),
        lambda: dates.publish(moved, by=french_coordinator, at=AT, site=SITE),
    )
    assert second_refused
    assert (CallDateNotice.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_of_two_moves_at_once_the_second_is_told_of_the_first(french_coordinator, dutch_coordinator):
    opening = CallDateFactory()
    second_refused = while_waiting(
        refused(lambda: dates.move(opening, SECOND, Why("Plus tard"), by=dutch_coordinator, at=AT), Overtaken),
        lambda: dates.move(opening, FIRST, Why("Retard"), by=french_coordinator, at=AT),
    )
    assert second_refused
    assert [one.earliest for one in CallDate.objects.filter(version=2)] == [FIRST.earliest]


def test_a_deadline_and_an_opening_written_at_once_cannot_pass_each_other(french_coordinator, dutch_coordinator):
    call = CallDateFactory(kind="info_session").call
    before = When(datetime.date(2026, 10, 1), datetime.date(2026, 10, 1))
    second_refused = while_waiting(
        refused(lambda: dates.enter(call, "deadline", before, by=dutch_coordinator, at=AT), ValidationError),
        lambda: dates.enter(call, "opening", FIRST, by=french_coordinator, at=AT),
    )
    assert second_refused
    assert not CallDate.objects.filter(kind="deadline").exists()
