"""The help: every page in both languages, and tables that are held to what the portal really does."""

import csv
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from amif_network.core.bilingual import LANGUAGES
from amif_network.home import texts

ROOT = Path(__file__).parent.parent.parent
PAGES = (
    "",
    "guide/member/",
    "guide/coordinator/",
    "guide/administrator/",
    "guide/observer/",
    "mails/",
    "roles/",
    "keyboard/",
    "changes/",
)
ROLES = ("administrator", "coordinator", "member", "observer")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_of_the_help_opens_for_everybody_who_signed_in(lang, observer, signed_in):
    client = signed_in(observer)
    pages = {path: client.get(f"/{lang}/help/{path}") for path in PAGES}
    assert {path: page.status_code for path, page in pages.items()} == dict.fromkeys(PAGES, 200)
    assert all(page.content.decode().count("<h1") == 1 for page in pages.values())
    assert client.get(f"/{lang}/help/guide/nobody/").status_code == 404


def test_the_overview_begins_with_the_guide_of_ones_own_role(host_member, french_coordinator, signed_in):
    first = [signed_in(user).get("/fr/help/").context["guides"][0][0] for user in (host_member, french_coordinator)]
    assert first == ["member", "coordinator"]


@pytest.mark.django_db
def test_who_cannot_sign_in_finds_whom_to_ask(client, settings):
    settings.CONTACT_EMAIL = "aide@example.org"
    assert 'href="mailto:aide@example.org"' in client.get("/nl/help/contact/").content.decode()
    settings.CONTACT_EMAIL = ""
    page = client.get("/nl/help/contact/")
    assert (page.status_code, "mailto:" in page.content.decode()) == (200, False)


def test_the_table_of_mails_names_every_letter_that_exists_and_no_other():
    letters = {path.relative_to(ROOT / "templates").with_suffix("").as_posix() for path in ROOT.glob("templates/**/mails/*.txt")}
    named = [letter.template for letter in texts.letters("fr")]
    assert sorted(named) == sorted(letters)


def test_the_table_of_rights_says_what_the_table_of_permissions_says():
    with (ROOT / "tests/permissions/matrix.csv").open(encoding="utf-8") as file:
        rows = {row["address"]: row for row in csv.DictReader(file)}
    column = {"member": "partner"}
    may = {
        right.address: {
            role for role in ROLES if {"page", "422", "redirect"} & set(rows[right.address][column.get(role, role)].split("|"))
        }
        for right in texts.rights("fr")
    }
    assert may == {right.address: set(right.roles) for right in texts.rights("fr")}


def test_the_table_of_keys_names_every_key_of_the_pages():
    pages = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("templates/**/*.html"))
    assert set(re.findall(r'data-amif-key="([^"]+)"', pages)) <= {key.keys for key in texts.keys("fr")}
    dialog = (ROOT / "templates/meetings/minutes/meeting_bar.html").read_text(encoding="utf-8")
    said = {"+".join(re.findall(r"<kbd>([^<]+)</kbd>", entry)) for entry in re.findall(r"<dt>(.*?)</dt>", dialog)}
    assert said <= {key.keys for key in texts.keys("fr")}


@pytest.mark.parametrize("role", ROLES)
def test_a_guide_says_as_much_in_both_languages_and_leads_to_pages_that_exist(role):
    french, dutch = (texts.guide(role, lang) for lang in LANGUAGES)
    assert [(one.key, len(one.steps), one.view) for one in french] == [(one.key, len(one.steps), one.view) for one in dutch]
    assert all(reverse(one.view) for one in french)
    assert len(french) >= 3


def test_the_pictures_of_the_guides_are_small_and_say_what_they_show():
    pictures = [one.picture for lang in LANGUAGES for role in ROLES for one in texts.guide(role, lang) if one.picture]
    assert pictures
    for picture in pictures:
        assert picture.shows
        file = Path(finders.find(picture.file))
        assert file.stat().st_size < 60_000
        with Image.open(file) as image:
            assert image.size == (960, 600)


def test_what_is_new_comes_latest_first_in_both_languages():
    french, dutch = (texts.changes(lang) for lang in LANGUAGES)
    assert [one.day for one in french] == sorted((one.day for one in french), reverse=True)
    assert [(one.day, len(one.points)) for one in french] == [(one.day, len(one.points)) for one in dutch]


def test_french_stands_no_break_spaces_before_its_marks():
    said = [step for role in ROLES for one in texts.guide(role, "fr") for step in (one.heading, *one.steps)]
    said += [letter.when for letter in texts.letters("fr")] + [key.what for key in texts.keys("fr")]
    assert [text for text in said if re.search(r" [;:?!»]|« ", text)] == []
