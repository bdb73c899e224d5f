"""Minutes are sent round: frozen in both languages, one request per organisation, a mail to each reader."""

import datetime
import json
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import override

from amif_network.core.workflow import WrongState
from amif_network.outbox.models import OutgoingMail
from meetings.actions.review.circulating import asked_and_leading, circulate, incorporate, organisations_asked
from meetings.actions.writing import write_text
from meetings.models import Attendance, Circulation, MeetingLogEntry, Minutes, Remark, ReviewRequest
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import NOW, AttendanceFactory, base_of, signed
from tests.factories.review import DEADLINE, SITE, RemarkFactory
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db


def send(minutes, by, **changes):
    said = {"deadline": DEADLINE, "message_fr": " Bonne lecture. ", "message_nl": "", "by": by, "at": NOW, "site": SITE}
    return circulate(minutes, **{**said, **changes})


def test_a_round_freezes_both_languages_under_their_hash(draft, section, french_coordinator):
    sent = send(draft, french_coordinator)
    assert (sent.number, sent.version, sent.deadline) == (1, 1, DEADLINE)
    assert (sent.circulated_by, sent.circulated_at) == (french_coordinator, NOW)
    assert (sent.message_fr, sent.message_nl) == ("Bonne lecture.", "")
    assert sent.sha256 == sha256(sent.content.encode()).hexdigest()
    record = sent.printed()
    assert (record.state, set(record.languages)) == ("draft", {"fr", "nl"})
    assert {one.lang: one.heading.text for one in record.sections[0].passages} == {"fr": "Accueil", "nl": "Onthaal"}
    assert sent.content == json.dumps(json.loads(sent.content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert Minutes.objects.get().state == "in_review"


def test_every_organisation_of_the_present_and_the_excused_is_asked(draft, french_coordinator, host, partner):
    replaced, guest, silent = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    meeting = draft.meeting
    AttendanceFactory(meeting=meeting, organisation=partner, status="excused")
    AttendanceFactory(meeting=meeting, organisation=replaced, status="excused", replaced_by=PersonFactory())
    AttendanceFactory(meeting=meeting, organisation=guest, status="guest")
    AttendanceFactory(meeting=meeting, organisation=silent, status="absent")
    AttendanceFactory(meeting=meeting, organisation=OrganisationFactory(), status="unknown")
    AttendanceFactory(meeting=meeting, organisation=None)
    assert organisations_asked(draft) == {host: False, partner: True, replaced: False, guest: False}
    sent = send(draft, french_coordinator)
    assert {one.organisation: one.excused for one in sent.requests.all()} == organisations_asked(draft)
    assert {(one.state, one.deadline) for one in sent.requests.all()} == {("awaited", DEADLINE)}


def test_each_reader_gets_one_mail_in_the_language_of_the_organisation(draft, french_coordinator, host_member, partner_member):
    dutch = OrganisationFactory(dutch_speaking=True)
    reader = AffiliationFactory(organisation=dutch, person__preferred_language="fr").person
    AttendanceFactory(meeting=draft.meeting, person=reader, organisation=dutch)
    with override("fr"):
        send(draft, french_coordinator)
    mails = {mail.to: mail for mail in OutgoingMail.objects.all()}
    assert set(mails) == {host_member.email, partner_member.email, reader.email}
    assert {mail.topic for mail in mails.values()} == {"circulation"}
    assert mails[reader.email].language == "nl"
    assert mails[host_member.email].language == "fr"
    assert all(SITE in mail.text for mail in mails.values())


def test_the_round_is_logged(draft, french_coordinator):
    sent = send(draft, french_coordinator)
    entry = MeetingLogEntry.objects.get()
    assert (entry.subject, entry.action, entry.from_state, entry.to_state, entry.by, entry.about) == (
        "minutes", "circulate", "draft", "in_review", french_coordinator, sent.pk,
    )  # fmt: skip


def test_the_versions_that_were_sent_round_stay_in_the_history(draft, section, french_coordinator):
    text = section.texts.get(language="fr")
    text.revisions.update(checkpoint=False)
    send(draft, french_coordinator)
    assert text.revisions.get().checkpoint


@pytest.mark.parametrize("state", ["in_review", "approved", "published"])
def test_minutes_in_another_state_are_not_sent_round(draft, french_coordinator, state):
    Minutes.objects.update(**signed(state, french_coordinator))
    with pytest.raises(WrongState):
        send(draft, french_coordinator)
    assert not Circulation.objects.exists()


@pytest.mark.parametrize("role", ["host_member", "observer"])
def test_only_coordinating_users_send_minutes_round(draft, request, role):
    with pytest.raises(PermissionDenied):
        send(draft, request.getfixturevalue(role))
    assert Minutes.objects.get().state == "draft"


@pytest.mark.parametrize(("deadline", "code"), [(datetime.date(2026, 3, 1), "past"), (datetime.date(2027, 3, 16), "far")])
def test_a_deadline_lies_ahead_and_not_too_far(draft, french_coordinator, deadline, code):
    with pytest.raises(ValidationError) as refused:
        send(draft, french_coordinator, deadline=deadline)
    assert refused.value.code == code
    assert not Circulation.objects.exists()


def test_without_an_organisation_there_is_nobody_to_ask(draft, french_coordinator):
    draft.meeting.attendances.update(organisation=None)
    with pytest.raises(ValidationError) as refused:
        send(draft, french_coordinator)
    assert refused.value.code == "nobody"
    assert Minutes.objects.get().state == "draft"


def test_a_second_round_takes_along_what_was_not_sent(draft, french_coordinator, asked, sent_round):
    begun, sent = RemarkFactory(request=asked), RemarkFactory(request=asked, sent=True)
    incorporate(draft, by=french_coordinator, at=NOW)
    second = send(draft, french_coordinator)
    assert second.number == 2
    new = second.requests.get(organisation=asked.organisation)
    assert (Remark.objects.get(pk=begun.pk).request, Remark.objects.get(pk=sent.pk).request) == (new, asked)
    assert new.draft_rev == 1
    assert set(ReviewRequest.objects.current()) == set(second.requests.all())


def test_incorporating_opens_the_minutes_for_writing(draft, sent_round, french_coordinator, section):
    with pytest.raises(WrongState):
        write_text(section, lang="fr", heading="x", html="", base=base_of(section, "fr"), by=french_coordinator, at=NOW)
    minutes = incorporate(draft, by=french_coordinator, at=NOW)
    assert minutes.state == "incorporating"
    assert MeetingLogEntry.objects.first().action == "incorporate"
    with pytest.raises(WrongState):
        incorporate(draft, by=french_coordinator, at=NOW)


@pytest.mark.parametrize("change", [{"content": "{}"}, {"deadline": datetime.date(2026, 5, 1)}, {"sha256": "0" * 64}])
def test_the_database_refuses_to_change_a_round(sent_round, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Circulation.objects.update(**change)


def test_the_database_refuses_to_delete_a_round_and_a_wrong_hash(sent_round, draft, french_coordinator):
    with pytest.raises(DatabaseError), transaction.atomic():
        Circulation.objects.filter(pk=sent_round.pk)._raw_delete("default")
    with pytest.raises(IntegrityError), transaction.atomic():
        Circulation.objects.create(
            minutes=draft, number=2, version=1, content="{}", sha256="0" * 64, deadline=DEADLINE,
            circulated_by=french_coordinator, circulated_at=NOW,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_at_once_one_sends_the_minutes_round(draft, french_coordinator, dutch_coordinator):
    def late():
        with pytest.raises(WrongState):
            send(draft, dutch_coordinator)
        return "refused"

    assert while_waiting(late, lambda: send(draft, french_coordinator)) == "refused"
    assert Circulation.objects.get().circulated_by == french_coordinator
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_while_minutes_are_sent_round_is_in_the_round(draft, section, french_coordinator, dutch_coordinator):
    base = base_of(section, "fr")
    said = {"lang": "fr", "heading": "Accueil", "html": "<p>Bienvenue</p>", "base": base, "by": dutch_coordinator, "at": NOW}
    sent = while_waiting(lambda: send(draft, french_coordinator), lambda: write_text(section, **said))
    assert "Bienvenue" in sent.content


@pytest.mark.django_db(transaction=True)
def test_what_arrives_after_minutes_were_sent_round_is_kept_aside(draft, section, french_coordinator, dutch_coordinator):
    base = base_of(section, "fr")
    said = {"lang": "fr", "heading": "Accueil", "html": "<p>Trop tard</p>", "base": base, "by": dutch_coordinator, "at": NOW}

    def late():
        with pytest.raises(WrongState) as closed:
            write_text(section, **said)
        return closed.value.aside

    aside = while_waiting(late, lambda: send(draft, french_coordinator))
    assert (aside.html, aside.set_aside) == ("<p>Trop tard</p>", True)
    assert "Trop tard" not in Circulation.objects.get().content


def test_organisations_that_lead_the_network_are_not_asked(draft, french_coordinator, host):
    leading = AffiliationFactory(person=PersonFactory(email="tom@example.org"))
    french_coordinator.person = leading.person
    french_coordinator.save()
    AttendanceFactory(meeting=draft.meeting, person=leading.person, organisation=leading.organisation)
    assert leading.organisation not in organisations_asked(draft)
    assert host in organisations_asked(draft)
    assert asked_and_leading(draft)[1] == [leading.organisation]
    leading.valid_to = NOW.date()
    leading.save()
    assert asked_and_leading(draft)[1] == []
    assert leading.organisation in organisations_asked(draft)


def test_minutes_of_a_meeting_of_those_who_lead_alone_have_nobody_to_be_asked(draft, french_coordinator, host):
    Attendance.objects.exclude(organisation=host).delete()
    french_coordinator.person = AffiliationFactory(organisation=host).person
    french_coordinator.save()
    with pytest.raises(ValidationError) as refused:
        circulate(draft, deadline=DEADLINE, message_fr="", message_nl="", by=french_coordinator, at=NOW, site=SITE)
    assert refused.value.code == "nobody"
