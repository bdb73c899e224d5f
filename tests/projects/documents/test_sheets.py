"""What the sheets of calls and projects say, to whom, and in which language; as HTML, before anything is rendered."""

import datetime
import re

import pytest
from django.utils.html import strip_tags

from projects import documents
from projects.models import Call, Project
from tests.factories.meetings import NOW
from tests.factories.projects import ProjectFactory


def flat(html: str) -> str:
    """Return the words of a page with plain spaces."""
    return " ".join(re.sub(r"[\s\u00a0\u202f]+", " ", strip_tags(html)).split())


def call_sheet(user, lang: str = "fr") -> str:
    call = Call.objects.for_detail(user).get()
    return documents.call_html(call, user, lang, at=NOW)


def test_a_call_tells_the_date_that_holds_and_what_it_was_before(call, french_coordinator) -> None:
    html = flat(call_sheet(french_coordinator))
    assert "mi-octobre (du 10 au 20 octobre 2026)" in html
    assert "mi-septembre (du 10 au 20 septembre 2026)" in html
    assert (
        html.index("mi-octobre") < html.index("Le formulaire n’est pas prêt.".replace("’", "&#x27;")) < html.index("mi-septembre")
    )
    assert "12 mai 2026" in html
    assert "30 novembre 2026" in html


def test_text_of_the_other_language_says_so_and_carries_it(call, french_coordinator) -> None:
    french, dutch = call_sheet(french_coordinator), call_sheet(french_coordinator, "nl")
    assert '<html lang="fr">' in french
    assert '<html lang="nl">' in dutch
    assert re.search(r'<div class="section" lang="nl"><p class="fallback-label" lang="fr">', french)
    assert '<span lang="fr">Accueil et parcours</span> <span class="language-label">' in dutch
    assert '<span lang="nl">Eerste schijf</span> <span class="language-label">' in french
    assert "fallback-label" not in dutch
    assert "half oktober" in dutch
    assert '<span lang="fr">mi-septembre</span>' in dutch


def test_amounts_are_written_as_each_language_does(call, french_coordinator) -> None:
    assert "1 300 000,00 €" in flat(call_sheet(french_coordinator))
    assert "€ 1.300.000,00" in flat(call_sheet(french_coordinator, "nl"))


def test_a_member_reads_of_dates_what_is_published_and_of_meetings_what_exists_for_them(call, partner_member) -> None:
    html = flat(call_sheet(partner_member))
    assert "30 novembre 2026" not in html
    assert "12 mai 2026" not in html
    assert "mi-octobre" in html


def test_an_observer_reads_no_sums_of_projects(call, project, observer) -> None:
    assert "75 000,00" not in flat(call_sheet(observer))


def test_the_funding_names_every_ceiling_that_is_passed(call, project, french_coordinator) -> None:
    call = Call.objects.for_detail(french_coordinator).get()
    html = documents.funding_html(call, french_coordinator, "nl", at=NOW)
    words = flat(html)
    assert "€ 15.075,01" in words
    assert "€ 15.075,00" in words
    assert html.count("<strong>") == 1 + 2  # the ceiling, and the two senders of the letterhead
    assert "€ 0,01" in words


def test_the_funding_shows_members_the_projects_that_exist_for_them(call, project, host_member, outsider_member) -> None:
    ProjectFactory(call=call, code="AUT-9", submitted=True)
    for user, codes in ((host_member, ["CHA-1"]), (outsider_member, [])):
        html = documents.funding_html(Call.objects.for_detail(user).get(), user, "fr", at=NOW)
        assert [code for code in ("CHA-1", "AUT-9") if code in html] == codes


@pytest.mark.parametrize("more", [0, 2])
def test_the_funding_asks_the_same_whatever_the_number_of_projects(
    call, project, french_coordinator, django_assert_num_queries, more
) -> None:
    for _number in range(more):
        ProjectFactory(call=call, submitted=True)
    found = Call.objects.for_detail(french_coordinator).get()
    with django_assert_num_queries(6):
        documents.funding_html(found, french_coordinator, "fr", at=NOW)


def test_interest_is_quoted_and_silence_is_listed(call, partner, french_coordinator) -> None:
    words = flat(documents.interests_html(call, "nl", at=NOW))
    assert "OCMW Bergen" in words
    assert "Trois personnes seulement" in words
    assert "OCMW Binche" in words
    assert words.index("OCMW Bergen") < words.index("OCMW Binche") < words.index("OCMW Charleroi")


def test_a_project_tells_its_money_from_the_plan_to_the_reversal(call, project, french_coordinator) -> None:
    found = Project.objects.visible_to(french_coordinator).for_detail().get()
    words = flat(documents.project_html(found, french_coordinator, "fr", at=NOW))
    for amount in ("100 500,00 €", "90 075,01 €", "98 000,00 €", "47 500,00 €", "−37 500,00 €"):
        assert amount in words
    assert words.count("37 500,00 €") == 2
    assert "deux mi-temps" in words
    assert "AM 2026/7" in words


def test_a_sheet_is_dated_and_named_in_its_language(call, french_coordinator) -> None:
    at = NOW + datetime.timedelta(days=1)
    html = documents.interests_html(call, "nl", at=at)
    assert re.search(r'data-version="[^"]*3 maart 2026"', html)
    assert documents.sheet_name("funding", "42 bis", "fr").endswith("-42-bis-fr.pdf")
