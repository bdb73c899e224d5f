"""Amounts in euros: ceilings at the cent, and the notations of both languages."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from amif_network.core.inputs import EuroField
from amif_network.core.money import CENT, format_euros, format_percent, is_within, least_base, most_within, read_euros

amounts = st.decimals(0, 10**9, places=2)
percents = st.decimals("0.01", 100, places=2)


def share(percent: Decimal, base: Decimal) -> Fraction:
    """The exact share, without any rounding of decimals."""
    return Fraction(base) * Fraction(percent) / 100


@given(amounts, percents, amounts)
def test_a_ceiling_is_kept_exactly_where_the_amount_is_at_most_the_share(
    amount: Decimal, percent: Decimal, base: Decimal
) -> None:
    assert is_within(amount, percent, base) is (Fraction(amount) <= share(percent, base))


@given(percents, amounts)
def test_the_most_within_a_ceiling_keeps_it_and_one_cent_more_does_not(percent: Decimal, base: Decimal) -> None:
    most = most_within(percent, base)
    assert (Fraction(most) <= share(percent, base), Fraction(most + CENT) <= share(percent, base)) == (True, False)


@given(amounts, percents)
def test_the_least_base_keeps_a_ceiling_and_one_cent_less_does_not(amount: Decimal, percent: Decimal) -> None:
    base = least_base(amount, percent)
    assert Fraction(amount) <= share(percent, base)
    assert base == 0 or Fraction(amount) > share(percent, base - CENT)


@pytest.mark.parametrize(
    ("total", "most"),
    [("0.07", "0.01"), ("0.06", "0.00"), ("333333.33", "49999.99"), ("333333.34", "50000.00"), ("1666666.67", "250000.00")],
)
def test_fifteen_percent_of_odd_totals_is_right_at_the_cent(total: str, most: str) -> None:
    assert most_within(Decimal(15), Decimal(total)) == Decimal(most)


@given(st.decimals(-(10**11), 10**11, places=2), st.sampled_from(["fr", "nl"]))
def test_every_amount_we_write_is_read_back(amount: Decimal, lang: str) -> None:
    assert read_euros(format_euros(amount, lang)) == amount


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("47 500,00 €", "47500.00"),
        ("47\u202f500,00\u00a0€", "47500.00"),
        ("€ 47.500,00", "47500.00"),
        ("47.500", "47500.00"),
        ("47,500.25", "47500.25"),
        ("47’500", "47500.00"),
        ("1.300.000", "1300000.00"),
        ("47500.5", "47500.50"),
        ("47500", "47500.00"),
        ("-12,30", "-12.30"),
        ("€ −12,30", "-12.30"),
        ("0", "0.00"),
        ("999999999999,99", "999999999999.99"),
    ],
)
def test_amounts_are_read_in_the_notations_of_both_languages(typed: str, read: str) -> None:
    assert str(read_euros(typed)) == read


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "€",
        "abc",
        "12 50",
        "1.23.456",
        "1,234,56",
        "1.234,567",
        "12,345678",
        "--5",
        "1e5",
        "½",
        "٤٥",
        "1000000000000",
        "NaN",
        "0,001",
        "0.500",
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    assert read_euros(typed) is None


def test_amounts_are_written_as_each_language_writes_them() -> None:
    amount = Decimal("1300000.5")
    assert (format_euros(amount, "fr"), format_euros(amount, "nl")) == ("1\u202f300\u202f000,50\u00a0€", "€\u00a01.300.000,50")


def test_whole_euros_are_rounded_up_so_that_the_sum_suffices() -> None:
    assert format_euros(Decimal("116666.67"), "fr", whole=True) == "116\u202f667\u00a0€"


@pytest.mark.parametrize(
    ("percent", "french", "dutch"),
    [("15.00", "15\u00a0%", "15%"), ("7.50", "7,5\u00a0%", "7,5%"), ("100", "100\u00a0%", "100%"), ("-2", "−2\u00a0%", "−2%")],
)
def test_percentages_are_written_as_each_language_writes_them(percent: str, french: str, dutch: str) -> None:
    assert (format_percent(Decimal(percent), "fr"), format_percent(Decimal(percent), "nl")) == (french, dutch)


def test_a_language_without_rules_is_refused() -> None:
    with pytest.raises(ValueError, match="'de'"):
        format_percent(Decimal(15), "de")
    with pytest.raises(ValueError, match="'de'"):
        format_euros(Decimal(15), "de")


def test_templates_write_amounts_in_the_language_of_the_page_or_in_the_one_named() -> None:
    page = Template(
        '{% load portal %}{{ amount|euros }} {{ rate|percent }} {{ amount|euros:"nl" }}{{ none|euros }}{{ none|percent }}'
    )
    with translation.override("fr"):
        written = page.render(Context({"amount": Decimal("12.5"), "rate": Decimal("7.50"), "none": None}))
    assert written == "12,50\u00a0€ 7,5\u00a0% €\u00a012,50"


def test_the_field_reads_an_amount_and_shows_it_in_the_language_of_the_page() -> None:
    field = EuroField()
    read = field.clean(" € 47.500,5 ")
    with translation.override("nl"):
        shown = field.prepare_value(read)
    assert (str(read), shown) == ("47500.50", "€\u00a047.500,50")


def test_the_field_shows_what_was_typed_as_it_was_typed() -> None:
    assert EuroField().prepare_value("douze") == "douze"


def test_an_empty_field_is_no_amount() -> None:
    assert EuroField(required=False).clean("  ") is None


@pytest.mark.parametrize("typed", ["douze", "12 50", "-"])
def test_the_field_says_clearly_what_is_no_amount(typed: str) -> None:
    with translation.override(None), pytest.raises(ValidationError) as refused:
        EuroField().clean(typed)
    with translation.override(None):
        said = refused.value.messages
    assert said == ["This is no amount in euros. Write it like 47500 or 47500,50."]


def test_a_least_amount_is_held_by_the_field() -> None:
    with pytest.raises(ValidationError):
        EuroField(min_value=0).clean("-1")
