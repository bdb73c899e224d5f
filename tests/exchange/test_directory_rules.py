"""What a file may change in the directory, and what it refuses in words."""

import datetime

import pytest

from amif_network.directory.models import Affiliation, Organisation, OrganisationAlias, Person
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory

from .sheets import book, changes, confirmed, looked_at, refusals, text

PEOPLE = ["given_name", "family_name", "number", "email"]
AFFILIATIONS = ["person", "organisation", "since", "until"]


@pytest.fixture
def ghent(db) -> Organisation:
    return OrganisationFactory(code="gent", short_fr="CPAS de Gand", short_nl="OCMW Gent", city_nl="Gent")


def test_rows_refer_to_organisations_and_people_of_the_same_file(administrator) -> None:
    data = book(
        organisations=[["organisation", "kind", "short_fr"], ["mons", "cpas", "CPAS de Mons"]],
        aliases=[["organisation", "spelling"], ["mons", "Mons.CPAS"]],
        people=[PEOPLE[:2], ["Zoé", "Carlier"]],
        affiliations=[AFFILIATIONS, ["Zoé Carlier", "CPAS de Mons", "01/02/2021", ""]],
    )
    confirmed(data, administrator)
    found = Affiliation.objects.values_list("person__family_name", "organisation__code", "valid_from", "valid_to")
    assert list(found) == [("Carlier", "mons", datetime.date(2021, 2, 1), None)]
    assert OrganisationAlias.objects.get().text == "Mons.CPAS"


def test_an_affiliation_is_ended_by_its_row(ghent, administrator) -> None:
    one = AffiliationFactory(person=PersonFactory(given_name="An", family_name="Baert"), organisation=ghent)
    importation = confirmed(
        book(affiliations=[AFFILIATIONS, ["An Baert", "OCMW Gent", "2020-01-01", "2026-01-31"]]), administrator
    )
    assert changes(importation) == [(2, "until", "", "2026-01-31")]
    one.refresh_from_db()
    assert (one.valid_to, one.function_fr) == (datetime.date(2026, 1, 31), "responsable de projet")


def test_namesakes_are_told_apart_by_their_number(administrator) -> None:
    first, second = PersonFactory.create_batch(2, given_name="An", family_name="Baert")
    data = book(people=[PEOPLE, ["An", "Baert", 2, "two@example.org"]])
    confirmed(data, administrator)
    assert Person.objects.get(pk=second.pk).email == "two@example.org"
    assert Person.objects.get(pk=first.pk).email == first.email
    rows = [PEOPLE, ["An", "Baert", 4, ""]]
    [(row, column, _sentence)] = refusals(looked_at(book(people=rows), administrator))
    assert (row, column) == (2, "number")


def test_a_name_that_two_people_bear_is_asked_for_with_its_number(ghent, administrator) -> None:
    PersonFactory.create_batch(2, given_name="An", family_name="Baert")
    importation = looked_at(text([AFFILIATIONS, ["An Baert", "gent", "2021-01-01", ""]]), administrator, "affiliations.csv")
    assert refusals(importation) == [(2, "person", "“An Baert” is not the name of exactly one person of the directory.")]
    confirmed(text([AFFILIATIONS, ["An Baert (2)", "gent", "2021-01-01", ""]]), administrator, "affiliations.csv")
    assert Affiliation.objects.get().person == Person.objects.order_by("pk").last()


@pytest.mark.parametrize(
    ("sheet", "rows", "column"),
    [
        ("organisations", [["organisation", "kind", "short_fr"], ["Gand !", "cpas", "CPAS"]], "organisation"),
        ("organisations", [["organisation", "kind", "short_fr"], ["mons", "cpass", "CPAS"]], "kind"),
        ("organisations", [["organisation", "kind", "short_fr"], ["mons", "cpas", ""]], ""),
        ("organisations", [["organisation", "valid_from", "valid_to"], ["gent", "2020-01-01", "2019-01-01"]], "valid_to"),
        ("organisations", [["organisation", "website"], ["gent", "javascript:alert(1)"]], "website"),
        ("organisations", [["organisation", "short_fr"], ["gent", "é" * 200]], "short_fr"),
        ("successors", [["organisation", "successor"], ["gent", "gent"]], ""),
        ("successors", [["organisation", "successor"], ["nulle-part", "gent"]], ""),
        ("aliases", [["organisation", "spelling"], ["gent", "!!!"]], ""),
        ("memberships", [["service", "member"], ["gent", "gent"]], ""),
        ("people", [PEOPLE, ["An", "Baert", "", "pas une adresse"]], "email"),
        ("people", [PEOPLE, ["An", "", "", ""]], "family_name"),
        ("affiliations", [AFFILIATIONS, ["Personne", "gent", "2021-01-01", ""]], "person"),
        ("affiliations", [AFFILIATIONS, ["", "gent", "1021-01-01", ""]], "person"),
    ],
)
def test_what_the_directory_refuses_names_its_column(ghent, administrator, sheet, rows, column) -> None:
    found = refusals(looked_at(book(**{sheet: rows}), administrator))
    assert {place[:2] for place in found} == {(2, column)}
    assert all(sentence for _row, _column, sentence in found)


def test_all_or_nothing(ghent, administrator) -> None:
    rows = [["organisation", "spelling"], ["gent", "Gand"], ["gent", ""]]
    importation = looked_at(book(aliases=rows), administrator)
    assert importation.outcome["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    assert not OrganisationAlias.objects.exists()
