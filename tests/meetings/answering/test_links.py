"""A signed link opens one organisation's page for one review, for a time, and nothing else."""

import datetime

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.core import signed_pages
from amif_network.directory.models import Organisation
from meetings import review_links
from meetings.models import Remark, ReviewLink, ReviewRequest
from meetings.views.review import doors
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory
from tests.factories.review import RemarkFactory
from tests.meetings.pages import address, main_of, sent_by, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch):
    """Count from nothing, in a span of time that does not end during the test."""
    cache.clear()
    for span in ("MINUTE", "TEN_MINUTES"):
        monkeypatch.setattr(signed_pages, span, 10**9)


def opened(token: str, page: str = "", lang: str = "fr", method: str = "get", **data):
    return getattr(Client(), method)(address(f"review-link{'-' + page if page else ''}", token, lang=lang), data)


@pytest.fixture
def link(other_review: ReviewRequest) -> ReviewLink:
    """A link to what the partner is asked."""
    return review_links.make(other_review, "lien@example.org", timezone.now())


@pytest.fixture
def token(link: ReviewLink) -> str:
    return review_links.token(link)


def test_the_link_opens_the_page_without_an_account(token, other_review):
    response = opened(token)
    assert response.status_code == 200
    assert response.context["review"] == other_review
    assert "Le CPAS de Binche prépare une visite." in words(response)


def test_it_shows_neither_a_way_into_the_portal_nor_anybody_elses_remarks(token, review, link):
    RemarkFactory(request=review, text="Propos de Charleroi")
    page = opened(token).content.decode()
    assert "Propos de Charleroi" not in page
    assert link.email not in page
    assert 'class="navigation"' not in page
    assert f'href="{address("list")}"' not in page
    assert address("review", review.pk) not in page


def test_a_scanner_that_follows_the_link_changes_nothing(token, other_review):
    before = ReviewRequest.objects.values().get(pk=other_review.pk), ReviewLink.objects.count()
    for page in ("", "check", "save", "remove", "send"):
        for method in ("get", "head"):
            opened(token, page, method=method)
    assert (ReviewRequest.objects.values().get(pk=other_review.pk), ReviewLink.objects.count()) == before
    assert opened(token, "opened").status_code == 405


def closed_answers(tokens: list[str]) -> set[tuple[int, str]]:
    answers = set()
    for one in tokens:
        response = opened(one)
        answers.add((response.status_code, main_of(response)))
    return answers


def test_every_link_that_does_not_work_gets_the_same_answer(link, token, other_review):
    past = timezone.now() - datetime.timedelta(days=31)
    old = review_links.token(review_links.make(other_review, "x@example.org", past))
    revoked = review_links.make(other_review, "y@example.org", timezone.now())
    review_links.revoke(other_review, "y@example.org", timezone.now())
    unknown = Signer(salt="meetings.review-link", sep=".").sign("0" * 32)
    otherwise_signed = Signer(salt="something else", sep=".").sign(link.pk.hex)
    no_uuid = Signer(salt="meetings.review-link", sep=".").sign("x")
    wrong = [old, review_links.token(revoked), unknown, otherwise_signed, no_uuid, token[:-1], token + "x", link.pk.hex, "x", "."]
    answers = closed_answers(wrong)
    assert {status for status, _page in answers} == {404}
    assert len(answers) == 1


@pytest.mark.parametrize("page", ["", "save", "remove", "check", "send", "opened"])
def test_no_page_opens_with_a_forged_link(token, page):
    for method in ("get", "post"):
        if (page, method) not in (("opened", "get"), ("", "post"), ("check", "post")):
            assert opened(token[:-1], page, method=method).status_code == 404


def test_a_link_works_for_thirty_days_and_not_one_more(other_review):
    made = timezone.now()
    link = review_links.make(other_review, "x@example.org", made)
    last = made + datetime.timedelta(days=30)
    assert review_links.read(review_links.token(link), last - datetime.timedelta(seconds=1)) == link
    assert review_links.read(review_links.token(link), last) is None


def test_a_mail_carries_a_link_that_still_works_for_a_while(other_review):
    now = timezone.now()
    first = review_links.latest(other_review, "x@example.org", now)
    assert review_links.latest(other_review, "x@example.org", now + datetime.timedelta(days=14)) == first
    assert review_links.latest(other_review, "x@example.org", now + datetime.timedelta(days=16)) != first
    assert review_links.latest(other_review, "y@example.org", now) != first


def test_the_address_is_kept_from_caches_and_from_others(token):
    for response in (opened(token), opened("x")):
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in response.headers["Cache-Control"]
        assert 'content="noindex, nofollow"' in response.content.decode()


@pytest.mark.parametrize(
    ("regime", "asked", "read"), [("fr", "nl", "fr"), ("nl", "fr", "nl"), ("nl_fr", "fr", "fr"), ("nl_fr", "nl", "nl")]
)
def test_the_page_speaks_the_language_of_the_organisation(link, token, partner, regime, asked, read):
    Organisation.objects.filter(pk=partner.pk).update(language_regime=regime)
    response = Client().get(address("review-link", token, lang=asked), follow=True)
    assert f'<html lang="{read}"' in response.content.decode()
    assert ("language-switch" in response.content.decode()) == (regime == "nl_fr")


def test_a_member_is_led_to_the_page_of_their_account(signed_in, host_member, french_coordinator, review, link_to):
    for user in (host_member, french_coordinator):
        assert signed_in(user).get(link_to(review)).headers["Location"] == address("review", review.pk)


def test_somebody_of_another_organisation_who_holds_the_link_answers_by_it(signed_in, host_member, token, other_review):
    response = signed_in(host_member).get(address("review-link", token))
    assert response.context["door"].by_link


def test_the_holder_gives_a_name_once_and_answers(token, other_review, minutes, link):
    client, section = Client(), minutes.sections.get(label="II.")
    form = client.get(address("review-link", token), {"on": section.uuid}).context["form"]
    assert next(iter(form.fields)) == "name"
    sent = {"section": str(section.uuid), "kind": "addition", "text": "Le 3 mai", "name": "Anouk Delvaux"}
    assert client.post(address("review-link-save", token), sent).status_code == 302
    remark = Remark.objects.get()
    assert (remark.request, remark.author, remark.author_name) == (other_review, None, "Anouk Delvaux")
    look = client.get(address("review-link-check", token))
    assert sent_by(look)["name"] == "Anouk Delvaux"
    client.post(address("review-link-send", token), sent_by(look))
    other_review.refresh_from_db()
    assert (other_review.state, other_review.answered_by, other_review.answered_name, other_review.channel) == (
        "answered", None, "Anouk Delvaux", "link",
    )  # fmt: skip
    entry = minutes.meeting.log.get(action="answer")
    assert (entry.by, entry.by_name) == (None, "Anouk Delvaux")
    assert mail.outbox == []


def test_without_a_name_nothing_is_saved_or_sent(token, other_review, minutes):
    section = minutes.sections.get(label="II.")
    sent = {"section": str(section.uuid), "kind": "addition", "text": "Le 3 mai", "name": "  "}
    refused = opened(token, "save", method="post", **sent)
    assert (refused.status_code, "Le 3 mai" in refused.content.decode(), Remark.objects.count()) == (422, True, 0)
    assert opened(token, "send", method="post", seen="0", answer="none", name="").status_code == 422
    other_review.refresh_from_db()
    assert other_review.state == "awaited"


def test_a_name_is_plain_text_on_one_line(token, minutes):
    evil = "Anouk\n<script>alert(1)</script>"
    client = Client()
    client.post(address("review-link-save", token), {"kind": "comment", "text": "x", "name": evil})
    page = client.get(address("review-link", token)).content.decode()
    assert "<script>alert(1)" not in page
    assert Remark.objects.get().author_name == "Anouk <script>alert(1)</script>"


@pytest.mark.parametrize("name", ["x" * 201, "bad\x00name"])
def test_a_name_that_is_none_is_refused(token, name):
    assert opened(token, "save", method="post", kind="comment", text="x", name=name).status_code == 422


def test_a_link_reaches_no_remark_of_another_organisation(token, review):
    theirs = RemarkFactory(request=review)
    opened(token, "remove", method="post", remark=theirs.pk, seen=theirs.fingerprint)
    sent = {"kind": "comment", "text": "à moi", "name": "X", "remark": theirs.pk, "seen": theirs.fingerprint}
    assert opened(token, "save", method="post", **sent).status_code == 409
    theirs.refresh_from_db()
    assert theirs.text != "à moi"


def test_opening_is_noted_by_a_post(token, other_review):
    assert opened(token, "opened", method="post").status_code == 204
    other_review.refresh_from_db()
    assert other_review.opened_at is not None


def test_a_forged_post_is_refused(token, other_review):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address("review-link-send", token), {"seen": "0", "answer": "none", "name": "X"}).status_code == 403
    other_review.refresh_from_db()
    assert other_review.state == "awaited"


@pytest.mark.parametrize(("limit", "tries", "good"), [("MOST_REQUESTS", 3, True), ("MOST_WRONG", 3, False)])
def test_who_asks_too_often_waits(monkeypatch, token, limit, tries, good):
    monkeypatch.setattr(signed_pages, limit, tries)
    statuses = [opened(token if good else token[:-1]).status_code for _ in range(tries + 1)]
    assert statuses == [200 if good else 404] * tries + [429]


def test_a_neighbour_behind_the_same_address_keeps_nobody_out(monkeypatch, token, other_review):
    monkeypatch.setattr(signed_pages, "MOST_REQUESTS", 2)
    monkeypatch.setattr(signed_pages, "MOST_WRONG", 2)
    busy = review_links.token(review_links.make(other_review, "busy@binche.example", timezone.now()))
    assert [opened(busy[:-1]).status_code for _ in range(4)] == [404, 404, 429, 429]
    assert [opened(busy).status_code for _ in range(3)] == [200, 200, 429]
    assert opened(token).status_code == 200


def test_one_link_writes_no_more_than_people_do(monkeypatch, token):
    monkeypatch.setattr(doors.BY_LINK, "most_writes", 2)
    answers = [opened(token, "save", method="post", kind="comment", text="x", name="X") for _ in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert (answers[2].headers["Retry-After"], Remark.objects.count()) == ("60", 2)


def test_coordinators_see_where_links_went_and_withdraw_them(signed_in, french_coordinator, link, token, other_review):
    client = signed_in(french_coordinator)
    assert link.email in words(client.get(address("review", other_review.pk)))
    client.post(address("review-withdraw", other_review.pk), {"email": link.email})
    assert opened(token).status_code == 404
    assert other_review.circulation.minutes.meeting.log.get(action="withdraw_link").comment == link.email


@pytest.mark.parametrize("email", ["somebody@else.example", "", "a\x00b"])
def test_where_no_link_went_there_is_none_to_withdraw(signed_in, french_coordinator, link, other_review, email):
    answer = signed_in(french_coordinator).post(address("review-withdraw", other_review.pk), {"email": email})
    log = other_review.circulation.minutes.meeting.log
    assert (answer.status_code, log.filter(action="withdraw_link").count()) == (404, 0)


def test_members_withdraw_no_link(signed_in, partner, link, other_review, host_member, observer):
    member: User = UserFactory(member=True, person=AffiliationFactory(organisation=partner).person)
    statuses = [
        signed_in(user).post(address("review-withdraw", other_review.pk), {"email": link.email}).status_code
        for user in (member, host_member, observer)
    ]
    link.refresh_from_db()
    assert (statuses, link.revoked_at) == ([403, 404, 404], None)
    assert signed_in(member).get(address("review-withdraw", other_review.pk)).status_code == 405
