"""Every attack through every way a text is written, and every page and answer that shows it: nothing runs, no word is lost."""

import uuid
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from tinyhtml5 import parse

from meetings import documents
from meetings.actions.versions import restore_revision
from meetings.actions.writing import write_text
from meetings.models import Minutes, Section, SectionRevision, SectionText
from meetings.typesetting import minutes_html
from tests.core.richtext_attacks import ATTACKS, assert_harmless
from tests.factories.meetings import SectionFactory, base_of
from tests.meetings.pages import address

pytestmark = pytest.mark.django_db
# As a browser sends them: half a character becomes the sign for an unknown one.
SENT = [attack.encode("utf-8", "replace").decode() for attack in ATTACKS]
JSON = {"Accept": "application/json"}
# The one frame of the workspace: signing in without leaving a text.
SIGN_IN = "/fr/accounts/login/"
RUNNING = {"object", "embed", "applet", "base", "foreignobject", "animate", "set", "frame", "frameset", "marquee"}


def assert_quiet(page: str) -> None:
    """Parse a whole page like a browser: no handler, no style of its own, no address that runs, no script in the text."""
    for element in parse(page).iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rsplit("}", 1)[-1].lower()
        shown = ElementTree.tostring(element, encoding="unicode")[:200]
        assert name not in RUNNING, shown
        assert name != "iframe" or element.attrib.get("src", "").startswith(SIGN_IN), shown
        ours = element.attrib.get("src", "").startswith("/") and not (element.text or "").strip()
        assert name != "script" or ours or element.attrib.get("type") == "application/json", shown
        assert name != "style", shown
        for attribute, value in element.attrib.items():
            local = str(attribute).rsplit("}", 1)[-1].lower()
            assert not local.startswith("on"), shown
            assert local not in {"style", "srcdoc"}, shown
            if local in {"href", "src", "action", "formaction", "data", "xlink:href"}:
                address = "".join(value.split()).lower()
                assert not address.startswith(("javascript:", "vbscript:", "data:")), shown


def fields(section: Section, html: str, **more: object) -> dict[str, object]:
    base = base_of(section, "fr")
    return {"heading": "<b onclick=x()>t", "html": html, "html-notation": "html", "base": base, "other_rev": 0, **more}


def at(section: Section, name: str, *more: object) -> str:
    return address(name, section.minutes.meeting_id, section.uuid, "fr", *more)


def by_form(client: Client, section: Section, attack: str) -> None:
    assert client.post(at(section, "section-edit"), fields(section, attack)).status_code in {302, 422}


def by_plain_notation(client: Client, section: Section, attack: str) -> None:
    sent = fields(section, attack, **{"html-notation": "plain"})
    assert client.post(at(section, "section-edit"), sent).status_code in {302, 422}


def by_autosave(client: Client, section: Section, attack: str) -> None:
    sent = fields(section, attack, session=str(uuid.uuid4()))
    assert client.post(at(section, "section-save"), sent, headers=JSON).status_code in {200, 422}


def by_restoring(client: Client, section: Section, attack: str) -> None:
    text = SectionText.objects.get(section=section, language="fr")
    old = SectionRevision.objects.create(
        text=text, rev=0, kind="set_aside", html=attack.replace("\0", ""), heading="<i>", hash="0" * 64, at=timezone.now()
    )
    client.post(at(section, "revision-restore", old.pk), {"base": base_of(section, "fr")})


@pytest.mark.parametrize("write", [by_form, by_plain_notation, by_autosave, by_restoring])
def test_no_way_of_writing_stores_what_runs(signed_in, french_coordinator, section, write: Callable):
    client = signed_in(french_coordinator)
    for attack in SENT:
        write(client, section, attack)
    stored = list(SectionText.objects.values_list("html", flat=True))
    kept = SectionRevision.objects.exclude(kind="set_aside", hash="0" * 64).values_list("html", flat=True)
    assert len(kept) > len(ATTACKS) / 2
    for html in {*stored, *kept}:
        assert_harmless(html)


def test_a_collision_echoes_nothing_that_runs(signed_in, french_coordinator, dutch_coordinator, section):
    client, base, collided = signed_in(french_coordinator), base_of(section, "fr"), 0
    signed_in(dutch_coordinator).post(at(section, "section-edit"), fields(section, "<p>Pieter was eerst</p>"))
    for attack in SENT:
        response = client.post(at(section, "section-save"), {**fields(section, attack), "base": base}, headers=JSON)
        if response.json()["state"] == "conflict":
            collided += 1
            assert_quiet(f"<!doctype html><title>x</title>{response.json()['html']}")
    assert collided > len(ATTACKS) / 2


@pytest.fixture
def attacked(minutes: Minutes, french_coordinator) -> Minutes:
    """Minutes whose every section holds an attack, as written and, unclean, as if it had reached the database by another way."""
    for place, attack in enumerate(SENT):
        section = SectionFactory(minutes=minutes, position=place, fr=("<img src=x onerror=x()>", "<p>avant</p>"))
        values = {"lang": "fr", "heading": "<svg onload=x()>", "html": attack, "by": french_coordinator}
        write_text(section, base=base_of(section, "fr"), at=timezone.now(), **values)
        SectionText.objects.filter(section=section).update(html=attack.replace("\0", ""))
    return minutes


def test_no_page_of_the_minutes_shows_what_runs(signed_in, french_coordinator, attacked):
    """One test for all pages: to write two hundred attacks takes longer than to look at them."""
    client = signed_in(french_coordinator)
    for name, more in (("workspace", ()), ("preview", ("fr",)), ("preview", ("both",))):
        response = client.get(address(name, attacked.meeting_id, *more))
        assert response.status_code == 200
        assert_quiet(response.content.decode())
    for lang in ("fr", "both"):
        assert_quiet_on_paper(minutes_html(documents.record(documents.load(attacked.pk), lang)))


def test_no_page_of_a_section_shows_what_runs(signed_in, french_coordinator, attacked):
    client = signed_in(french_coordinator)
    some = Section.objects.filter(minutes=attacked).select_related("minutes")[::15]
    for section in some:
        for name in ("section-edit", "section-history", "section-settings", "section-changes"):
            place = address(name, attacked.meeting_id, section.uuid, *([] if name == "section-settings" else ["nl"]))
            assert_quiet(client.get(place).content.decode())
    SectionRevision.objects.filter(rev=2).update(html="<p>avant<img src=x onerror=x()></p><script>x()</script>")
    for section in some:
        version = SectionRevision.objects.filter(text__section=section).first()
        assert version is not None
        assert_quiet(client.get(at(section, "section-revision", version.pk)).content.decode())


def assert_quiet_on_paper(html: str) -> None:
    """Parse the document for the PDF: nothing that runs, embeds or leads to a file."""
    for element in parse(html).iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag.rsplit("}", 1)[-1] not in {"script", "iframe", "object", "embed", "base"}
        for attribute, value in element.attrib.items():
            assert not str(attribute).lower().startswith("on")
            assert not "".join(value.split()).lower().startswith(("javascript:", "file:", "vbscript:"))


def test_the_words_of_an_attack_are_kept(signed_in, french_coordinator, section):
    attack = '<p>Première <b onclick="x()">partie</b></p><svg><p>deuxième</p></svg><iframe>x</iframe><math>troisième</math>'
    restored = write_text(
        section, lang="fr", heading="", html=attack, base=base_of(section, "fr"), by=french_coordinator, at=timezone.now()
    )
    for word in ("Première", "partie", "deuxième", "troisième"):
        assert word in restored.text.html
    first = SectionRevision.objects.get(text=restored.text, rev=1)
    restore_revision(first, base=restored.revision.pk, by=french_coordinator, at=timezone.now())
    assert SectionText.objects.get(pk=restored.text.pk).html == "<p>Bonjour à tous</p>"
