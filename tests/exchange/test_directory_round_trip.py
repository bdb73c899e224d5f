"""The directory leaves and comes back: unchanged where nothing changed, whole where everything was lost."""

import datetime

import pytest
from django.db import connection

from amif_network.accounts.models import User
from amif_network.directory.models import Affiliation, Organisation, Person
from amif_network.exchange.directory import SUBJECT
from tests.factories.directory import (
    AffiliationFactory,
    OrganisationAliasFactory,
    OrganisationFactory,
    OrganisationMembershipFactory,
    PersonFactory,
)

from .sheets import confirmed, file_of, looked_at, said

FORMS = pytest.mark.parametrize("form", ["xlsx", "csv", "json"])


@pytest.fixture
def directory(db) -> None:
    """Organisations that merged, spellings that look like formulas, namesakes, two functions since one day."""
    heir = OrganisationFactory(code="z-heir", short_fr="CPAS d'Étang", website="https://example.org/", network_from="2020-01-01")
    OrganisationFactory(code="a-gone", abolished=True, successor=heir, name_de="=ÖSHZ", size_class="large")
    for spelling in ("+CPAS Etang", "'=1", "OCMW ; Vijver"):
        OrganisationAliasFactory(organisation=heir, text=spelling)
    OrganisationMembershipFactory(member=heir, valid_from=datetime.date(2021, 1, 1))
    OrganisationMembershipFactory(member=heir, valid_to=datetime.date(2019, 12, 31))
    first, second = (PersonFactory(given_name="Anne", family_name="Dubois", email=f"{n}@example.org") for n in (1, 2))
    PersonFactory(given_name="", family_name="De Crom", email="", phone="+32 2 000", show_role=True)
    AffiliationFactory(person=second, organisation=heir, from_lists=True)
    AffiliationFactory(person=first, organisation=heir, ended=True)
    AffiliationFactory(person=first, organisation=heir, function_fr="@bénévole", function_nl="")


def wipe() -> None:
    """Empty the directory, as if a new portal began."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("UPDATE accounts_user SET person_id = NULL")
        cursor.execute("DELETE FROM directory_affiliation")
        cursor.execute("DELETE FROM directory_organisationmembership")
        cursor.execute("DELETE FROM directory_organisationalias")
        cursor.execute("DELETE FROM directory_person")
        cursor.execute("DELETE FROM directory_organisation")


@FORMS
def test_importing_an_export_changes_nothing(directory, administrator: User, form) -> None:
    before = said(SUBJECT, administrator)
    assert all(before.values())
    importation = looked_at(file_of(SUBJECT, administrator, form), administrator, "directory")
    rows = sum(len(table) for table in before.values())
    assert importation.outcome["counts"] == {"new": 0, "changed": 0, "same": rows, "refused": 0}


@FORMS
def test_an_empty_directory_is_filled_by_an_export(directory, administrator: User, form) -> None:
    before, exported = said(SUBJECT, administrator), file_of(SUBJECT, administrator, form)
    wipe()
    confirmed(exported, administrator, "directory")
    assert said(SUBJECT, administrator) == before
    assert (Organisation.objects.count(), Person.objects.count(), Affiliation.objects.count()) == (4, 3, 3)
    assert Organisation.objects.get(code="a-gone").successor.code == "z-heir"
