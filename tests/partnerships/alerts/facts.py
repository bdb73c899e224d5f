"""Facts for the rules: a signed immersion of 2026 in which nothing is wrong, and what the tests change of it."""

import datetime

from amif_network.alerts.alert import Name
from partnerships.alerts.facts import Facts, PartyFacts

HOST, PARTNER = 1, 2
START, END = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
DAY = datetime.timedelta(days=1)


def facts(**changed):
    """A partnership of 2026; `changed` replaces what it says."""
    sound = {
        "pk": 7,
        "code": "PA1",
        "title": Name("Partenariat", "Partnerschap"),
        "state": "signed",
        "starts_on": START,
        "ends_on": END,
        "forms": ["learning_network"],
        "has_end_reason": True,
        "decreed": True,
        "parties": [
            PartyFacts(HOST, "host", Name("CPAS de Charleroi", "OCMW Charleroi"), owner=11, evaluated_on=END),
            PartyFacts(PARTNER, "partner", Name("CPAS de Binche", "OCMW Binche"), owner=12, evaluated_on=END),
        ],
        "documents": frozenset({"agreement", "council_decision"}),
        "own": frozenset({PARTNER}),
    }
    return Facts(**(sound | changed))


def severities(find, known, first, *days):
    """What a rule says on the days that lie so many days after `first`."""
    found = []
    for number in days:
        result = find(known, first + number * DAY)
        alerts = [] if result is None else list(result) if not hasattr(result, "severity") else [result]
        found.append([alert.severity.value for alert in alerts])
    return found
