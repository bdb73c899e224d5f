"""Who may open and change minutes, in which state: the two questions asked of every page (HOUSE §3)."""

import uuid

import pytest
from django.test import Client

from meetings.models import Edition, Minutes, PendingContribution, Section, SectionRevision, SlideReference
from tests.factories.meetings import SectionFactory
from tests.meetings.pages import address

pytestmark = pytest.mark.django_db

# name → (arguments after the meeting, method, states in which a coordinator may)
ANY = {"draft", "approved", "published"}
DRAFT, APPROVED, PUBLISHED = {"draft"}, {"approved"}, {"published"}
PAGES: dict[str, tuple[str, str, set[str]]] = {
    "workspace": ("", "get", ANY),
    "preview": ("fr", "get", ANY),
    "draft-pdf": ("fr", "get", ANY),
    "approve": ("", "get", DRAFT),
    "withdraw": ("", "get", APPROVED),
    "publish": ("", "get", APPROVED),
    "correct": ("", "get", PUBLISHED),
    "section-add": ("", "post", DRAFT),
    "section-settings": ("uuid", "get", DRAFT),
    "section-move": ("uuid", "post", DRAFT),
    "section-remove": ("uuid", "post", DRAFT),
    "section-restore": ("uuid", "post", DRAFT),
    "slide-add": ("uuid", "get", DRAFT),
    "section-edit": ("uuid fr", "get", DRAFT),
    "section-text": ("uuid fr", "get", ANY),
    "section-confirm": ("uuid fr", "post", DRAFT),
    "section-copy": ("uuid nl", "post", DRAFT),
    "section-skeleton": ("uuid nl", "post", DRAFT),
    "skeletons": ("nl", "post", DRAFT),
    "section-changes": ("uuid nl", "get", ANY),
    "section-slip": ("uuid nl", "post", DRAFT),
    "section-ask": ("uuid nl", "get", DRAFT),
    "section-history": ("uuid fr", "get", ANY),
    "section-compare": ("uuid fr", "get", ANY),
    "section-revision": ("uuid fr revision", "get", ANY),
    "revision-restore": ("uuid fr revision", "post", DRAFT),
    "slide-edit": ("slide", "get", DRAFT),
    "slide-delete": ("slide", "post", DRAFT),
    "pending-add": ("", "get", DRAFT),
    "pending-edit": ("pending", "get", DRAFT),
    "pending-close": ("pending", "post", DRAFT),
    "pending-delete": ("pending", "post", DRAFT),
}


@pytest.fixture
def parts(section: Section) -> dict[str, object]:
    text = section.texts.get()
    return {
        "uuid": section.uuid,
        "fr": "fr",
        "nl": "nl",
        "revision": text.version_key,
        "slide": SlideReference.objects.create(section=section, first=1).pk,
        "pending": PendingContribution.objects.create(minutes=section.minutes, text_fr="x").pk,
    }


def status(client: Client, name: str, meeting: int, parts: dict[str, object], method: str) -> int:
    arguments = [parts[part] for part in PAGES[name][0].split()]
    return getattr(client, method)(
        address(name, meeting, *arguments), {"rev": "1", "base": "1"} if method == "post" else {}
    ).status_code


@pytest.mark.parametrize("name", PAGES)
def test_a_coordinator_may_what_the_state_allows(signed_in, french_coordinator, minutes, parts, put_into, name):
    client, (_arguments, method, states) = signed_in(french_coordinator), PAGES[name]
    for state in ("published", "approved", "draft"):
        put_into(minutes, state)
        allowed = status(client, name, minutes.meeting_id, parts, method) in (200, 302)
        assert (state, allowed) == (state, state in states)


@pytest.mark.parametrize("name", PAGES)
def test_who_was_there_sees_the_meeting_but_not_its_draft(signed_in, host_member, minutes, parts, name):
    assert status(signed_in(host_member), name, minutes.meeting_id, parts, PAGES[name][1]) == 403


@pytest.mark.parametrize("name", PAGES)
def test_for_strangers_there_is_nothing(signed_in, outsider_member, observer, minutes, parts, name):
    for user in (outsider_member, observer):
        assert status(signed_in(user), name, minutes.meeting_id, parts, PAGES[name][1]) == 404


@pytest.mark.parametrize("name", PAGES)
def test_the_wrong_method_is_refused(signed_in, french_coordinator, minutes, parts, name):
    wrong = "get" if PAGES[name][1] == "post" else "put"
    assert status(signed_in(french_coordinator), name, minutes.meeting_id, parts, wrong) == 405


@pytest.mark.parametrize("name", [name for name, (arguments, _method, _states) in PAGES.items() if "uuid" in arguments])
def test_a_section_exists_only_under_its_own_meeting(signed_in, french_coordinator, minutes, parts, name):
    client, other = signed_in(french_coordinator), SectionFactory(fr="Ailleurs")
    for stranger in (other.uuid, uuid.uuid4()):
        assert status(client, name, minutes.meeting_id, {**parts, "uuid": stranger}, PAGES[name][1]) == 404
    other.refresh_from_db()
    assert (other.removed_at, other.texts.count(), Section.objects.filter(minutes=other.minutes).count()) == (None, 1, 1)


@pytest.mark.parametrize("name", ["slide-edit", "slide-delete", "pending-edit", "pending-close", "pending-delete"])
def test_what_hangs_on_other_minutes_does_not_exist_here(signed_in, french_coordinator, minutes, parts, name):
    other = SectionFactory()
    strangers = {
        "slide": SlideReference.objects.create(section=other, first=1).pk,
        "pending": PendingContribution.objects.create(minutes=other.minutes, text_fr="y").pk,
    }
    assert status(signed_in(french_coordinator), name, minutes.meeting_id, strangers, PAGES[name][1]) == 404
    assert (SlideReference.objects.count(), PendingContribution.objects.filter(closed_at=None).count()) == (2, 2)


@pytest.mark.parametrize("name", [name for name, (arguments, _method, _states) in PAGES.items() if "fr" in arguments])
def test_there_is_no_third_language(signed_in, french_coordinator, minutes, parts, name):
    assert status(signed_in(french_coordinator), name, minutes.meeting_id, {**parts, "fr": "de"}, PAGES[name][1]) == 404


@pytest.mark.parametrize("name", ["workspace", "preview", "draft-pdf", "approve", "publish", "section-add"])
def test_a_meeting_without_minutes_has_no_such_page(signed_in, french_coordinator, minutes, parts, name):
    Minutes.objects.all().delete()
    assert status(signed_in(french_coordinator), name, minutes.meeting_id, parts, PAGES[name][1]) == 404


@pytest.mark.parametrize("name", [name for name, (_arguments, method, _states) in PAGES.items() if method == "get"])
def test_looking_changes_nothing(signed_in, french_coordinator, minutes, parts, put_into, name):
    client, states = signed_in(french_coordinator), PAGES[name][2]
    put_into(minutes, "draft" if "draft" in states else next(iter(states)))

    def everything() -> list[object]:
        tables = (Minutes, Section, SectionRevision, SlideReference, PendingContribution, Edition)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = everything()
    assert status(client, name, minutes.meeting_id, parts, "get") in (200, 302)
    assert everything() == before
