"""The main job in Dutch with the keyboard alone: no pointer, no script that moves the focus."""

import hashlib

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from meetings.models import Meeting, SectionText
from tests.factories.accounts import PASSWORD

from . import audit
from .keyboard import Keyboard
from .steps import DOCUMENTS, cell_of, downloaded, expect_state, words_of

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
TITLE = "Verslag van de hybride netwerkvergadering AMIF"


@pytest.fixture
def keys(live_server, page: Page, dutch_coordinator) -> Keyboard:
    """The keyboard of a coordinator who has just signed in with it."""
    call_command("load_reference_data", verbosity=0)
    page.goto(f"{live_server.url}/nl/")
    keys = Keyboard(page)
    keys.arrive("Aanmelden")
    keys.fill("E-mailadres", dutch_coordinator.email)
    keys.fill("Wachtwoord", PASSWORD)
    keys.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/nl/")
    return keys


def test_a_document_becomes_three_published_editions(keys: Keyboard) -> None:
    with audit.complaints(keys.page) as said:
        import_document(keys)
        correct_the_dutch(keys)
        write_the_french(keys)
        rearrange_agenda_and_attendance(keys)
        look_at_the_drafts(keys)
        publish(keys)
        compare_fingerprints(keys)
        keys.follow("button", "Afmelden", key="Shift+Tab")
        expect(keys.page.get_by_role("heading", level=1)).to_have_text("Aanmelden")
    assert said == []


def import_document(keys: Keyboard) -> None:
    """Paste its text, give the person without an organisation one, and confirm."""
    keys.follow("link", "Importeren")
    keys.arrive("Een verslag importeren")
    keys.to("textbox", "tekst van het verslag")
    keys.page.keyboard.insert_text((DOCUMENTS / "dutch_hybrid.txt").read_text(encoding="utf-8"))
    keys.follow("button", "Het document lezen")
    keys.arrive("De import nakijken")
    keys.choose("Organisatie", "gand", "OCMW Gent", within=keys.page.get_by_role("group", name="Elke D'Hondt"))
    assert Meeting.objects.count() == 0
    keys.follow("button", "Bevestigen en importeren")
    keys.arrive(TITLE)
    corrected = Meeting.objects.get().attendances.get(person__family_name="D'Hondt")
    assert corrected.organisation.code == "cpas-44021"


def correct_the_dutch(keys: Keyboard) -> None:
    """Add a sentence to a text."""
    cell = cell_of(keys.page, "Stand van zaken", "nl")
    keys.follow("link", "Bewerken", within=cell)
    text = keys.page.get_by_role("textbox", name="Tekst")
    expect(text.and_(keys.page.locator("[contenteditable=true]"))).to_be_focused()
    keys.press("Control+End")
    keys.type(" Dat is zeker.")
    keys.press("Escape")
    keys.follow("button", "Opslaan")
    expect(cell).to_contain_text("Dat is zeker.")
    expect(cell.get_by_role("link", name="Bewerken")).to_be_focused()


def write_the_french(keys: Keyboard) -> None:
    """Write the translation with a footnote, a heading, a nested list and a table, and say that both match."""
    keys.follow("link", "Schrijven", within=cell_of(keys.page, "Stand van zaken", "fr"))
    expect(keys.page.get_by_role("textbox", name="Titel")).to_be_focused()
    keys.type("État des lieux")
    keys.to("textbox", "Tekst")
    expect(keys.page.locator("[contenteditable=true]:focus")).to_have_count(1)
    keys.type("L'appel s'ouvre le 2 mai.")
    keys.tool("Voetnoot")
    expect(keys.page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    keys.type("Sous réserve.")
    keys.press("Enter", "Enter")
    keys.tool("Titel")
    keys.type("Suites")
    keys.press("Enter")
    keys.tool("Opsomming")
    keys.type("Écrire")
    keys.press("Enter", "Tab")
    keys.type("avant avril")
    keys.press("Enter", "Enter", "Enter")
    keys.tool("Tabel")
    keys.press("Enter")
    for words in ("Qui", "Quoi", "Quand", "IBZ", "appel", "en mai"):
        keys.type(words)
        keys.press("Tab")
    keys.press("Escape")
    keys.follow("button", "beide talen stemmen overeen")
    for lang in ("fr", "nl"):
        expect_state(cell_of(keys.page, "Stand van zaken", lang), "bijgewerkt")
    html = SectionText.objects.get(language="fr", heading="État des lieux").html
    assert "<p>L'appel s'ouvre le 2 mai.<span data-fn=\"\">Sous réserve.</span></p><h3>Suites</h3>" in html
    assert "<ul><li>Écrire<ul><li>avant avril</li></ul></li></ul>" in html
    assert [f'<th scope="col">{words}</th>' in html for words in ("Qui", "Quoi", "Quand")] == [True] * 3


def agenda() -> list[str]:
    """Return the stored titles in their order."""
    return list(Meeting.objects.get().agenda_items.order_by("position").values_list("title_nl", flat=True))


def rearrange_agenda_and_attendance(keys: Keyboard) -> None:
    """Put the last row of the agenda before the one above it, and excuse somebody."""
    page = keys.page
    keys.follow("link", "Vergadering", key="Shift+Tab", exact=True)
    keys.arrive(TITLE)
    keys.follow("link", "De agenda wijzigen")
    keys.arrive("Agenda")
    # Below the rows of the agenda there are empty ones for more.
    rows, titles = page.get_by_role("group").filter(has=page.get_by_role("button", name="Omhoog")), agenda()
    last = len(titles) - 1
    expect(rows.nth(last).get_by_label("Titel in het Nederlands")).to_have_value(titles[last])
    keys.follow("button", "Omhoog", within=rows.nth(last))
    expect(rows.nth(last - 1).get_by_label("Titel in het Nederlands")).to_have_value(titles[last])
    keys.to("textbox", "Titel in het Frans")
    keys.press("Enter")
    keys.arrive(TITLE)
    keys.follow("link", "De aanwezigheid wijzigen")
    keys.arrive("Aanwezigheid")
    keys.to("combobox", "Aanwezigheid", within=page.locator("[data-amif-row]").first, exact=True)
    keys.type("v")
    keys.follow("button", "Opslaan")
    keys.arrive(TITLE)
    assert agenda() == [*titles[:-2], titles[-1], titles[-2]]
    assert Meeting.objects.get().attendances.order_by("position").first().status == "excused"


def look_at_the_drafts(keys: Keyboard) -> None:
    """Preview the minutes and download them in each language: every draft says that it is one."""
    page = keys.page
    keys.follow("link", "Het verslag schrijven")
    keys.arrive(TITLE)
    keys.follow("link", "Voorbeeld en pdf")
    drafts = {}
    for language in ("Frans", "Nederlands", "Tweetalig"):
        keys.follow("link", language, exact=True)
        expect(page.get_by_role("link", name=language, exact=True)).to_have_attribute("aria-current", "page")
        keys.to("link", "Pdf van de huidige tekst")
        drafts[language] = words_of(downloaded(page, page.locator("*:focus"), keys=True))
    assert ["PROJET" in text.upper() or "ONTWERP" in text.upper() for text in drafts.values()] == [True] * 3
    assert "Sous réserve" in drafts["Frans"]
    assert "Dat is zeker" in drafts["Nederlands"]
    assert all(words in drafts["Tweetalig"] for words in ("avant avril", "Dat is zeker"))
    keys.follow("link", "Terug naar het verslag", key="Shift+Tab")


def publish(keys: Keyboard) -> None:
    """Approve what is there, say why translations are missing, and publish."""
    keys.arrive(TITLE)
    keys.follow("link", "Goedkeuren…")
    keys.arrive("Het verslag goedkeuren")
    keys.fill("Reden", "De OCMW’s lazen het document per e-mail na.")
    keys.follow("button", "Goedkeuren", exact=True)
    keys.arrive("Het verslag publiceren")
    keys.fill("Reden in het Frans", "La traduction suit.")
    keys.fill("Reden in het Nederlands", "De vertaling volgt.")
    keys.follow("button", "Publiceren")
    keys.arrive("Gepubliceerde edities")


def compare_fingerprints(keys: Keyboard) -> None:
    """Download the six editions: each has the fingerprint the page names, and none is a draft."""
    page, texts = keys.page, []
    for item in page.locator(".item-list > li").all():
        keys.to("link", "pdf", within=item)
        pdf = downloaded(page, page.locator("*:focus"), keys=True)
        # Past the link that reads the edition on screen.
        keys.press("Tab", "Tab", "Enter")
        expect(item.locator("code")).to_have_text(hashlib.sha256(pdf).hexdigest())
        texts.append(words_of(pdf))
    assert len(texts) == 6
    assert [words in text for text in texts for words in ("PROJET", "ONTWERP")] == [False] * 12
