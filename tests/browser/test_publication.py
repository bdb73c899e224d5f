"""From open points to six editions and an erratum, and a PDF that is recognised without leaving the device."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from playwright.sync_api import Page, expect

from meetings.models import Edition, Minutes
from tests.factories.meetings import NOW, AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory

from . import audit
from .scene import address
from .traffic import Traffic

pytestmark = pytest.mark.django_db(transaction=True)
SLOWLY = 180_000


@pytest.fixture
def minutes(host, host_member) -> Minutes:
    """Draft minutes with a gap, a name and a telephone number."""
    meeting = MeetingFactory(held=True, title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart")
    AttendanceFactory(meeting=meeting, person=host_member.person, organisation=host)
    minutes = MinutesFactory(meeting=meeting)
    text = f"<p>{host_member.person} répond au 0475 12 34 56.</p>"
    SectionFactory(minutes=minutes, label="1.", fr=("Accueil", text))
    SectionFactory(minutes=minutes, label="2.", fr=("Divers", "<p>x</p>"), nl=("Varia", "<p>y</p>"), anonymous=True)
    return minutes


def faults(page: Page, lang: str, name: str) -> list[str]:
    return [f"{name}: {fault}" for fault in audit.faults(page, lang)]


@pytest.mark.parametrize(
    ("lang", "approve", "publish", "start", "genuine"),
    [
        ("fr", "Approuver", "Publier", "Commencer la correction", "Authentique, et en vigueur."),
        ("nl", "Goedkeuren", "Publiceren", "De verbetering beginnen", "Echt, en van kracht."),
    ],
)
def test_from_the_open_list_to_an_erratum(
    open_as: Callable[..., Page], french_coordinator, dutch_coordinator, minutes, tmp_path, lang, approve, publish, start, genuine
):
    meeting = minutes.meeting_id
    page = open_as({"fr": french_coordinator, "nl": dutch_coordinator}[lang], address("meetings:approve", meeting, lang=lang))
    found = faults(page, lang, "approve")
    page.locator("[name=override]").fill("Relu par courriel.")
    page.get_by_role("button", name=approve, exact=True).click()
    page.wait_for_url("**/publish/")
    for one in page.locator("main details").all():
        one.locator("summary").click()
    found += faults(page, lang, "publish")
    expect(page.locator("main")).to_contain_text("0475 12 34 56")
    page.locator("[name=reason_fr]").fill("La traduction suit.")
    # Six documents are rendered before the answer comes.
    page.get_by_role("button", name=publish, exact=True).click(timeout=SLOWLY)
    page.wait_for_url("**/editions/")
    found += faults(page, lang, "editions")
    assert Edition.objects.count() == 6
    page.goto(page.url.replace("editions/", "minutes/correct/"))
    found += faults(page, lang, "correct")
    page.locator("[name=comment]").fill("Une faute")
    page.locator("[name=erratum_fr]").fill("Un nom est corrigé.")
    page.locator("[name=erratum_nl]").fill("Een naam is verbeterd.")
    page.get_by_role("button", name=start).click()
    page.wait_for_url("**/minutes/")
    assert (Minutes.objects.get().version, Minutes.objects.get().erratum_nl) == (2, "Een naam is verbeterd.")

    copy = tmp_path / "copie.pdf"
    copy.write_bytes(bytes(Edition.objects.get(language="fr", audience="public").pdf))
    page.goto(page.url.split("/meetings/")[0] + "/meetings/genuine/")
    found += faults(page, lang, "genuine")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("input[type=file]").set_input_files(copy)
    page.locator("[data-amif-genuine] button").click()
    expect(page.locator("[data-amif-answer]")).to_contain_text(genuine)
    found += faults(page, lang, "answer")
    assert (set(sent), found) == ({"GET"}, [])


def test_without_javascript_the_file_is_sent_and_recognised(
    browser, live_server, french_coordinator, minutes, tmp_path, traffic: Traffic
):
    data = b"%PDF-1.7 genuine"
    Edition.objects.create(
        minutes=minutes, version=1, language="fr", audience="public", content={"heads": []}, pdf=data,
        sha256=sha256(data).hexdigest(), approved_by=french_coordinator, approved_at=NOW,
        published_by=french_coordinator, published_at=NOW,
    )  # fmt: skip
    copy = tmp_path / "copie.pdf"
    copy.write_bytes(data)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/fr/meetings/genuine/")
    page.locator("input[type=file]").set_input_files(copy)
    page.locator("[data-amif-genuine] button").click()
    expect(page.locator("[data-amif-answer]")).to_contain_text("Rencontre de mars")
    context.close()
