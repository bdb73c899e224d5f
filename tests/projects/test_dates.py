"""Dates of calls: entered, moved with a reason, published once, and told to those whom they concern."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import WrongState
from amif_network.outbox.models import OutgoingMail
from projects.actions import calls, dates
from projects.actions.dates import When, Why
from projects.actions.notices import open_notices
from projects.models import CallDate, CallDateNotice, LogEntry
from projects.notices import concerned, unread
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.meetings import MinutesFactory, SectionFactory
from tests.factories.projects import (
    CallDateFactory,
    CallFactory,
    InterestFactory,
    ProjectFactory,
    SupplementFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=datetime.UTC)
SITE = "https://portal.example"
OCTOBER = datetime.date(2026, 10, 15)
LATE = Why(reason_fr="Le budget n’est pas signé.", reason_nl="De begroting is niet ondertekend.")


def exactly(day: datetime.date) -> When:
    return When(day, day)


def in_october() -> When:
    return When(datetime.date(2026, 10, 10), datetime.date(2026, 10, 20), None, "mi-octobre", "half oktober")


def of(call, kind: str) -> CallDate:
    return CallDate.objects.newest().get(call=call, kind=kind)


@pytest.fixture
def by(french_coordinator):
    return french_coordinator


@pytest.fixture
def opening():
    """The published opening of an announced call, mid-September."""
    return CallDateFactory(earliest=datetime.date(2026, 9, 15))


def move(opening, by, when=None, why=LATE):
    return dates.move(opening, when or in_october(), why, by=by, at=AT)


def test_dates_of_a_draft_are_published_when_it_is_announced_and_nobody_is_told(by, host_member):
    call = CallFactory(draft=True)
    date = dates.enter(call, "opening", in_october(), by=by, at=AT)
    assert (date.published_at, CallDate.objects.current().count()) == (None, 0)
    calls.step(call, "announce", by=by, at=AT)
    assert [one.published_at for one in CallDate.objects.current()] == [AT]
    assert (CallDateNotice.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_only_coordinators_write_dates_down(by, host_member, observer):
    call = CallFactory()
    for person in (host_member, observer):
        with pytest.raises(PermissionDenied):
            dates.enter(call, "opening", in_october(), by=person, at=AT)


@pytest.mark.parametrize("state", ["decided", "archived", "cancelled"])
def test_dates_of_a_call_that_is_settled_stay(by, state):
    with pytest.raises(WrongState):
        dates.enter(CallFactory(**{state: True}), "opening", in_october(), by=by, at=AT)


def test_a_move_is_a_new_version_with_its_reason_and_its_source(by, opening):
    section = SectionFactory(minutes=MinutesFactory())
    moved = move(opening, by, why=Why("Retard", "", None, section))
    assert (moved.version, moved.replaces, moved.series, moved.kind) == (2, opening, opening.series, "opening")
    assert (moved.section, moved.meeting, moved.published_at) == (section, section.minutes.meeting, None)
    assert CallDate.objects.current().get() == opening


def test_a_move_without_a_reason_is_refused(by, opening):
    with translation.override(None), pytest.raises(ValidationError, match="Say why the date moves"):
        move(opening, by, why=Why(reason_fr="  "))


def test_a_move_to_where_it_stands_is_refused(by, opening):
    with pytest.raises(ValidationError):
        move(opening, by, when=exactly(opening.earliest))


def test_what_nobody_knows_yet_is_changed_and_not_moved(by):
    date = dates.enter(CallFactory(draft=True), "opening", in_october(), by=by, at=AT)
    with pytest.raises(WrongState):
        move(date, by, when=exactly(OCTOBER))
    changed = dates.change(date, exactly(OCTOBER), Why(), by=by, at=AT)
    assert (changed.pk, changed.version, CallDate.objects.get().earliest) == (date.pk, 1, OCTOBER)


def test_who_moves_second_is_told_and_nothing_is_overwritten(by, opening):
    first = move(opening, by)
    with pytest.raises(Overtaken):
        move(opening, by, when=exactly(OCTOBER))
    assert [one.pk for one in CallDate.objects.filter(version=2)] == [first.pk]


def test_what_is_published_is_neither_changed_nor_removed(by, opening):
    for act in (lambda: dates.change(opening, in_october(), LATE, by=by, at=AT), lambda: dates.remove(opening, by=by, at=AT)):
        with pytest.raises(WrongState):
            act()
    assert CallDate.objects.get() == opening


def test_a_removed_date_stays_in_the_log(by, opening):
    moved = move(opening, by)
    dates.remove(moved, by=by, at=AT)
    assert CallDate.objects.get() == opening
    assert list(LogEntry.objects.values_list("subject", "action")) == [("call_date", "remove"), ("call_date", "record")]


def test_a_deadline_before_the_opening_is_refused_by_whatever_it_comes(by, opening):
    call, before = opening.call, exactly(opening.earliest)
    with pytest.raises(ValidationError):
        dates.enter(call, "deadline", before, by=by, at=AT)
    deadline = dates.enter(call, "deadline", exactly(datetime.date(2026, 9, 16)), by=by, at=AT)
    with pytest.raises(ValidationError):
        dates.change(deadline, before, Why(), by=by, at=AT)
    with pytest.raises(ValidationError):
        move(opening, by, when=exactly(OCTOBER))


def test_an_opening_is_not_published_beyond_a_deadline_that_holds(by, opening):
    deadline = CallDateFactory(call=opening.call, kind="deadline", earliest=datetime.date(2026, 10, 1))
    later = dates.move(deadline, exactly(datetime.date(2026, 12, 1)), LATE, by=by, at=AT)
    moved = move(opening, by)
    moved_beyond = dates.change(moved, exactly(OCTOBER), LATE, by=by, at=AT)
    with pytest.raises(ValidationError):
        dates.publish(moved_beyond, by=by, at=AT, site=SITE)
    dates.publish(later, by=by, at=AT, site=SITE)
    dates.publish(moved_beyond, by=by, at=AT, site=SITE)
    assert of(opening.call, "opening").published_at == AT


def test_a_date_of_a_draft_is_not_published_alone(by):
    date = dates.enter(CallFactory(draft=True), "opening", in_october(), by=by, at=AT)
    with pytest.raises(WrongState):
        dates.publish(date, by=by, at=AT, site=SITE)


def test_a_published_move_is_told_once_with_what_it_was_what_it_is_and_why(by, opening, host_member, partner_member):
    moved = move(opening, by)
    dates.publish(moved, by=by, at=AT, site=SITE)
    with pytest.raises(WrongState):
        dates.publish(moved, by=by, at=AT, site=SITE)
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["host@example.org", "partner@example.org"]
    assert CallDateNotice.objects.filter(told_at=AT, opened_at=None).count() == 2
    mail = OutgoingMail.objects.get(to="host@example.org")
    for body in (mail.text, mail.html):
        assert "mardi 15 septembre 2026" in body
        assert "mi-octobre (du 10 au 20 octobre 2026)" in body
        assert "Le budget n’est pas signé." in body
        assert f"{SITE}/fr/calls/{opening.call_id}/" in body


def test_the_mail_is_in_the_language_of_its_reader(by, opening, host):
    host.language_regime = "nl"
    host.save(update_fields=["language_regime"])
    InterestFactory(call=opening.call, organisation=host)
    UserFactory(member=True, language="nl", email="nl@example.org", person=AffiliationFactory(organisation=host).person)
    dates.publish(move(opening, by, why=Why(reason_fr="Le budget n’est pas signé.")), by=by, at=AT, site=SITE)
    mail = OutgoingMail.objects.get(to="nl@example.org")
    assert mail.language == "nl"
    assert "half oktober (10 tot 20 oktober 2026)" in mail.text
    assert f"{SITE}/nl/calls/{opening.call_id}/" in mail.text
    # A reason in the other language says so.
    assert '<span lang="fr">Le budget n’est pas signé.</span>' in mail.html


def test_who_answers_for_two_organisations_gets_one_mail(by, opening, host_member, partner):
    AffiliationFactory(person=host_member.person, organisation=partner)
    dates.publish(move(opening, by), by=by, at=AT, site=SITE)
    assert (CallDateNotice.objects.count(), OutgoingMail.objects.count()) == (2, 1)


def test_a_new_date_of_an_announced_call_is_told_too(by, host_member):
    date = dates.enter(CallFactory(), "info_session", exactly(OCTOBER), by=by, at=AT)
    dates.publish(date, by=by, at=AT, site=SITE)
    assert OutgoingMail.objects.get().to == "host@example.org"


def test_told_are_who_takes_part_who_considers_it_and_who_has_not_said_yet(opening, host, partner):
    call = opening.call
    no, undecided, elsewhere, lead, second, refused_lead = OrganisationFactory.create_batch(6)
    InterestFactory(call=call, organisation=no, no=True)
    InterestFactory(call=call, organisation=undecided, answer="undecided")
    InterestFactory(organisation=elsewhere)
    project = ProjectFactory(call=call, lead=lead, submitted=True)
    SupplementFactory(project=project, partner=second)
    # Before a project is submitted nothing tells a partner that it is named in it.
    SupplementFactory(project=ProjectFactory(call=call, lead=lead), partner=OrganisationFactory())
    ProjectFactory(call=call, lead=refused_lead, refused=True)
    assert set(concerned(call, on=AT.date())) == {host, partner, undecided, lead, second}


def test_who_said_no_is_left_in_peace_unless_a_project_says_otherwise(opening, host, partner):
    InterestFactory(call=opening.call, organisation=host, no=True)
    assert set(concerned(opening.call, on=AT.date())) == {partner}
    ProjectFactory(call=opening.call, lead=host)
    assert set(concerned(opening.call, on=AT.date())) == {host, partner}


def test_other_members_of_the_network_than_cpas_are_told_only_when_they_take_part(opening):
    service = OrganisationFactory(kind="federal_service", network_from=datetime.date(2020, 1, 1))
    assert set(concerned(opening.call, on=AT.date())) == set()
    InterestFactory(call=opening.call, organisation=service)
    assert set(concerned(opening.call, on=AT.date())) == {service}


def test_somebody_of_the_organisation_opens_the_call_and_it_is_read(by, opening, host_member, partner_member, observer):
    moved = move(opening, by)
    dates.publish(moved, by=by, at=AT, site=SITE)
    assert (dict(unread(host_member)), dict(unread(observer))) == ({opening.call_id: [moved]}, {})
    assert [open_notices(opening.call, by=one, at=AT) for one in (by, observer, host_member, host_member)] == [0, 0, 1, 0]
    assert (dict(unread(host_member)), list(unread(partner_member))) == ({}, [opening.call_id])
    assert CallDateNotice.objects.get(opened_at=AT).opened_by == host_member


def test_of_a_date_that_moved_twice_unread_the_last_version_is_shown(by, opening, host_member):
    first = move(opening, by)
    dates.publish(first, by=by, at=AT, site=SITE)
    last = dates.move(first, exactly(OCTOBER), LATE, by=by, at=AT)
    dates.publish(last, by=by, at=AT, site=SITE)
    assert dict(unread(host_member)) == {opening.call_id: [last]}
    assert open_notices(opening.call, by=host_member, at=AT) == 2
