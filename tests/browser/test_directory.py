"""The directory in a real browser: a record entered with the keyboard alone, and pages that everybody can read."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, expect

from amif_network.accounts.models import User
from amif_network.directory.models import Affiliation, Person
from tests.directory.pages import address
from tests.factories.directory import (
    AffiliationFactory,
    OrganisationAliasFactory,
    OrganisationFactory,
    OrganisationMembershipFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NARROW = {"width": 320, "height": 740}


@pytest.fixture
def open_as(live_server, page: Page, signed_in) -> Callable[[User, str], Page]:
    """Return a function that opens an address as a user."""

    def open_page(user: User, target: str) -> Page:
        session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}{target}")
        return page

    return open_page


def test_a_person_and_their_employer_are_entered_with_the_keyboard_alone(open_as, dutch_coordinator: User) -> None:
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent", city_fr="Gand", city_nl="Gent")
    OrganisationFactory(short_fr="CPAS de Genk", short_nl="OCMW Genk", city_fr="Genk", city_nl="Genk")
    page = open_as(dutch_coordinator, address("person-create", lang="nl"))
    page.locator("[name=given_name]").focus()
    page.keyboard.type("Jolien")
    page.keyboard.press("Tab")
    page.keyboard.type("De Crom")
    page.keyboard.press("Enter")
    expect(page.locator("[name=organisation]")).to_be_visible()

    page.locator("[name=organisation]").focus()
    page.keyboard.type("gand")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=organisation]")).to_have_value("OCMW Gent")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Jolien De Crom")
    expect(page.locator(".item-list__title")).to_have_text("OCMW Gent")
    assert Affiliation.objects.get(person=Person.objects.get(family_name="De Crom")).organisation == gent


@pytest.fixture
def addresses(db) -> list[tuple[str, tuple[object, ...]]]:
    """Return every page of the directory, with something to show on it."""
    merged = OrganisationFactory(short_fr="CPAS de Merelbeke-Melle", short_nl="OCMW Merelbeke-Melle", in_network=True)
    OrganisationFactory(short_fr="", short_nl="OCMW Melle", abolished=True, successor=merged)
    OrganisationAliasFactory(organisation=merged)
    OrganisationMembershipFactory(member=merged)
    affiliation = AffiliationFactory(organisation=merged, function_nl="", person__show_role=True)
    AffiliationFactory(organisation=merged, person=affiliation.person, function_fr="", ended=True)
    return [
        ("organisations", ()), ("organisation", (merged.pk,)), ("organisation-create", ()), ("organisation-edit", (merged.pk,)),
        ("people", ()), ("person", (affiliation.person.pk,)), ("person-create", ()), ("person-edit", (affiliation.person.pk,)),
        ("affiliation-create", (affiliation.person.pk,)),
        ("affiliation-edit", (affiliation.pk,)), ("affiliation-end", (affiliation.pk,)),
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_axe_finds_nothing_and_nothing_is_cut_off_on_a_narrow_screen(
    open_as, addresses, dutch_coordinator: User, lang: str
) -> None:
    found = {}
    for name, keys in addresses:
        page = open_as(dutch_coordinator, address(name, *keys, lang=lang))
        page.set_viewport_size(NARROW)
        violations = [violation["id"] for violation in Axe().run(page, options=WCAG).response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[name] = (violations, wide)
    assert found == {name: ([], False) for name, _keys in addresses}


@pytest.mark.parametrize("query", ["?q=nulle-part", "?network=on&kind=university"])
def test_axe_finds_nothing_on_an_empty_list(open_as, observer: User, query: str) -> None:
    for name in ("organisations", "people"):
        page = open_as(observer, f"{address(name)}{query}")
        assert [violation["id"] for violation in Axe().run(page, options=WCAG).response["violations"]] == []


def test_axe_finds_nothing_on_a_form_that_asks_back(open_as, french_coordinator: User) -> None:
    for _ in range(2):
        OrganisationFactory(short_fr="CPAS de Saint-Nicolas")
    person = AffiliationFactory().person
    page = open_as(french_coordinator, address("affiliation-create", person.pk))
    page.locator("[name=organisation]").fill("CPAS de Saint-Nicolas")
    page.locator("main button[type=submit]").click()
    expect(page.locator("select[name=organisation_pick]")).to_be_visible()
    assert [violation["id"] for violation in Axe().run(page, options=WCAG).response["violations"]] == []
