"""What everybody may read: complete in both languages, and true to the rules."""

import re

import pytest
from django.test import Client, override_settings

from amif_network.privacy import retention, statements
from amif_network.privacy.models import RetentionRule


@pytest.mark.parametrize("name", ["statement", "register", "accessibility"])
@pytest.mark.parametrize("lang", ["fr", "nl"])
@override_settings(DPO_EMAIL="dpo@example.org", CONTACT_EMAIL="contact@example.org")
def test_the_pages_are_open_to_everybody(db: None, name: str, lang: str) -> None:
    response = Client().get(f"/{lang}/privacy/{name}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert len(re.findall("<h1", page)) == 1
    assert ("contact@example.org" if name == "accessibility" else "dpo@example.org") in page
    assert Client().post(f"/{lang}/privacy/{name}/").status_code == 405


@pytest.mark.parametrize("name", ["privacy", "accessibility"])
def test_both_languages_say_as_much(name: str) -> None:
    french, dutch = statements.sections(name, "fr"), statements.sections(name, "nl")
    assert [(one.key, len(one.lead), len(one.points), len(one.paragraphs)) for one in french] == [
        (one.key, len(one.lead), len(one.points), len(one.paragraphs)) for one in dutch
    ]


def test_every_activity_answers_every_question_in_both_languages() -> None:
    for lang in ("fr", "nl"):
        for activity in statements.activities(lang):
            assert activity.name
            assert len(activity.facts) == 7
            assert all(term and words for term, words in activity.facts)


def test_the_statement_shows_the_rules_that_hold(db: None) -> None:
    rule = retention.default("links")
    rule.days = 123
    rule.save()
    assert RetentionRule.objects.count() == 1
    assert "123 jours" in Client().get("/fr/privacy/statement/").content.decode()


def test_the_footer_leads_there(db: None) -> None:
    page = Client().get("/nl/accounts/login/").content.decode()
    assert "/nl/privacy/statement/" in page
    assert "/nl/privacy/accessibility/" in page


def test_the_accessibility_statement_has_every_part_of_the_model_of_the_union():
    """Commission implementing decision (EU) 2018/1523, and the law of 19 July 2018."""
    parts = [section.key for section in statements.sections("accessibility", "fr")]
    assert parts == ["commitment", "state", "outside", "preparation", "feedback", "complaint"]
