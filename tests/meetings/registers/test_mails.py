"""Who gets a mail about a promise, when, and what it says: never the words of the minutes."""

import pytest

from amif_network.outbox.models import OutgoingMail
from meetings.actions.registers.promises import answer_promise, reopen_promise, tell_promise, tell_promises
from meetings.models import Promise
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, PersonFactory
from tests.factories.meetings import NOW
from tests.factories.registers import PromiseFactory
from tests.meetings.pages import address, words
from tests.racing import while_waiting

from .conftest import SITE

pytestmark = pytest.mark.django_db


def sent() -> list[tuple[str, str]]:
    return sorted(OutgoingMail.objects.values_list("to", "topic"))


def test_publishing_the_minutes_tells_those_who_owe_something_once(
    signed_in, publish_minutes, french_coordinator, host_member, promise
):
    done = PromiseFactory(meeting=promise.meeting, owed_by=promise.owed_by, done=True)
    assert OutgoingMail.objects.filter(topic="promise").count() == 0
    publish_minutes(promise.meeting)
    mail = OutgoingMail.objects.get(topic="promise")
    assert (mail.to, mail.about, mail.organisation, mail.language) == (
        "host@example.org",
        f"meeting:{promise.meeting_id}",
        promise.owed_by,
        "fr",
    )
    assert f"{SITE}{address('promise', promise.pk)}" in mail.text
    assert [promise.text_fr in text for text in (mail.text, mail.html, mail.subject)] == [False] * 3
    promise.refresh_from_db()
    done.refresh_from_db()
    assert (promise.told_at, done.told_at) == (NOW, None)
    assert tell_promises(promise.meeting, at=NOW, site=SITE) == []


def test_who_was_told_before_gets_no_second_mail_on_publishing(publish_minutes, french_coordinator, host_member, promise):
    tell_promise(promise, by=french_coordinator, at=NOW, site=SITE)
    publish_minutes(promise.meeting)
    tell_promise(promise, by=french_coordinator, at=NOW, site=SITE)
    assert OutgoingMail.objects.filter(topic="promise").count() == 1


def test_the_person_who_promised_is_told_and_not_the_whole_organisation(french_coordinator, host_member, promise):
    person = PersonFactory(email="lisa@example.org", preferred_language="nl")
    Promise.objects.update(owed_by_person=person)
    promise.refresh_from_db()
    tell_promise(promise, by=french_coordinator, at=NOW, site=SITE)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == ("lisa@example.org", "nl")
    assert f"{SITE}{address('promise', promise.pk, lang='nl')}" in mail.text


def test_without_an_address_nobody_counts_as_told(french_coordinator):
    promise = PromiseFactory()
    tell_promise(promise, by=french_coordinator, at=NOW, site=SITE)
    promise.refresh_from_db()
    assert (sent(), promise.told_at) == ([], None)


def test_an_answer_is_told_to_who_asked_and_again_after_a_new_question(french_coordinator, host_member, partner_member, promise):
    answer_promise(promise, answer_fr="La voici", answer_nl="", by=host_member, at=NOW, site=SITE)
    assert sent() == [("partner@example.org", "promise")]
    reopen_promise(promise, comment="Il manque une annexe", by=french_coordinator, at=NOW)
    answer_promise(promise, answer_fr="La voici complète", answer_nl="", by=host_member, at=NOW, site=SITE)
    assert sent() == [("partner@example.org", "promise")] * 2
    assert [("La voici" in mail.text) for mail in OutgoingMail.objects.all()] == [False, False]


def test_who_answers_gets_no_mail_about_it(host_member, promise, host):
    Promise.objects.update(asked_by=host)
    colleague = UserFactory(member=True, email="colleague@example.org", person=AffiliationFactory(organisation=host).person)
    answer_promise(promise, answer_fr="La voici", answer_nl="", by=host_member, at=NOW, site=SITE)
    assert sent() == [(colleague.email, "promise")]


def test_the_page_says_who_will_get_a_mail(signed_in, host_member, partner_member, french_coordinator, promise):
    assert str(partner_member.person) in words(signed_in(host_member).get(address("promise-step", promise.pk, "answer")))
    assert str(host_member.person) in words(signed_in(french_coordinator).get(address("promise-step", promise.pk, "tell")))


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_save_one_and_show_it_to_the_other(
    signed_in, host_member, french_coordinator, partner_member, promise
):
    url = address("promise-step", promise.pk, "answer")
    late = while_waiting(
        lambda: signed_in(host_member).post(url, {"answer_fr": "La mienne", "answer_nl": ""}),
        lambda: signed_in(french_coordinator).post(url, {"answer_fr": "La première", "answer_nl": ""}),
    )
    promise.refresh_from_db()
    assert (late.status_code, promise.answer_fr, len(sent())) == (409, "La première", 1)
    assert ("La première" in words(late), late.context["form"]["answer_fr"].value()) == (True, "La mienne")
