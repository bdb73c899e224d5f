"""E-mail addresses and telephone numbers are found however they are spelled; the figures of minutes are left alone."""

import pytest

from amif_network.core.contacts import bare, find_contacts, leads_to_somebody


def found(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in find_contacts(text)]


@pytest.mark.parametrize(
    "address",
    [
        "jan.peeters@ocmw.be", "JAN.PEETERS@OCMW.GENT.BE", "jan+fami@ocmw-gent.be", "mailto:jan@ocmw.be", "jan @ ocmw . be",
        "jan@\nocmw.be", "jan[at]ocmw.be", "jan (at) ocmw (dot) be", "jan AT ocmw DOT be", "jan arobase cpas point be",
        "jan apenstaartje ocmw punt be", "jan＠ocmw．be", "jan{@}ocmw.be", "josé@cpas.be", "jan@localhost",
    ],
)  # fmt: skip
def test_an_address_is_found_in_any_spelling(address: str) -> None:
    assert found(f"Écrire à : {address}, merci.") == [(address, "email")]


@pytest.mark.parametrize(
    "number",
    [
        "+32 475 12 34 56", "+32(0)475/12.34.56", "+ 32 2 508 85 86", "0032 2 508 85 86", "(+32) 2 508 85 86", "02/508.85.86",
        "02 508 85 86", "(02) 508 85 86", "(071) 23.30.11", "0475/12.34.56", "0475 123 456", "0475-12-34-56",
        "0475\u201112\u201134\u201156", "0475\u00a012\u202f34\u00a056", "04 75 12 34 56", "0475123456", "０４７５ １２ ３４ ５６",
        "٠٤٧٥ ١٢ ٣٤ ٥٦", "+49 30 901820", "tél. : 508 85 86", "GSM 475 12 34 56", "06 12 34 56 78", "0475\n12 34 56",
    ],
)  # fmt: skip
def test_a_number_is_found_in_any_spelling(number: str) -> None:
    ((text, kind),) = found(f"Appeler {number} avant midi.") or [("", "")]
    assert (kind, number.strip("()").lstrip("(")[-6:] in text) == ("phone", True)


@pytest.mark.parametrize(
    "text",
    [
        "47 500,00 €", "€ 47.500,00", "+10 000 000 €", "AMIF 2021-2027 : 12 345 678 euros", "le 09/10/2021 à 9h00",
        "le 09/10/2021 9h00", "01.01.2021-31.12.2021", "2021-2027", "de 08:30 - 12:00 et 13:00 - 16:30", "08.30 - 12.00 13.00",
        "0,8 ETP", "0.8 VTE", "75 % de 47 500", "BE68 5390 0754 7034", "BCE 0206.750.094", "point 3.2.1", "101/2022/0034",
        "loi du 8 juillet 1976", "diapositives 3, 4, 5, 6, 7, 8, 9, 10", "à 14 h, at the office", "Le projet a point de repère",
        "00 32", "numéro 000123", "@ 14h", "10 000 + 20 000 000 EUR",
    ],
)  # fmt: skip
def test_the_figures_of_minutes_are_no_contacts(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "numbers",
    [
        "02 508 85 86 - 02 508 85 87", "02 508 85 86 / 0475 12 34 56", "0475 12 34 56 0476 12 34 57", "0475123456/0476123457",
        "+32 2 508 85 86 / 02 508 85 87", "+32 2 508 85 86 / 0475123456", "+49 30 901820 / 02 508 85 87",
        "tél. 02 508 85 86 / 02 508 85 87 / 0475 12 34 56", "02/508 85 86, 02/508 85 87",
    ],
)  # fmt: skip
def test_of_several_numbers_in_a_row_no_figure_stays(numbers: str) -> None:
    left = numbers
    for one in reversed(find_contacts(numbers)):
        left = left[: one.start] + left[one.end :]
    assert [sign for sign in left if sign.isdigit()] == []


def test_a_number_ends_before_an_amount() -> None:
    assert found("02 508 85 86 5 €") == [("02 508 85 86", "phone")]


def test_what_nobody_sees_is_left_out_and_the_rest_keeps_its_place() -> None:
    assert bare("a\u00ad\u200bb\u202ec") == ("abc", [0, 3, 5])
    assert bare("e\u0301t\ufe0fé") == ("eté", [0, 2, 4])


def test_several_are_found_in_order_and_apart() -> None:
    text = "a@b.be, 0475 12 34 56 ou c@d.be / 02 508 85 86"
    assert [kind for _text, kind in found(text)] == ["email", "phone", "email", "phone"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mailto:jan@ocmw.be", True), ("MAILTO:jan%40ocmw.be", True), ("tel:+32475123456", True),
        ("https://wa.me/32475123456", True), ("https://api.whatsapp.com/send?phone=32475123456", True),
        ("https://example.org/?to=jan%40ocmw.be", True),
        ("https://example.org/?to=jan%2540ocmw.be", True), ("https://example.org/2021/123456789", False),
        ("https://www.example.org/zora#contact", False),
    ],
)  # fmt: skip
def test_a_link_that_leads_to_somebody_is_known(address: str, told: bool) -> None:
    assert leads_to_somebody(address) is told


def test_a_long_text_of_signs_is_read_to_its_end() -> None:
    for pattern in ("a.", "a@", "0 ", "a at ", "+3"):
        text = pattern * 20_000
        assert all(one.end <= len(text) for one in find_contacts(text))
