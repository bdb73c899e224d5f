"""Outcomes settled so far are told before all are settled: who gets a mail is shown first, and none is told twice."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from amif_network.outbox.models import OutgoingMail
from meetings.actions.review.settling import reopen, settle
from meetings.actions.review.telling import tell_outcomes
from meetings.models import MeetingLogEntry, Remark, ReviewRequest
from tests.factories.meetings import NOW
from tests.factories.review import SITE, RemarkFactory, ReviewRequestFactory
from tests.meetings.pages import address, main_of, words
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def remarks(asked) -> list[Remark]:
    """Three remarks of the host that wait for an outcome."""
    return [RemarkFactory(request=asked, sent=True) for _number in range(3)]


def decide(remark, by):
    return settle(remark, outcome="incorporated", by=by, at=timezone.now(), site=SITE)


def outcome_mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(topic="outcome").order_by("pk"))


def test_each_outcome_is_told_once(remarks, draft, asked, french_coordinator, host_member):
    decide(remarks[0], french_coordinator)
    assert tell_outcomes(draft, by=french_coordinator, at=timezone.now(), site=SITE) == [asked]
    assert tell_outcomes(draft, by=french_coordinator, at=timezone.now(), site=SITE) == []
    decide(remarks[1], french_coordinator)
    decide(remarks[2], french_coordinator)
    first, second = outcome_mails()
    assert (first.to, second.to) == (host_member.email, host_member.email)
    assert "une remarque" in first.text
    assert "2 remarques" in second.text
    assert not Remark.objects.untold().exists()
    entry = MeetingLogEntry.objects.get(action="tell_outcomes")
    assert (entry.subject, entry.about, entry.by, str(asked.organisation) in entry.comment) == (
        "review", asked.pk, french_coordinator, True,
    )  # fmt: skip


def test_an_outcome_that_was_taken_back_and_given_anew_is_told_anew(remarks, draft, french_coordinator, host_member):
    decide(remarks[0], french_coordinator)
    tell_outcomes(draft, by=french_coordinator, at=timezone.now(), site=SITE)
    reopen(remarks[0], by=french_coordinator, at=NOW, comment="Trop vite.")
    assert Remark.objects.get(pk=remarks[0].pk).told_at is None
    decide(remarks[0], french_coordinator)
    assert tell_outcomes(draft, by=french_coordinator, at=timezone.now(), site=SITE) != []
    assert len(outcome_mails()) == 2


def test_who_cannot_be_reached_is_told_once_somebody_can(draft, sent_round, french_coordinator, host_member, asked):
    host_member.person.affiliations.update(valid_to="2021-12-31")
    RemarkFactory(request=asked, settled=True)
    assert tell_outcomes(draft, by=french_coordinator, at=NOW, site=SITE) == []
    host_member.person.affiliations.update(valid_to=None)
    assert tell_outcomes(draft, by=french_coordinator, at=NOW, site=SITE) == [asked]


@pytest.mark.parametrize("role", ["host_member", "observer"])
def test_only_coordinators_tell(request, draft, asked, role):
    RemarkFactory(request=asked, settled=True)
    with pytest.raises(PermissionDenied):
        tell_outcomes(draft, by=request.getfixturevalue(role), at=NOW, site=SITE)
    assert outcome_mails() == []


def test_the_database_refuses_a_remark_told_without_an_outcome(remarks):
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.update(told_at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_tell_at_once_send_one_mail(draft, asked, french_coordinator, dutch_coordinator, host_member):
    RemarkFactory(request=asked, settled=True)

    def tell(by):
        return tell_outcomes(draft, by=by, at=timezone.now(), site=SITE)

    assert while_waiting(lambda: tell(dutch_coordinator), lambda: tell(french_coordinator)) == []
    assert len(outcome_mails()) == 1


def test_the_page_says_before_who_gets_a_mail(signed_in, french_coordinator, host_member, draft, asked, sent_round, remarks):
    """The board offers it while something is untold; nothing is sent by looking."""
    client, at = signed_in(french_coordinator), address("board-tell", draft.meeting_id)
    board = address("review-board", draft.meeting_id)
    assert at not in main_of(client.get(board))
    decide(remarks[0], french_coordinator)
    mute = ReviewRequestFactory(circulation=sent_round, answered=True)
    RemarkFactory(request=mute, settled=True)
    assert f'href="{at}"' in main_of(client.get(board))
    page = client.get(at)
    assert {
        one.request: (one.settled, one.waiting, [reader.email for reader in one.readers]) for one in page.context["untold"]
    } == {
        asked: (1, 2, [host_member.email]),
        mute: (1, 0, []),
    }
    assert host_member.email in words(page)
    assert outcome_mails() == []
    assert client.post(at).headers["Location"] == board
    assert [mail.to for mail in outcome_mails()] == [host_member.email]
    client.post(at)
    assert len(outcome_mails()) == 1
    assert [one.request for one in client.get(at).context["untold"]] == [mute]


def test_the_page_is_for_coordinators(signed_in, host_member, outsider_member, observer, draft, asked):
    RemarkFactory(request=asked, settled=True)
    at = address("board-tell", draft.meeting_id)
    for user in (host_member, outsider_member, observer):
        assert signed_in(user).post(at).status_code in (403, 404)
    assert outcome_mails() == []
    assert ReviewRequest.objects.filter(remarks__told_at=None).exists()
