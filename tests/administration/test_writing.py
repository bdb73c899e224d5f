"""Values in the administration are written as in the portal."""

import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from amif_network.core.administration.writing import as_the_portal_writes
from meetings.models import AgendaItem, Meeting
from partnerships.models import FteShare, Partnership, Transfer

NOON = datetime.datetime(2026, 3, 1, 13, 15, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("column", "value", "french", "dutch"),
    [
        (Transfer._meta.get_field("amount"), Decimal(47500), "47\u202f500,00\u00a0€", "€\u00a047.500,00"),
        (FteShare._meta.get_field("fte"), Decimal("0.50"), "0,50", "0,50"),
        (Meeting._meta.get_field("date"), datetime.date(2026, 3, 1), "1er\u00a0mars\u00a02026", "1\u00a0maart\u00a02026"),
        (AgendaItem._meta.get_field("starts_at"), datetime.time(14, 15), "14h15", "14.15\u00a0uur"),
        (Partnership._meta.get_field("with_supplement"), True, "Oui", "Ja"),
        (Partnership._meta.get_field("project"), None, "–", "–"),
    ],
)  # fmt: skip
def test_a_value_is_written_in_the_way_of_each_language(column, value, french, dutch) -> None:
    written = []
    for lang in ("fr", "nl"):
        with override(lang):
            written.append(as_the_portal_writes(value, column, "–"))
    assert [text.replace(" ", "\u00a0") for text in written] == [french, dutch]


def test_a_moment_is_told_in_the_time_of_the_reader() -> None:
    with override("fr"):
        assert as_the_portal_writes(NOON, Transfer._meta.get_field("recorded_at"), "–").endswith(", 14h15")


def test_several_choices_are_told_in_words() -> None:
    with override("nl"):
        told = as_the_portal_writes(["immersion", "coaching"], Partnership._meta.get_field("forms"), "–")
    assert ("coaching" in told.lower(), "[" in told, ", " in told) == (True, False, True)
