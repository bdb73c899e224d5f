"""What changed since the last round, on the organisation's page: by account, by link, in the language that is read."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from meetings import review_links
from meetings.actions.review.circulating import incorporate
from meetings.actions.writing import write_text
from meetings.models import Circulation, ReviewRequest
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory
from tests.factories.meetings import AttendanceFactory, base_of
from tests.meetings.answering.rounds import again, next_round
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(circulation, answer_cell, minutes, french_coordinator) -> Circulation:
    """A second round: the answer of the host changed in French, the last section in Dutch."""
    incorporate(minutes, by=french_coordinator, at=timezone.now())
    for section, lang, html in (
        (answer_cell, "fr", "<p>Le délai est bien trop court pour les petits centres.</p>"),
        (minutes.sections.get(label="II."), "nl", "<p>OCMW Binche bereidt twee bezoeken voor.</p>"),
    ):
        heading, base = section.texts.get(language=lang).heading, base_of(section, lang)
        write_text(section, lang=lang, heading=heading, html=html, base=base, by=french_coordinator, at=timezone.now())
    return again(circulation, french_coordinator)


def asked(circulation: Circulation, organisation) -> ReviewRequest:
    return ReviewRequest.objects.get(circulation=circulation, organisation=organisation)


def shown(response) -> list[tuple[str, list[str]]]:
    return [(change.label, [lang for lang, _c in change.comparisons]) for change in response.context["changes"].sections]


def test_the_page_leads_to_what_changed_in_the_language_that_is_read(signed_in, host_member, host, second, review):
    client, own = signed_in(host_member), asked(second, host)
    at = address("review-since", own.pk)
    assert f'href="{at}"' in main_of(client.get(address("review", own.pk)))
    page = client.get(at)
    assert shown(page) == [("I.1", ["fr"])]
    assert "<ins" in main_of(page)
    assert "bien" in main_of(page).split("<ins", 1)[1].split("</ins>", 1)[0]
    assert (page.context["changes"].elsewhere, page.context["changes"].parts) == (1, [])
    dutch = client.get(address("review-since", own.pk, lang="nl"))
    assert (shown(dutch), dutch.context["changes"].elsewhere) == ([("II.", ["nl"])], 1)


def test_the_holder_of_a_link_reads_the_same(partner, second):
    cache.clear()
    token = review_links.token(review_links.make(asked(second, partner), "lien@example.org", timezone.now()))
    page = Client().get(address("review-link-since", token))
    assert shown(page) == [("I.1", ["fr"])]
    assert f'href="{address("list")}"' not in page.content.decode()
    assert address("review-link-since", token) in Client().get(address("review-link", token)).content.decode()


def test_in_its_first_round_an_organisation_is_told_of_no_change(signed_in, host_member, review, circulation, french_coordinator):
    """Also when the round is the second one, and the organisation was not asked in the first."""
    client = signed_in(host_member)
    assert client.get(address("review-since", review.pk)).status_code == 404
    assert address("review-since", review.pk) not in main_of(client.get(address("review", review.pk)))
    late = AffiliationFactory()
    AttendanceFactory(meeting=circulation.minutes.meeting, person=late.person, organisation=late.organisation)
    newcomer = signed_in(UserFactory(member=True, person=late.person))
    own = asked(next_round(circulation, french_coordinator), late.organisation)
    assert newcomer.get(address("review-since", own.pk)).status_code == 404
    assert address("review-since", own.pk) not in main_of(newcomer.get(address("review", own.pk)))


def test_nobody_else_reads_it_but_coordinators(signed_in, second, host, outsider_member, observer, french_coordinator):
    at = address("review-since", asked(second, host).pk)
    for user in (outsider_member, observer):
        assert signed_in(user).get(at).status_code == 404
    assert signed_in(french_coordinator).get(at).status_code == 200
    assert signed_in(french_coordinator).post(at).status_code == 405
    assert Client().get(at).status_code == 302


def test_where_nothing_changed_the_page_says_so(signed_in, host_member, host, circulation, french_coordinator):
    own = asked(next_round(circulation, french_coordinator), host)
    assert "Aucune section n" in words(signed_in(host_member).get(address("review-since", own.pk)))
