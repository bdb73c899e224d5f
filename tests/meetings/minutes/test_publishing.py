"""Approve, publish, withdraw, correct: what becomes official is frozen, and nothing else is published."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from amif_network.accounts.models import User
from amif_network.core.workflow import CommentRequired, WrongState
from meetings import documents
from meetings.actions import publishing
from meetings.actions.translating import confirm_translation
from meetings.models import Edition, MeetingLogEntry, Minutes, PendingContribution
from meetings.open_points import open_points
from meetings.printed import PrintedMinutes
from tests.factories.meetings import AttendanceFactory, SectionFactory, signed
from tests.factories.publishing import ERRATUM, OVERRIDE, SITE

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 3, 20, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def minutes(french_coordinator: User) -> Minutes:
    """Draft minutes with one section, up to date in both languages."""
    section = SectionFactory(fr=("Accueil", "<p>Bonjour</p>"), nl=("Onthaal", "<p>Goeiedag</p>"))
    confirm_translation(section, lang="nl", by=french_coordinator, at=AT)
    return section.minutes


@pytest.fixture
def approved(minutes: Minutes, french_coordinator: User) -> Minutes:
    return publishing.approve(minutes, by=french_coordinator, at=AT, override=OVERRIDE)


def test_approval_records_who_when_and_what(minutes: Minutes, french_coordinator: User) -> None:
    approved = publishing.approve(minutes, by=french_coordinator, at=AT, override=OVERRIDE)
    assert (approved.state, approved.approved_by, approved.approved_at) == ("approved", french_coordinator, AT)
    assert len(approved.approved_hash) == 64
    entry = MeetingLogEntry.objects.get()
    assert (entry.action, entry.from_state, entry.to_state, entry.by) == ("approve", "draft", "approved", french_coordinator)


def test_publication_stores_six_editions_with_their_very_bytes(
    approved: Minutes, dutch_coordinator: User, french_coordinator: User
) -> None:
    published_at = AT + datetime.timedelta(days=1)
    editions = publishing.publish(approved, by=dutch_coordinator, at=published_at, site=SITE)
    assert [(one.version, one.audience, one.language) for one in editions] == [
        (1, audience, language) for audience in ("internal", "public") for language in ("fr", "nl", "both")
    ]
    for edition in Edition.objects.all():
        assert bytes(edition.pdf).startswith(b"%PDF-")
        assert edition.sha256 == sha256(bytes(edition.pdf)).hexdigest()
        assert (edition.approved_by, edition.approved_at) == (french_coordinator, AT)
        assert (edition.published_by, edition.published_at) == (dutch_coordinator, published_at)
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.published_by) == ("published", dutch_coordinator)


def test_an_edition_keeps_its_content_as_values(approved: Minutes, french_coordinator: User) -> None:
    publishing.publish(approved, by=french_coordinator, at=AT, site=SITE)
    content = PrintedMinutes.from_json(Edition.objects.get(language="nl", audience="internal").content)
    assert [passage.html.text for section in content.sections for passage in section.passages] == ["<p>Goeiedag</p>"]


@pytest.mark.parametrize("state", ["missing", "unconfirmed", "outdated"])
def test_an_unfinished_translation_needs_a_reason_that_is_printed(french_coordinator: User, state: str) -> None:
    section = SectionFactory(fr="Accueil", nl=None if state == "missing" else "Onthaal")
    if state == "outdated":
        confirm_translation(section, lang="nl", by=french_coordinator, at=AT)
        section.texts.filter(language="fr").update(hash="0" * 64)
    approved = publishing.approve(section.minutes, by=french_coordinator, at=AT, override=OVERRIDE)
    for nothing in (None, {}, {"fr": "  "}):
        with pytest.raises(CommentRequired):
            publishing.publish(approved, by=french_coordinator, at=AT, site=SITE, reasons=nothing)
    assert not Edition.objects.exists()
    publishing.publish(
        approved,
        by=french_coordinator,
        at=AT,
        site=SITE,
        reasons={"fr": "Le traducteur est malade.", "nl": "De vertaler is ziek."},
    )
    reasons = {
        edition.language: [head.reason.text for head in PrintedMinutes.from_json(edition.content).heads]
        for edition in Edition.objects.filter(audience="internal")
    }
    assert reasons == {
        "fr": ["Le traducteur est malade."],
        "nl": ["De vertaler is ziek."],
        "both": ["Le traducteur est malade.", "De vertaler is ziek."],
    }
    assert MeetingLogEntry.objects.get(action="publish").comment == "Le traducteur est malade. / De vertaler is ziek."


def test_no_reason_is_printed_where_none_is_needed(approved: Minutes, french_coordinator: User) -> None:
    publishing.publish(approved, by=french_coordinator, at=AT, site=SITE, reasons={"fr": "Pour rien"})
    assert set(Edition.objects.values_list("reason", flat=True)) == {""}


def test_only_what_was_approved_is_published(approved: Minutes, french_coordinator: User) -> None:
    AttendanceFactory(meeting=approved.meeting)
    with pytest.raises(publishing.NotWhatWasApproved):
        publishing.publish(approved, by=french_coordinator, at=AT, site=SITE)
    assert (Edition.objects.count(), Minutes.objects.get().state) == (0, "approved")


def test_withdrawing_needs_a_reason_and_opens_the_draft(approved: Minutes, french_coordinator: User) -> None:
    with pytest.raises(CommentRequired):
        publishing.withdraw_approval(approved, by=french_coordinator, at=AT, comment=" ")
    draft = publishing.withdraw_approval(approved, by=french_coordinator, at=AT, comment="Une erreur")
    assert (draft.state, draft.approved_by, draft.approved_at, draft.approved_hash, draft.version) == ("draft", None, None, "", 1)


def test_a_correction_is_a_new_version_beside_the_old_one(approved: Minutes, french_coordinator: User) -> None:
    publishing.publish(approved, by=french_coordinator, at=AT, site=SITE)
    before = list(Edition.objects.order_by("pk").values_list("sha256", flat=True))
    corrected = publishing.correct(approved, by=french_coordinator, at=AT, comment="Faute dans un nom", erratum=ERRATUM)
    assert (corrected.state, corrected.version, corrected.published_by) == ("draft", 2, None)
    publishing.approve(corrected, by=french_coordinator, at=AT, override=OVERRIDE)
    publishing.publish(corrected, by=french_coordinator, at=AT, site=SITE)
    assert list(Edition.objects.order_by("pk").values_list("version", flat=True)) == [1] * 6 + [2] * 6
    assert list(Edition.objects.filter(version=1).order_by("pk").values_list("sha256", flat=True)) == before


@pytest.mark.parametrize("action", ["approve", "withdraw_approval", "publish", "correct"])
def test_members_and_observers_take_no_step(minutes: Minutes, host_member: User, observer: User, action: str) -> None:
    Minutes.objects.filter(pk=minutes.pk).update(
        **signed({"approve": "draft", "correct": "published"}.get(action, "approved"), host_member, AT)
    )
    given = {
        "approve": {"override": OVERRIDE}, "withdraw_approval": {"comment": "x"}, "publish": {"site": SITE},
        "correct": {"comment": "x", "erratum": ERRATUM},
    }[action]  # fmt: skip
    for user in (host_member, observer):
        with pytest.raises(PermissionDenied) as refused:
            getattr(publishing, action)(minutes, by=user, at=AT, **given)
        assert not isinstance(refused.value, WrongState)


def test_open_points_name_what_is_not_finished(french_coordinator: User) -> None:
    section = SectionFactory(fr="Accueil", label="1.")
    unknown = AttendanceFactory(meeting=section.minutes.meeting, status="unknown")
    AttendanceFactory(meeting=section.minutes.meeting)
    awaited = PendingContribution.objects.create(minutes=section.minutes, section=section, text_fr="x")
    PendingContribution.objects.create(minutes=section.minutes, text_fr="y", closed_at=AT)
    points = open_points(documents.load(section.minutes.pk))
    assert [(gap.node.number, gap.lang, gap.state) for gap in points.gaps] == [("1.", "nl", "missing")]
    assert (points.pending, points.unknown_attendance, points.sections) == ([awaited], [unknown], 1)


def test_what_waits_for_a_removed_section_is_not_open(french_coordinator: User) -> None:
    section = SectionFactory(fr="Accueil", removed_at=AT)
    PendingContribution.objects.create(minutes=section.minutes, section=section, text_fr="x")
    assert open_points(documents.load(section.minutes.pk)).pending == []


def test_the_database_refuses_to_change_or_delete_an_edition(approved: Minutes, french_coordinator: User) -> None:
    publishing.publish(approved, by=french_coordinator, at=AT, site=SITE)
    for sql in ("UPDATE meetings_edition SET reason = 'x'", "DELETE FROM meetings_edition"):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.all().delete()
    assert Edition.objects.count() == 6


def test_the_database_refuses_a_hash_that_is_not_of_the_bytes(approved: Minutes, french_coordinator: User) -> None:
    with pytest.raises(IntegrityError, match="edition_hash_is_of_its_bytes"), transaction.atomic():
        Edition.objects.create(
            minutes=approved, version=9, language="fr", content={}, pdf=b"%PDF-", sha256="0" * 64,
            approved_by=french_coordinator, approved_at=AT, published_by=french_coordinator, published_at=AT,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_publishers_at_once_one_publishes_and_one_is_told(
    approved: Minutes, french_coordinator: User, dutch_coordinator: User
) -> None:
    def try_to_publish(user: User) -> str:
        try:
            return f"{len(publishing.publish(approved, by=user, at=AT, site=SITE))} editions"
        except WrongState:
            return "too late"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(try_to_publish, [french_coordinator, dutch_coordinator]))
    assert outcomes == ["6 editions", "too late"]
    assert Edition.objects.count() == 6
