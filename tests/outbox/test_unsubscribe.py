"""News can be unsubscribed from, by a person and by a mail program; what asks something of its reader cannot."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amif_network.accounts.actions import refuse_news
from amif_network.accounts.models import NewsRefusal
from amif_network.core import signed_pages
from amif_network.outbox import unsubscribing
from amif_network.outbox.actions import post
from amif_network.outbox.delivery import deliver
from amif_network.outbox.models import OutgoingMail
from tests.factories.accounts import UserFactory
from tests.factories.meetings import NOW
from tests.meetings.pages import main_of, words

pytestmark = pytest.mark.django_db
EMAIL = "ana@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch):
    cache.clear()
    for span in ("MINUTE", "TEN_MINUTES"):
        monkeypatch.setattr(signed_pages, span, 10**9)


def page(name: str = "unsubscribe", email: str = EMAIL, lang: str = "fr") -> str:
    with translation.override(lang):
        return reverse(f"outbox:{name}", args=[unsubscribing.token(email)])


def posted(key: str, **changes) -> OutgoingMail:
    context = {"by": "Tom", "language": "fr", "meeting": "Rencontre", "day": "2 mars", "link": "https://example.org/"}
    values = {
        "key": key, "topic": "publication", "about": "meeting:1", "to": EMAIL, "lang": "fr", "why": "Parce que.",
        "template": "meetings/mails/translation_asked", "context": context, "at": NOW,
    }  # fmt: skip
    return post(**{**values, **changes})


def test_news_carries_its_way_out_for_people_and_for_programs(smtp, settings):
    settings.PORTAL_ADDRESS = "https://portal.example.org"
    mail = posted("news", news=True)
    deliver(mail.pk, at=NOW)
    [received] = smtp.inbox
    address = f"https://portal.example.org{page()}"
    assert (received["List-Unsubscribe"].replace("\r\n ", ""), received["List-Unsubscribe-Post"]) == (
        f"<{address}>",
        "List-Unsubscribe=One-Click",
    )
    assert [address in part for part in (mail.text, mail.html)] == [True, True]


def test_what_asks_something_says_why_it_comes_and_has_no_way_out(smtp):
    mail = posted("official")
    deliver(mail.pk, at=NOW)
    [received] = smtp.inbox
    assert (received["List-Unsubscribe"], received["List-Unsubscribe-Post"]) == (None, None)
    assert [("Parce que." in part, "unsubscribe/" in part) for part in (mail.text, mail.html)] == [(True, False)] * 2


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_looking_changes_nothing_and_the_button_unsubscribes(lang):
    client = Client()
    shown = client.get(page(lang=lang))
    assert (shown.status_code, f'lang="{lang}"' in shown.content.decode(), EMAIL in words(shown)) == (200, True, True)
    assert NewsRefusal.objects.count() == 0
    assert f'action="{page(lang=lang)}"' in main_of(shown)
    done = client.post(page(lang=lang))
    assert (done.status_code, NewsRefusal.stands_for(EMAIL)) == (200, True)
    assert f'action="{page("subscribe", lang=lang)}"' in main_of(done)


def test_a_mail_program_does_it_with_one_click_and_no_form():
    answer = Client(enforce_csrf_checks=True).post(page(), ONE_CLICK)
    assert (answer.status_code, NewsRefusal.stands_for("Ana@Example.org")) == (200, True)


def test_twice_is_once_and_it_can_be_taken_back():
    client = Client()
    client.post(page()), client.post(page())
    assert NewsRefusal.objects.count() == 1
    assert client.post(page("subscribe"))["Location"] == page()
    assert NewsRefusal.objects.count() == 0


def test_no_news_is_sent_any_more_and_everything_else_is(smtp):
    refuse_news(EMAIL, at=NOW)
    news, official = posted("news", news=True), posted("official")
    deliver(news.pk, at=NOW), deliver(official.pk, at=NOW)
    assert [OutgoingMail.objects.get(pk=mail.pk).state for mail in (news, official)] == ["declined", "sent"]
    assert len(smtp.inbox) == 1


def test_whoever_has_an_account_gets_no_daily_mail_either():
    user = UserFactory(email=EMAIL, mail_rhythm="daily")
    Client().post(page(), ONE_CLICK)
    user.refresh_from_db()
    assert user.mail_rhythm == "at_once"


@pytest.mark.parametrize("token", ["x", "ana@example.org", "WyJhIl0.x", unsubscribing.token(EMAIL)[:-1], "é.é"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_not_ours_gets_one_clear_answer(token, method):
    answer = getattr(Client(), method)(f"/fr/mails/unsubscribe/{token}/")
    assert answer.status_code == 404
    assert "Ce lien" in words(answer)
    assert NewsRefusal.objects.count() == 0


def test_the_address_is_kept_from_caches_and_other_hosts():
    headers = Client().get(page()).headers
    assert (headers["Referrer-Policy"], "no-store" in headers["Cache-Control"]) == ("same-origin", True)


@pytest.mark.parametrize("method", ["put", "delete"])
def test_another_method_is_refused(method):
    assert getattr(Client(), method)(page()).status_code == 405


def test_who_tries_links_for_long_has_to_wait(monkeypatch):
    monkeypatch.setattr(signed_pages, "MOST_WRONG", 2)
    answers = [Client().get("/fr/mails/unsubscribe/x/") for _ in range(3)]
    assert [one.status_code for one in answers] == [404, 404, 429]
