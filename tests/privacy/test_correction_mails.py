"""Who administers learns that a request waits, who asked that it is settled: each once, and never with its words."""

import pytest
from django.urls import reverse
from django.utils import timezone

from amif_network.outbox.models import OutgoingMail
from amif_network.privacy import correcting
from amif_network.privacy.models import CorrectionRequest
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory

WORDS = "Mon prénom s’écrit Loïse"
ANSWER = "Corrigé dans la liste des personnes"


def mails():
    return list(OutgoingMail.objects.filter(topic="correction").order_by("pk"))


@pytest.fixture
def request_of(host_member):
    return correcting.ask(by=host_member, words=WORDS, at=timezone.now())


def test_everybody_who_administers_is_told_in_their_language(administrator, host_member, french_coordinator, signed_in):
    dutch = UserFactory(administrator=True, language="nl")
    gone = AffiliationFactory(valid_to=timezone.localdate()).person
    UserFactory(administrator=True, person=gone)
    for _twice in range(2):
        signed_in(host_member).post(reverse("privacy:mine"), {"words": WORDS})
    one = CorrectionRequest.objects.get()
    assert [(mail.to, mail.language) for mail in mails()] == [(administrator.email, "fr"), (dutch.email, "nl")]
    assert [f"/{mail.language}/privacy/" in mail.page and mail.page.endswith(f"/{one.pk}/") for mail in mails()] == [True, True]


def test_the_mail_says_neither_who_asked_nor_what(administrator, request_of, host_member):
    (mail,) = mails()
    for words in (WORDS, "Loïse", str(host_member), host_member.email):
        assert words not in mail.subject + mail.text + mail.html


@pytest.mark.parametrize("action", ["correct", "refuse"])
def test_who_asked_is_told_that_it_is_settled(administrator, request_of, host_member, signed_in, action):
    OutgoingMail.objects.all().delete()
    signed_in(administrator).post(reverse(f"privacy:correction-{action}", args=[request_of.pk]), {"answer": ANSWER})
    (mail,) = mails()
    assert (mail.to, mail.user) == (host_member.email, host_member)
    assert ANSWER not in mail.subject + mail.text + mail.html
    assert reverse("privacy:mine") in mail.text


def test_a_refusal_without_its_reason_tells_nobody(administrator, request_of, signed_in):
    before = len(mails())
    signed_in(administrator).post(reverse("privacy:correction-refuse", args=[request_of.pk]), {"answer": ""})
    assert len(mails()) == before


def test_who_has_no_access_any_more_gets_no_mail(administrator, request_of, host_member):
    host_member.person.affiliations.update(valid_to=timezone.localdate())
    correcting.settle(request_of, "correct", by=administrator, answer="", at=timezone.now())
    assert [mail.to for mail in mails()] == [administrator.email]
