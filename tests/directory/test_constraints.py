"""The database refuses what must not be, whoever writes to it; forms say why."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from amif_network.directory.models import Affiliation, Organisation, OrganisationAlias, OrganisationMembership, Person
from tests.factories.directory import (
    AffiliationFactory,
    OrganisationAliasFactory,
    OrganisationFactory,
    OrganisationMembershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
DAY, DAY_BEFORE = datetime.date(2024, 6, 2), datetime.date(2024, 6, 1)


def broken(model: type, pk: int, **columns: Any) -> str:
    """Write `columns` past all Python checks and return the name of the constraint that refuses them."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model._default_manager.filter(pk=pk).update(**columns)
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("organisation_has_a_name", {"short_fr": "", "short_nl": "", "name_fr": "", "name_nl": ""}),
        ("organisation_dates_in_order", {"valid_from": DAY, "valid_to": DAY_BEFORE}),
        ("organisation_network_dates_in_order", {"network_from": DAY, "network_to": DAY_BEFORE}),
        ("organisation_network_dates_in_order", {"network_from": None, "network_to": DAY}),
        ("organisation_choices_known", {"kind": "club"}),
        ("organisation_choices_known", {"kind": ""}),
        ("organisation_choices_known", {"language_regime": "en"}),
        ("organisation_choices_known", {"region": "europe"}),
        ("organisation_choices_known", {"province": "brabant"}),
        ("organisation_choices_known", {"size_class": "huge"}),
    ],
)
def test_organisation_columns(constraint: str, columns: dict[str, Any]) -> None:
    assert broken(Organisation, OrganisationFactory().pk, **columns) == constraint


def test_an_organisation_does_not_succeed_itself() -> None:
    one = OrganisationFactory(abolished=True)
    assert broken(Organisation, one.pk, successor=one) == "organisation_successor_is_another"


def test_an_organisation_with_a_successor_has_a_last_day() -> None:
    assert (
        broken(Organisation, OrganisationFactory().pk, successor=OrganisationFactory()) == "organisation_with_successor_has_ended"
    )


def test_a_code_belongs_to_one_organisation() -> None:
    first, second = OrganisationFactory(), OrganisationFactory()
    assert broken(Organisation, second.pk, code=first.code) == "directory_organisation_code_key"


def test_a_spelling_comes_once_per_organisation_whatever_its_accents() -> None:
    alias = OrganisationAliasFactory(text="SPP Intégration-sociale")
    with pytest.raises(IntegrityError, match="alias_once_per_organisation"), transaction.atomic():
        OrganisationAlias.objects.create(organisation=alias.organisation, text="spp integration sociale")
    assert OrganisationAliasFactory(text="spp integration sociale").normalised == alias.normalised


def test_a_spelling_holds_a_letter() -> None:
    assert broken(OrganisationAlias, OrganisationAliasFactory().pk, text="-- ' --") == "alias_has_letters"


def test_an_organisation_is_not_its_own_member() -> None:
    membership = OrganisationMembershipFactory()
    assert broken(OrganisationMembership, membership.pk, member=membership.parent) == "membership_between_two"


def test_a_membership_does_not_end_before_it_starts() -> None:
    membership = OrganisationMembershipFactory(valid_from=DAY)
    assert broken(OrganisationMembership, membership.pk, valid_to=DAY_BEFORE) == "membership_dates_in_order"


def test_two_memberships_of_the_same_two_do_not_overlap() -> None:
    first = OrganisationMembershipFactory(valid_to=DAY)
    with pytest.raises(IntegrityError, match="membership_once_at_a_time"), transaction.atomic():
        OrganisationMembershipFactory(parent=first.parent, member=first.member, valid_from=DAY)
    again = OrganisationMembershipFactory(parent=first.parent, member=first.member, valid_from=datetime.date(2024, 6, 3))
    assert (first.is_valid_on(DAY), again.is_valid_on(DAY)) == (True, False)


def test_a_person_has_a_family_name() -> None:
    assert broken(Person, PersonFactory().pk, family_name="") == "person_has_a_family_name"


def test_a_person_prefers_a_language_of_the_portal() -> None:
    assert broken(Person, PersonFactory().pk, preferred_language="en") == "person_language_known"


def test_an_affiliation_does_not_end_before_it_starts() -> None:
    assert broken(Affiliation, AffiliationFactory(valid_from=DAY).pk, valid_to=DAY_BEFORE) == "affiliation_dates_in_order"


def test_the_same_function_is_not_held_twice_at_a_time() -> None:
    first = AffiliationFactory(valid_from=DAY_BEFORE, valid_to=DAY)
    with pytest.raises(IntegrityError, match="affiliation_once_at_a_time"), transaction.atomic():
        AffiliationFactory(person=first.person, organisation=first.organisation, valid_from=DAY)
    AffiliationFactory(
        person=first.person, organisation=first.organisation, valid_from=DAY, function_fr="direction", function_nl="directie"
    )
    AffiliationFactory(person=first.person, organisation=first.organisation, valid_from=datetime.date(2024, 6, 3))
    assert first.person.affiliations.count() == 3


@pytest.mark.parametrize("factory", [OrganisationFactory, OrganisationMembershipFactory, AffiliationFactory])
def test_dates_out_of_order_are_refused_at_the_field(factory: Any) -> None:
    record = factory()
    record.valid_from, record.valid_to = DAY, DAY_BEFORE
    with pytest.raises(ValidationError) as caught:
        record.full_clean()
    assert list(caught.value.message_dict) == ["valid_to"]


def test_what_people_refer_to_cannot_be_deleted() -> None:
    affiliation = AffiliationFactory()
    membership = OrganisationMembershipFactory()
    for record in (affiliation.person, affiliation.organisation, membership.member, membership.parent):
        with pytest.raises(ProtectedError):
            record.delete()
