"""Mails that can wait come together, once a day, to whoever wants that."""

import datetime

import pytest
from django.core import mail as sent

from amif_network.accounts.actions import choose_mails, refuse_news
from amif_network.outbox import due
from amif_network.outbox.actions import call_back, post
from amif_network.outbox.digest import gather
from amif_network.outbox.models import OutgoingMail
from tests.factories.accounts import UserFactory
from tests.factories.outbox import OutgoingMailFactory
from tests.racing import at_once

pytestmark = pytest.mark.django_db
# A Friday; the Monday after it is a working day. In March Brussels is an hour ahead of UTC.
FRIDAY = datetime.date(2026, 3, 6)
PAGE = "https://portal.example.org/nl/meetings/1/editions/"


def on(days: int, hour: int = 9) -> datetime.datetime:
    return datetime.datetime.combine(FRIDAY + datetime.timedelta(days=days), datetime.time(hour - 1, 30), tzinfo=datetime.UTC)


@pytest.fixture
def reader(db):
    return UserFactory(member=True, language="nl", mail_rhythm="daily", email="lisa@example.org")


def posted(user, key: str, **changes) -> OutgoingMail:
    context = {"by": "Tom", "language": "nl", "meeting": key, "day": "2 maart", "link": PAGE}
    values = {
        "key": key, "topic": "publication", "about": "meeting:1", "to": user.email, "user": user, "lang": "nl",
        "why": "Omdat.", "template": "meetings/mails/translation_asked", "context": context, "at": on(0), "page": PAGE,
    }  # fmt: skip
    return post(**{**values, **changes})


def states() -> dict[str, str]:
    return dict(OutgoingMail.objects.order_by("pk").values_list("key", "state"))


def test_only_what_can_wait_waits_and_only_for_whoever_wants_that(reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        posted(reader, "can-wait")
        posted(reader, "urgent", page="")
        posted(UserFactory(member=True), "other-reader")
    assert states() == {"can-wait": "deferred", "urgent": "sent", "other-reader": "sent"}


def test_one_mail_names_each_with_its_link_in_the_language_of_its_reader(reader, django_capture_on_commit_callbacks):
    first, second = posted(reader, "een"), posted(reader, "twee", page=f"{PAGE}2/")
    with django_capture_on_commit_callbacks(execute=True):
        gather(at=on(0))
    [message] = sent.outbox
    html = message.alternatives[0][0]
    assert message.to == ["lisa@example.org"]
    assert [part in message.body for part in (first.subject, second.subject, PAGE, f"{PAGE}2/", "/nl/profile/#mails")] == [
        True
    ] * 5
    assert [part in html for part in (f'href="{PAGE}"', f'href="{PAGE}2/"', 'lang="nl"')] == [True] * 3
    digest = OutgoingMail.objects.get(topic="digest")
    assert list(digest.contained.order_by("pk")) == [first, second]
    assert states() == {"een": "gathered", "twee": "gathered", digest.key: "sent"}


def test_a_day_has_one_mail_and_nothing_is_told_twice(reader):
    posted(reader, "een")
    for _run in range(3):
        gather(at=on(0))
    posted(reader, "twee")
    gather(at=on(0, hour=23))
    assert states()["twee"] == "deferred"
    gather(at=on(3))
    gather(at=on(4))
    assert [one.contained.get().key for one in OutgoingMail.objects.filter(topic="digest").order_by("pk")] == ["een", "twee"]


@pytest.mark.parametrize(
    ("days", "hour", "comes"),
    [(0, 6, False), (0, 7, True), (0, 23, True), (1, 9, False), (2, 9, False), (3, 9, True), (31, 9, False), (32, 9, True)],
    ids=["before seven", "seven", "late", "Saturday", "Sunday", "Monday", "Easter Monday", "after missed weeks"],
)
def test_it_comes_in_the_morning_of_a_working_day_or_after_it_where_that_was_missed(reader, days, hour, comes):
    posted(reader, "een")
    gather(at=on(days, hour))
    assert OutgoingMail.objects.filter(topic="digest").exists() is comes


def test_who_wants_each_mail_at_once_again_gets_what_was_kept_even_at_night(reader, django_capture_on_commit_callbacks):
    posted(reader, "een")
    choose_mails(reader, rhythm="at_once", news=True, at=on(0))
    with django_capture_on_commit_callbacks(execute=True):
        gather(at=on(1, hour=3))
    assert states() == {"een": "sent"}
    assert [message.to for message in sent.outbox] == [["lisa@example.org"]]


def test_who_may_not_sign_in_any_more_gets_none(reader):
    posted(reader, "een")
    reader.is_active = False
    reader.save()
    gather(at=on(0))
    assert states() == {"een": "cancelled"}


def test_whoever_unsubscribes_gets_what_is_no_news_by_itself(reader, django_capture_on_commit_callbacks):
    posted(reader, "news", news=True)
    posted(reader, "asked")
    refuse_news("LISA@example.org", at=on(0))
    with django_capture_on_commit_callbacks(execute=True):
        gather(at=on(0))
    assert states() == {"news": "cancelled", "asked": "sent"}


def test_a_daily_mail_without_news_has_nothing_to_unsubscribe_from(reader):
    posted(reader, "news", news=True)
    choose_mails(reader, rhythm="daily", news=False, at=on(0))
    posted(reader, "asked")
    gather(at=on(0))
    digest = OutgoingMail.objects.get(topic="digest")
    assert (digest.news, "unsubscribe" in digest.text, digest.contained.get().key) == (False, False, "asked")
    assert states()["news"] == "cancelled"


def test_what_holds_no_longer_is_not_told(reader):
    mail = posted(reader, "een")
    assert call_back(OutgoingMail.objects.filter(pk=mail.pk)) == 1
    gather(at=on(0))
    assert states() == {"een": "cancelled"}


@pytest.mark.django_db(transaction=True)
def test_three_runs_at_the_same_moment_send_one_mail(smtp):
    readers = [UserFactory(member=True, mail_rhythm="daily") for _ in range(3)]
    for number, reader in enumerate(readers):
        for what in ("a", "b"):
            OutgoingMailFactory(key=f"{what}{number}", state="deferred", user=reader, to=reader.email, page=PAGE)
    assert at_once(lambda: due.run(at=on(3)), 3) == [0, 0, 0]
    assert sorted(message["To"] for message in smtp.inbox) == sorted(reader.email for reader in readers)
    assert OutgoingMail.objects.filter(state="gathered").count() == 6
