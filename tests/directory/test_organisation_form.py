"""Entering and correcting organisations."""

import datetime
from typing import Any

import pytest

from amif_network.directory.models import Organisation
from tests.directory.pages import address, corrected, main_of, words
from tests.factories.directory import OrganisationAliasFactory, OrganisationFactory
from tests.meetings.pages import sent_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(signed_in: Any, french_coordinator: Any) -> Any:
    return signed_in(french_coordinator)


def test_creates_an_organisation_under_a_code_of_its_own(keeper: Any) -> None:
    typed = {"kind": "ngo", "short_fr": "  Croix-Rouge   de Belgique ", "short_nl": "Rode Kruis", "spellings": "CRB\n\nRKV\ncrb"}
    response = keeper.post(address("organisation-create"), typed)
    made = Organisation.objects.get(kind="ngo")
    assert response["Location"] == made.get_absolute_url()
    assert (made.code, made.short_fr, made.short_nl) == ("croix-rouge-de-belgique", "Croix-Rouge de Belgique", "Rode Kruis")
    assert sorted(made.aliases.values_list("text", flat=True)) == ["RKV", "crb"]


def test_a_second_one_of_the_same_name_gets_another_code(keeper: Any) -> None:
    for _ in range(2):
        keeper.post(address("organisation-create"), {"kind": "ngo", "short_fr": "Croix-Rouge"})
    assert sorted(Organisation.objects.values_list("code", flat=True)) == ["croix-rouge", "croix-rouge-2"]


def test_corrects_names_and_spellings_and_keeps_the_code(keeper: Any) -> None:
    gent = OrganisationFactory(short_nl="OCMW Gant", code="cpas-44021")
    kept = OrganisationAliasFactory(organisation=gent, text="Ghent")
    OrganisationAliasFactory(organisation=gent, text="Gant")
    corrected(keeper, address("organisation-edit", gent.pk), {"short_nl": "OCMW Gent", "spellings": "ghent\nSociaal Huis"})
    gent.refresh_from_db()
    assert (gent.short_nl, gent.code) == ("OCMW Gent", "cpas-44021")
    assert [(one.pk == kept.pk, one.text) for one in gent.aliases.all()] == [(True, "Ghent"), (False, "Sociaal Huis")]


def test_finds_the_successor_by_its_name(keeper: Any) -> None:
    merged = OrganisationFactory(short_nl="OCMW Merelbeke-Melle")
    old = OrganisationFactory()
    typed = {"short_nl": "OCMW Melle", "valid_to": "2024-12-31", "successor": "ocmw merelbeke melle"}
    corrected(keeper, address("organisation-edit", old.pk), typed)
    old.refresh_from_db()
    assert (old.successor, old.valid_to) == (merged, datetime.date(2024, 12, 31))


def test_asks_back_which_successor_is_meant_and_takes_the_answer(keeper: Any) -> None:
    twins = [
        OrganisationFactory(short_fr="CPAS de Saint-Nicolas", short_nl=name)
        for name in ("OCMW Sint-Niklaas", "OCMW Saint-Nicolas")
    ]
    old = OrganisationFactory()
    typed = {"short_fr": "CPAS de Temse", "valid_to": "2030-12-31", "successor": "CPAS de Saint-Nicolas"}
    asked = corrected(keeper, address("organisation-edit", old.pk), typed)
    assert all(f'value="{one.pk}|CPAS de Saint-Nicolas"' in main_of(asked) for one in twins)
    keeper.post(address("organisation-edit", old.pk), sent_by(asked) | {"successor_pick": f"{twins[0].pk}|CPAS de Saint-Nicolas"})
    old.refresh_from_db()
    assert old.successor == twins[0]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "cpas"}, None),
        ({"kind": "club", "short_fr": "X"}, "kind"),
        ({"kind": "cpas", "short_fr": "X", "valid_from": "2024-06-02", "valid_to": "2024-06-01"}, "valid_to"),
        ({"kind": "cpas", "short_fr": "X", "network_to": "2024-06-01"}, None),
        ({"kind": "cpas", "short_fr": "X", "successor": "CPAS de Nulle-Part"}, "successor"),
        ({"kind": "cpas", "short_fr": "X", "spellings": "---"}, "spellings"),
        ({"kind": "cpas", "short_fr": "X", "spellings": "y" * 201}, "spellings"),
        ({"kind": "cpas", "short_fr": "X\x01"}, "short_fr"),
        ({"kind": "cpas", "short_fr": "X" * 121}, "short_fr"),
        ({"kind": "cpas", "short_fr": "X", "website": "javascript:alert(1)"}, "website"),
    ],
)
def test_says_what_is_wrong_and_saves_nothing(keeper: Any, typed: dict[str, str], field: str | None) -> None:
    response = keeper.post(address("organisation-create"), typed)
    assert list(response.context["form"].errors) == [field or "__all__"]
    assert Organisation.objects.count() == 0


def test_an_organisation_cannot_succeed_itself(keeper: Any) -> None:
    one = OrganisationFactory(short_fr="CPAS de Mons")
    typed = {"kind": "cpas", "short_fr": "CPAS de Mons", "valid_to": "2030-12-31", "successor": "CPAS de Mons"}
    response = keeper.post(address("organisation-edit", one.pk), typed)
    assert list(response.context["form"].errors) == ["__all__"]


def test_the_form_shows_the_record(keeper: Any) -> None:
    merged = OrganisationFactory(short_fr="CPAS de Merelbeke-Melle")
    old = OrganisationFactory(short_fr="CPAS de Melle", abolished=True, successor=merged)
    OrganisationAliasFactory(organisation=old, text="Sociaal Huis")
    html = main_of(keeper.get(address("organisation-edit", old.pk)))
    assert all(
        value in html
        for value in ('value="CPAS de Melle"', 'value="CPAS de Merelbeke-Melle"', 'value="2024-12-31"', "Sociaal Huis</textarea>")
    )


@pytest.mark.parametrize("role", ["host_member", "observer"])
def test_other_roles_may_not(request: pytest.FixtureRequest, signed_in: Any, role: str) -> None:
    client, one = signed_in(request.getfixturevalue(role)), OrganisationFactory(short_fr="CPAS de Mons")
    for target in (address("organisation-create"), address("organisation-edit", one.pk)):
        assert client.get(target).status_code == 403
        assert client.post(target, {"kind": "cpas", "short_fr": "Autre"}).status_code == 403
    one.refresh_from_db()
    assert one.short_fr == "CPAS de Mons"
    assert address("organisation-edit", one.pk) not in words(client.get(one.get_absolute_url()))


def test_an_unknown_one_is_not_found(keeper: Any) -> None:
    assert keeper.get(address("organisation-edit", 999_999)).status_code == 404


def test_other_methods_are_refused(keeper: Any) -> None:
    one = OrganisationFactory()
    assert [
        keeper.delete(target).status_code for target in (address("organisation-create"), address("organisation-edit", one.pk))
    ] == [405, 405]
