"""The mails of a review: to whom, in which language, with a link of their own, without a word of the minutes."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from amif_network.directory.models import Organisation
from amif_network.outbox.models import OutgoingMail
from meetings.actions.review.answering import Writer, send_answer
from meetings.mails import review as mails
from meetings.mails.recipients import coordinators, for_organisation
from meetings.models import ReviewLink, ReviewRequest
from meetings.review_links import make
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.review import RemarkFactory
from tests.meetings.answering.conftest import SITE

pytestmark = pytest.mark.django_db


def member_of(organisation: Organisation, **about):
    return UserFactory(member=True, person=AffiliationFactory(organisation=organisation).person, **about)


def readers(organisation: Organisation) -> list[tuple[str, str]]:
    return [(one.email, one.lang) for one in for_organisation(organisation)]


def test_members_with_an_account_are_written_to(host, host_member):
    AffiliationFactory(organisation=host)
    gone = member_of(host, email="gone@example.org")
    gone.person.affiliations.update(valid_to="2021-12-31")
    member_of(host, email="closed@example.org", is_active=False)
    UserFactory(coordinator=True, email="lead@example.org", person=AffiliationFactory(organisation=host).person)
    assert readers(host) == [(host_member.email, "fr")]


def test_without_accounts_it_is_the_people_with_an_address_each_once(partner):
    for name, email in (("A", "one@example.org"), ("B", "ONE@example.org"), ("C", ""), ("D", "two@example.org")):
        AffiliationFactory(organisation=partner, person=PersonFactory(family_name=name, email=email))
    assert [email.lower() for email, _lang in readers(partner)] == ["one@example.org", "two@example.org"]


@pytest.mark.parametrize(
    ("regime", "fr_reader", "nl_reader"),
    [
        ("fr", "fr", "fr"), ("nl", "nl", "nl"), ("nl_fr", "fr", "nl"), ("", "fr", "nl"), ("nl_facilities", "nl", "nl"),
        ("fr_facilities_nl", "fr", "fr"), ("fr_facilities_de", "fr", "fr"), ("de_facilities_fr", "fr", "fr"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_the_organisation_then_that_of_the_reader(regime, fr_reader, nl_reader):
    organisation = OrganisationFactory(language_regime=regime)
    member_of(organisation, email="a@example.org", language="fr"), member_of(organisation, email="b@example.org", language="nl")
    assert readers(organisation) == [("a@example.org", fr_reader), ("b@example.org", nl_reader)]


def test_coordinators_are_asked_else_administrators(administrator):
    assert [one.email for one in coordinators()] == [administrator.email]
    french, dutch = UserFactory(coordinator=True, language="fr"), UserFactory(coordinator=True, language="nl")
    assert [(one.email, one.lang) for one in coordinators()] == [(french.email, "fr"), (dutch.email, "nl")]


def test_a_round_asks_each_organisation_with_a_link_of_its_own(circulation, host_member, review, other_review):
    asked = OutgoingMail.objects.filter(topic="circulation")
    assert {mail.organisation for mail in asked} == {review.organisation, other_review.organisation}
    for mail in asked:
        address = re.search(rf"{SITE}(\S+)", mail.text)[1]
        page = Client().get(address)
        assert page.context["review"].organisation == mail.organisation
        assert ReviewLink.objects.get(request=page.context["review"]).email == mail.to
        assert f'href="{SITE}{address}"' in mail.html
        assert "délai est trop court" not in mail.text + mail.html
        assert "Merci de relire." in mail.text


def test_what_a_coordinator_wrote_cannot_become_markup(review):
    OutgoingMail.objects.all().delete()
    (mail,) = mails.asked(review, site=SITE, at=timezone.now(), comment="<b onclick=x>Encore</b>")
    assert "<b onclick" not in mail.html
    assert "<b onclick=x>Encore</b>" in mail.text


def test_a_reminder_is_sent_once_per_step_and_deadline(review):
    first = mails.reminder(review, step="two_days", site=SITE, at=timezone.now())
    again = mails.reminder(review, step="two_days", site=SITE, at=timezone.now())
    other = mails.reminder(review, step="last_day", site=SITE, at=timezone.now())
    assert first == again
    assert OutgoingMail.objects.filter(topic="reminder").count() == len(first) + len(other)


def test_the_sender_by_link_gets_the_receipt_too(other_review):
    link = make(other_review, "ailleurs@example.org", timezone.now())
    send_answer(other_review, writer=Writer(link, "Anouk"), seen=0, no_remarks=True, at=timezone.now(), site=SITE)
    receipts = OutgoingMail.objects.filter(topic="receipt")
    assert {mail.to for mail in receipts} == {
        "ailleurs@example.org",
        *(email for email, _lang in readers(other_review.organisation)),
    }
    assert all("Anouk" in mail.text for mail in receipts)


def test_outcomes_are_told_by_their_number(review, host_member):
    RemarkFactory(request=review, settled=True, text="Nos mots"), RemarkFactory(request=review, sent=True)
    (mail,) = mails.outcomes(review, site=SITE, at=timezone.now())
    assert (mail.to, mail.about) == (host_member.email, f"meeting:{review.circulation.minutes.meeting_id}")
    assert "Nos mots" not in mail.text + mail.html


def test_who_cannot_be_reached_gets_no_mail(review, host_member):
    host_member.person.affiliations.update(valid_to="2021-12-31")
    assert mails.asked(ReviewRequest.objects.get(pk=review.pk), site=SITE, at=timezone.now()) == []
