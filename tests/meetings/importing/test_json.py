"""The JSON form, and warnings in the reader's language."""

import pytest
from django.utils import translation

from meetings.importing import as_json, parse_minutes, read_text
from meetings.importing.notices import MESSAGES, Notice

from .checks import directory

TEXT = """Rapport réunion AMIF 3 mai 2022

Présents: Lisa Maes (SPP IS), Jo Smets

Ordre du jour :
- 9h00 : Accueil

1. Budget

À ajouter : avis du CPAS de Namur.

Voir dia 7 à la fin.
"""


def test_the_json_form_is_exactly_this():
    plain = as_json(parse_minutes(read_text(TEXT), match=directory))
    furniture = plain.pop("furniture")
    assert plain == {
        "title": {"fr": "Rapport réunion AMIF", "nl": None},
        "date": "2022-05-03",
        "mode": None,
        "attendance": [
            {"name": "Lisa Maes", "organisation": "SPP IS", "matched": "SPP Intégration sociale", "status": "present"},
            {"name": "Jo Smets", "organisation": None, "matched": None, "status": "present"},
        ],
        "agenda": [{"label": None, "title": "Accueil", "start": "09:00", "end": None, "kind": "welcome"}],
        "sections": [
            {"label": "1.", "heading": "Budget", "level": 1, "html": "<p>Voir dia 7 à la fin.</p>", "organisation": None}
        ],
        "pending": [{"who": "CPAS de Namur", "text": "À ajouter : avis du CPAS de Namur."}],
        "slide_references": [{"from": 7, "to": None, "topic": "Budget"}],
        "warnings": [
            {"code": "person_without_organisation", "message": "Jo Smets has no organisation in the document.", "line": 3}
        ],
    }
    assert furniture == [
        {"line": 1, "kind": "date", "text": "3 mai 2022"},
        {"line": 3, "kind": "attendee_label", "text": "Présents:"},
        {"line": 6, "kind": "time", "text": "9h00 :"},
        {"line": 5, "kind": "agenda_title", "text": "Ordre du jour"},
    ]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_warning_can_be_written(code: str):
    names = ("text", "title", "name", "organisation", "candidates", "label", "marker", "count")
    values = {name: f"«{name}»" for name in names}
    message = Notice(code, 1, values).message
    assert "%(" not in message
    assert message == str(MESSAGES[code]) % values
