"""Which rows exist for whom and when."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from amif_network.directory.models import Affiliation, Organisation, Person
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2024, 6, 1), datetime.date(2024, 6, 30)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(("on", "expected"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)])
def test_validity_includes_its_first_and_its_last_day(on: datetime.date, expected: bool) -> None:
    one = OrganisationFactory(valid_from=FIRST, valid_to=LAST, network_from=FIRST, network_to=LAST)
    affiliation = AffiliationFactory(organisation=one, valid_from=FIRST, valid_to=LAST)
    answers = {
        Organisation.objects.valid_on(on).exists(),
        one.is_valid_on(on),
        Organisation.objects.in_network_on(on).exists(),
        one.in_network_on(on),
        Affiliation.objects.valid_on(on).exists(),
        affiliation.is_valid_on(on),
        Organisation.objects.represented_by(affiliation.person, on).exists(),
        Person.objects.working_in(Organisation.objects.all(), on).exists(),
    }
    assert answers == {expected}


@pytest.mark.parametrize("on", [datetime.date(1977, 1, 1), datetime.date(2200, 1, 1)])
def test_without_dates_an_organisation_has_always_existed_and_is_no_member(on: datetime.date) -> None:
    one = OrganisationFactory()
    assert (one.is_valid_on(on), Organisation.objects.valid_on(on).exists()) == (True, True)
    assert (one.in_network_on(on), Organisation.objects.in_network_on(on).exists()) == (False, False)


def test_nobody_represents_nothing() -> None:
    OrganisationFactory()
    assert list(Organisation.objects.represented_by(None)) == []


def test_strangers_see_nothing(observer: Any) -> None:
    AffiliationFactory()
    seen = [
        [model.objects.visible_to(user).count() for model in (Organisation, Person, Affiliation)]
        for user in (AnonymousUser(), observer)
    ]
    assert seen == [[0, 0, 0], [1, 1, 1]]


def test_a_user_without_a_person_sees_no_contact(observer: Any) -> None:
    PersonFactory()
    assert Person.objects.with_contact_right(observer, FIRST).get().contact_visible is False


@pytest.mark.parametrize(
    ("names", "lang", "expected"),
    [
        ({"short_fr": "CPAS de Gand", "short_nl": "OCMW Gent"}, "nl", ("OCMW Gent", "nl", False)),
        ({"short_fr": "", "name_fr": "Service X", "short_nl": "Dienst X"}, "fr", ("Service X", "fr", False)),
        ({"short_fr": "", "name_fr": "", "short_nl": "Dienst X"}, "fr", ("Dienst X", "nl", True)),
        ({"short_fr": "", "short_nl": "", "name_nl": "Dienst X"}, "fr", ("Dienst X", "nl", True)),
    ],
)
def test_the_everyday_name_of_the_language_comes_before_any_of_the_other(
    names: dict[str, str], lang: str, expected: tuple[Any, ...]
) -> None:
    name = Organisation(**names).localised_name(lang)
    assert (name.text, name.lang, name.fallback) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"short_fr": "CPAS de Gand", "short_nl": "OCMW Gent"}, "OCMW Gent"),
        ({"short_fr": "ZORA", "short_nl": "ZORA"}, None),
        ({"short_fr": "CPAS de Gand"}, None),
        ({"short_nl": "OCMW Gent"}, None),
    ],
)
def test_the_other_name_is_shown_only_when_it_says_something_new(names: dict[str, str], expected: str | None) -> None:
    name = Organisation(**names).other_name
    assert (name and name.text) == expected


def test_a_code_is_made_of_the_name_and_never_taken_twice() -> None:
    OrganisationFactory(code="croix-rouge")
    OrganisationFactory(code="croix-rouge-2")
    assert [Organisation.objects.free_code(name) for name in ("Croix-Rouge", "Œuvre", "!!!")] == [
        "croix-rouge-3",
        "oeuvre",
        "organisation",
    ]


def test_a_search_asks_for_every_word_but_never_for_hundreds() -> None:
    one = OrganisationFactory(short_fr="CPAS de Mons", short_nl="OCMW Bergen")
    many_words = " ".join(["cpas", "mons", "bergen", *["de"] * 9, *["nulle"] * 500])
    assert list(Organisation.objects.search("mons bergen")) == [one]
    assert list(Organisation.objects.search("mons gand")) == []
    assert list(Organisation.objects.search(many_words)) == [one]
    assert str(Organisation.objects.search(many_words).query).count("EXISTS") == 12
