"""Two alerts of an invented source, which the tests make worse, better, or somebody else's."""

import datetime

import pytest
from django.utils.functional import lazystr

from amif_network.alerts.alert import Alert, Kind, Name, Page, Severity, Side, Step, Subject

SINCE = datetime.date(2026, 3, 2)
STANDING = {}


def alert(code="late", severity=Severity.WARN, *, mine=True, since=SINCE, pk=1, **more):
    """An alert about partnership `pk`."""
    subject = Subject(Kind.PARTNERSHIP, pk, f"PA{pk}", Name("Partenariat", "Partnerschap"), Page("home:home"))
    values = {"number": 3}
    step = Step(lazystr("Accueil"), Page("home:home"))
    return Alert(code, severity, Side.HOST, subject, lazystr("%(number)s jours"), since, values, step, mine=mine, **more)


def source(user, day):
    """What stands for this person."""
    return list(STANDING.get(user.pk, []))


@pytest.fixture
def standing(settings):
    """What needs attention, by the key of a user: the tests fill it."""
    settings.ALERT_SOURCES = ["tests.alerts.conftest.source"]
    STANDING.clear()
    yield STANDING
    STANDING.clear()
