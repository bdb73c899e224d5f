"""Where people write words, a line says that the portal holds no data of beneficiaries (DOMAIN §2.8)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from amif_network.accounts.models import User

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NOTICE = 'include "components/no_beneficiaries.html"'
# A form that is sent, and draws fields, a text area or an editor.
SENT = re.compile(r"<form\b[^\n]*method=\"post\"")
FIELDS = re.compile(r"\{\{ *\w*form\w* *\}\}|as_field_group|<textarea|components/editor_")
NO_WORDS = {
    "meetings/genuine.html": "a file that is kept nowhere",
    "meetings/agenda_templates/keep.html": "the name of a template",
    "meetings/agenda_templates/rename.html": "the name of a template",
    "meetings/answering/check.html": "who answers, and the words written before",
    "meetings/convocation_change.html": "tick boxes",
    "meetings/presence_times.html": "times",
    "meetings/minutes/reference_form.html": "slides of a presentation",
    "meetings/minutes/row.html": "a row of the workspace, which has the notice at its top",
    "projects/amounts.html": "amounts",
    "projects/envelopes.html": "amounts",
    "projects/rows_form.html": "amounts",
    "projects/payment_form.html": "an amount and a day",
    "projects/scenario.html": "amounts",
    "projects/template_form.html": "files of a call",
    "partnerships/fields.html": "a part of forms that have the notice",
    "partnerships/money/allocation_form.html": "amounts",
    "partnerships/money/transfer_form.html": "an amount and a day",
    "partnerships/money/budget.html": "amounts",
    "partnerships/presence/month.html": "places of half-days",
    "partnerships/presence/plan.html": "places of half-days",
}


def forms() -> dict[str, str]:
    """Return the templates of the three apps that draw a form which is sent."""
    found = {}
    for app in ("meetings", "projects", "partnerships"):
        for path in sorted((TEMPLATES / app).rglob("*.html")):
            text = path.read_text()
            if "mails" not in path.parts and SENT.search(text) and FIELDS.search(text):
                found[str(path.relative_to(TEMPLATES))] = text
    return found


def test_every_form_with_words_has_the_notice() -> None:
    without = {name for name, text in forms().items() if NOTICE not in text}
    assert without == set(NO_WORDS) & set(forms())


def test_every_page_says_it_once() -> None:
    assert [name for name, text in forms().items() if text.count(NOTICE) > 1] == []


@pytest.mark.parametrize(("lang", "words"), [("fr", "bénéficiaires"), ("nl", "begunstigden")])
def test_the_notice_is_read_in_both_languages(lang: str, words: str, french_coordinator: User) -> None:
    client = Client()
    client.force_login(french_coordinator)
    page = client.get(reverse("meetings:new").replace("/fr/", f"/{lang}/")).content.decode()
    assert words in page
