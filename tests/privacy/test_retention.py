"""Rules say how long passing things are kept; what the law wants kept is out of their reach."""

import datetime
from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amif_network.accounts import access_log
from amif_network.accounts.models import AccessEntry, AccessKind, Invitation, User
from amif_network.directory.models import Person
from amif_network.directory.models.person import REMOVED
from amif_network.outbox.models import OutgoingMail
from amif_network.privacy import retention
from amif_network.privacy.forms import RuleForm
from amif_network.privacy.models import CorrectionRequest, RetentionRule, RetentionSubject
from amif_network.privacy.retention import Due
from amif_network.privacy.views.rules import kept
from meetings.models import Importation, ReviewLink
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, PersonFactory
from tests.factories.meetings import AttendanceFactory
from tests.factories.outbox import OutgoingMailFactory

SignIn = Callable[[User], Client]
NOW = timezone.now()


def ago(days: int) -> datetime.datetime:
    return NOW - datetime.timedelta(days=days)


def due(subject: RetentionSubject, days: int = 100) -> Due:
    return retention.due(RetentionRule(subject=subject, days=days), at=NOW)


def taken(subject: RetentionSubject, days: int = 100) -> int:
    return retention.apply(RetentionRule(subject=subject, days=days), by=None, at=NOW)


def test_every_subject_has_a_rule_with_a_reason_in_both_languages(db: None) -> None:
    rules = retention.rules()
    assert [rule.subject for rule in rules] == RetentionSubject.values
    assert all(rule.reason_fr and rule.reason_nl for rule in rules)
    # What changes the directory itself waits for somebody to decide it.
    assert {rule.subject for rule in rules if not rule.active} == {"accounts", "people"}


def test_old_sign_ins_go_and_decisions_stay(observer: User) -> None:
    for kind in (AccessKind.SIGNED_IN, AccessKind.REFUSED, AccessKind.EXPORT, AccessKind.ERASURE):
        access_log.note(kind, by=observer, at=ago(101))
    access_log.note(AccessKind.SIGNED_IN, by=observer, at=ago(99))
    assert (due(RetentionSubject.SIGN_INS).number, taken(RetentionSubject.SIGN_INS)) == (2, 2)
    kinds = sorted(AccessEntry.objects.values_list("kind", flat=True))
    assert kinds == ["erasure", "export", "retention", "signed_in"]
    assert AccessEntry.objects.get(kind="retention").rows == 2


def test_old_mails_lose_their_words_once(db: None) -> None:
    OutgoingMailFactory(sent=True, created_at=ago(101), subject="Ancien")
    OutgoingMailFactory(created_at=ago(101), subject="Attend encore")
    OutgoingMailFactory(sent=True, created_at=ago(99), subject="Récent")
    assert (taken(RetentionSubject.MAILS), taken(RetentionSubject.MAILS)) == (1, 0)
    assert sorted(OutgoingMail.objects.values_list("subject", flat=True)) == ["", "Attend encore", "Récent"]


def test_invitations_and_links_that_ended_keep_no_address(somebody: User) -> None:
    assert due(RetentionSubject.INVITATIONS).number == due(RetentionSubject.LINKS).number == 0
    Invitation.objects.update(invited_at=ago(130), expires_at=ago(110))
    ReviewLink.objects.update(created_at=ago(130), expires_at=ago(110))
    assert (taken(RetentionSubject.INVITATIONS), taken(RetentionSubject.INVITATIONS)) == (1, 0)
    assert taken(RetentionSubject.LINKS) == 1
    assert Invitation.objects.get().email == "nobody@removed.invalid"


def test_ended_sessions_settled_requests_and_sources_go(somebody: User) -> None:
    UserSession.objects.update(last_seen_at=ago(101))
    for state, settled_at in (("done", ago(101)), ("done", ago(99)), ("open", None)):
        CorrectionRequest.objects.create(
            asked_by=somebody, asked_at=ago(200), words="x", state=state, answer="y", settled_at=settled_at
        )
    Importation.objects.create(filename="ancien.docx", source=b"PK", by=somebody, at=ago(101))
    subjects = (RetentionSubject.SESSIONS, RetentionSubject.CORRECTIONS, RetentionSubject.SOURCES)
    assert [taken(subject) for subject in subjects] == [1, 1, 1]
    assert [taken(subject) for subject in subjects] == [0, 0, 0]


def test_a_closed_account_becomes_anonymous_and_its_person_stays(observer: User) -> None:
    closed = UserFactory(is_active=False, person=PersonFactory(family_name="Lambrechts"))
    rule = RetentionRule(subject=RetentionSubject.ACCOUNTS, days=10)
    later = NOW + datetime.timedelta(days=11)
    assert retention.due(rule, at=NOW).number == 0
    assert retention.due(rule, at=later).examples == [str(closed)]
    assert [retention.apply(rule, by=None, at=later) for _twice in range(2)] == [1, 0]
    closed.refresh_from_db()
    assert closed.email == f"{closed.pk}@removed.invalid"
    assert Person.objects.get(pk=closed.person_id).family_name == "Lambrechts"


def test_only_people_whom_nothing_mentions_are_erased(host: object) -> None:
    forgotten = AffiliationFactory(ended=True).person
    AffiliationFactory()
    AttendanceFactory(person=AffiliationFactory(ended=True).person)
    rule, later = RetentionRule(subject=RetentionSubject.PEOPLE, days=10), NOW + datetime.timedelta(days=11)
    assert retention.due(rule, at=NOW).number == 0
    assert retention.due(rule, at=later).examples == [str(forgotten)]
    assert [retention.apply(rule, by=None, at=later) for _twice in range(2)] == [1, 0]
    assert Person.objects.filter(family_name__startswith=REMOVED).get() == forgotten


def test_due_work_applies_active_rules_a_few_times_a_day(observer: User) -> None:
    cache.clear()
    access_log.note(AccessKind.SIGNED_IN, by=observer, at=ago(400))
    retention.run(at=NOW)
    assert not AccessEntry.objects.filter(kind="signed_in").exists()
    access_log.note(AccessKind.SIGNED_IN, by=observer, at=ago(400))
    retention.run(at=NOW)
    assert AccessEntry.objects.filter(kind="signed_in").count() == 1
    cache.clear()


def test_the_page_only_shows_and_applying_is_a_decision(administrator: User, signed_in: SignIn) -> None:
    access_log.note(AccessKind.SIGNED_IN, by=administrator, at=ago(400))
    client, apply = signed_in(administrator), reverse("privacy:rule-apply", args=["sign_ins"])
    page = client.get(reverse("privacy:rules")).content.decode()
    assert apply in page
    assert AccessEntry.objects.filter(at=ago(400)).count() == 1
    assert client.get(apply).status_code == 405
    assert client.post(apply).status_code == 302
    assert AccessEntry.objects.filter(at=ago(400)).count() == 0
    assert AccessEntry.objects.get(kind="retention").user == administrator


def test_a_rule_is_changed_and_a_second_writer_sees_both_versions(administrator: User, signed_in: SignIn) -> None:
    client, address = signed_in(administrator), reverse("privacy:rule", args=["links"])
    sent = {"days": 30, "active": "on", "reason_fr": "Un mois suffit.", "reason_nl": "Een maand volstaat."}
    base = client.get(address).context["form"].initial["base"]
    assert client.post(address, {**sent, "base": base}).status_code == 302
    base = client.get(address).context["form"].initial["base"]
    client.post(address, {**sent, "days": 40, "base": base})
    late = client.post(address, {**sent, "days": 50, "base": base})
    assert late.status_code == 409
    assert RetentionRule.objects.get().days == 40
    assert client.post(address, {**sent, "days": 0}).status_code in (200, 409)


def test_the_first_rule_of_a_subject_is_written_once(db: None) -> None:
    # Both opened the page while no rule was saved; the other one saves first.
    form = RuleForm({"days": 30, "reason_fr": "Un mois.", "reason_nl": "Een maand."}, instance=retention.default("links"))
    RetentionRule.objects.create(subject="links", days=7, reason_fr="Court.", reason_nl="Kort.")
    assert form.is_valid()
    assert not kept(form)
    assert len(form.non_field_errors()) == 1
    assert RetentionRule.objects.get().days == 7


@pytest.mark.parametrize("name", ["rules", "rule", "rule-apply"])
def test_rules_are_for_administrators(name: str, french_coordinator: User, host_member: User, signed_in: SignIn) -> None:
    address = reverse(f"privacy:{name}", args=[] if name == "rules" else ["links"])
    for user in (french_coordinator, host_member):
        client = signed_in(user)
        assert (client.post if name == "rule-apply" else client.get)(address).status_code == 403


def test_an_unknown_rule_is_not_found(administrator: User, signed_in: SignIn) -> None:
    assert signed_in(administrator).get(reverse("privacy:rule", args=["editions"])).status_code == 404
