"""An alert as a plain value: its key, its words in both languages, its order, thresholds."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from amif_network.alerts.alert import Name, Severity, by_days, in_words, worst_first
from amif_network.alerts.thresholds import DEFAULTS, euros, threshold
from tests.alerts.conftest import SINCE, alert

DAY = datetime.timedelta(days=1)


def test_values_are_written_in_the_language_of_the_page():
    said = "%(amount)s %(day)s %(name)s %(number)s"
    values = {"amount": Decimal(1000), "day": SINCE, "name": Name("Gand", "Gent"), "number": 3}
    with translation.override("fr"):
        assert in_words(said, values) == "1\u202f000,00\u00a0€ 2 mars 2026 Gand 3"
    with translation.override("nl"):
        assert in_words(said, values) == "€\u00a01.000,00 2 maart 2026 Gent 3"


def test_a_key_tells_alerts_of_one_code_apart():
    assert alert().key == "late:partnership:1"
    assert alert(detail="7").key == "late:partnership:1:7"


def test_the_worst_comes_first_then_the_oldest():
    old, new = alert("old", since=SINCE - DAY), alert("new")
    worst = alert("worst", Severity.CRITICAL)
    assert worst_first([new, old, worst]) == [worst, old, new]


def test_the_actor_is_named_where_it_is_known():
    with translation.override("nl"):
        assert alert(who=[Name("Gand", "Gent"), Name("Binche", "")]).actor == "Gent en Binche"
    with translation.override("en"):
        assert alert().actor == "the host"


@pytest.mark.parametrize(("days", "expected"), [(4, None), (5, "warn"), (9, "warn"), (10, "high")])
def test_days_reach_a_severity(days, expected):
    assert by_days(days, (5, Severity.WARN), (10, Severity.HIGH)) == expected


def test_a_threshold_is_that_of_the_settings_or_the_usual_one(settings):
    settings.ALERT_THRESHOLDS = {"ending": 30}
    assert (threshold("ending"), threshold("vacant"), euros("vacant")) == (30, DEFAULTS["vacant"], Decimal(30))


@pytest.mark.parametrize("value", ["30", -1, 2.5, True, None])
def test_a_threshold_that_is_no_number_is_refused(settings, value):
    settings.ALERT_THRESHOLDS = {"ending": value}
    with pytest.raises(ImproperlyConfigured, match="ending"):
        threshold("ending")
