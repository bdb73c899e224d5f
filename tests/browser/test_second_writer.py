"""Two people in one text: who saves second sees both, and nobody's words are lost. And the same pages without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from amif_network.accounts.models import User
from meetings.models import Meeting, Section, SectionText
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import AgendaItemFactory, MinutesFactory, SectionFactory

from . import audit
from .steps import cell_of, expect_state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def section(db) -> Section:
    """A section of minutes in draft, in both languages, nobody having compared them."""
    minutes = MinutesFactory()
    AgendaItemFactory(meeting=minutes.meeting, position=1, title_fr="Accueil", title_nl="Onthaal")
    AgendaItemFactory(meeting=minutes.meeting, position=2, title_fr="Budget", title_nl="Begroting")
    return SectionFactory(
        minutes=minutes, position=1, label="1.", fr=("Budget", "<p>Trois ans.</p>"), nl=("Begroting", "<p>Drie jaar.</p>")
    )


@pytest.fixture
def meeting(section: Section) -> Meeting:
    return section.minutes.meeting


@pytest.fixture
def page_for(live_server, browser: Browser, signed_in) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of their own, in a browser of their own, for a user."""
    contexts = []

    def open_page(user: User, target: str, *, scripts: bool = True) -> Page:
        contexts.append(browser.new_context(java_script_enabled=scripts, viewport=audit.WIDE))
        session = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        contexts[-1].add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}{target}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def standing(section: Section) -> str:
    return SectionText.objects.get(section=section, language="fr").html


def test_a_text_is_written_and_compared_without_scripts(
    page_for, meeting: Meeting, section: Section, french_coordinator: User
) -> None:
    page = page_for(french_coordinator, f"/fr/meetings/{meeting.pk}/minutes/", scripts=False)
    cell_of(page, "Budget", "fr").get_by_role("link", name="Modifier").click()
    page.get_by_role("textbox", name="Texte").fill("Quatre ans.\n\n- un plafond\n  - annuel")
    page.get_by_role("button", name="les deux langues concordent").click()
    for lang in ("fr", "nl"):
        expect_state(cell_of(page, "Budget", lang), "à jour")
    assert standing(section) == "<p>Quatre ans.</p><ul><li>un plafond<ul><li>annuel</li></ul></li></ul>"


def test_a_collision_without_scripts_is_a_page_with_both_texts(
    page_for, meeting: Meeting, section: Section, french_coordinator: User, dutch_coordinator: User
) -> None:
    target = f"/fr/meetings/{meeting.pk}/minutes/sections/{section.uuid}/fr/"
    first, second = (page_for(user, target, scripts=False) for user in (french_coordinator, dutch_coordinator))
    for page, words in ((first, "Premier."), (second, "Second.")):
        page.get_by_role("textbox", name="Texte").fill(words)
        page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Deux versions d’un même texte")
    expect(second.get_by_text("Premier.")).to_be_visible()
    second.locator("[name=choice-0][value=mine]").check()
    second.locator(".cell--conflict [type=submit]").click()
    expect(cell_of(second, "Budget", "fr")).to_contain_text("Second.")
    assert standing(section) == "<p>Second.</p>"


def test_agenda_rows_are_added_moved_and_saved_without_scripts(
    page_for, meeting: Meeting, section: Section, french_coordinator: User
) -> None:
    page = page_for(french_coordinator, f"/fr/meetings/{meeting.pk}/agenda/", scripts=False)
    page.get_by_role("button", name="Ajouter une ligne").click()
    page.locator("[name=form-2-title_fr]").fill("Divers")
    page.locator("[data-amif-row]").nth(2).get_by_role("button", name="Monter").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(meeting.title_fr)
    assert [item.title_fr for item in meeting.agenda_items.for_list()] == ["Accueil", "Divers", "Budget"]


def test_somebody_is_put_on_the_list_without_scripts(
    page_for, meeting: Meeting, section: Section, french_coordinator: User
) -> None:
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent", city_fr="Gand", city_nl="Gent")
    AffiliationFactory(person=PersonFactory(given_name="Umit", family_name="Karanfil"), organisation=gent)
    page = page_for(french_coordinator, f"/fr/meetings/{meeting.pk}/attendance/", scripts=False)
    page.locator("[name$=-person]").first.fill("Umit Karanfil")
    page.locator("[name$=-organisation]").first.fill("OCMW Gent")
    page.locator("[name$=-status]").first.select_option("excused")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(meeting.title_fr)
    found = meeting.attendances.select_related("person", "organisation")
    assert [(str(one.person), one.organisation, one.status) for one in found] == [("Umit Karanfil", gent, "excused")]
