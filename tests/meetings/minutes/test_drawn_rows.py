"""The rows of the workspace that a worker keeps: whatever changes, the page is the one that would be drawn now."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.safestring import SafeString

from amif_network.accounts.models import User
from meetings.models import Attachment, Meeting, Minutes, PendingContribution, Section, SectionText, TranslationRequest
from meetings.models.references import SlideReference
from meetings.models.registers import Promise
from meetings.views.drawn import DRAWINGS, Drawings, DrawnRow
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, AttendanceFactory, SectionFactory
from tests.factories.registers import PromiseFactory
from tests.meetings.pages import address

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
# What is set up, and changed past all actions, by SQL.
CHANGES: dict[str, Callable[[Section], object]] = {
    "text": lambda section: SectionText.objects.filter(section=section, language="fr").update(html="<p>Autrement</p>"),
    "heading level": lambda section: SectionText.objects.filter(section=section).update(html="<h3>Titre</h3>", heading=""),
    "compared": lambda section: SectionText.objects.filter(section=section).update(based_on_hash="y" * 64),
    "who wrote": lambda section: User.objects.filter(email__startswith="coordinator.fr").update(email="autre@example.org"),
    "number": lambda section: Section.objects.filter(pk=section.pk).update(label="7."),
    "depth": lambda section: Section.objects.filter(pk=section.pk).update(parent=Section.objects.get(label="1.")),
    "round table": lambda section: Section.objects.filter(pk=section.pk).update(kind="round_table"),
    "anonymous": lambda section: Section.objects.filter(pk=section.pk).update(anonymous=True),
    "spoken of now": lambda section: Minutes.objects.update(current_section=section),
    "closed": lambda section: Minutes.objects.update(state="in_review"),
    "leading language": lambda section: Minutes.objects.update(leading_language="nl"),
    "promise": lambda section: Promise.objects.update(text_fr="Autre promesse"),
    "title of the slides": lambda section: Attachment.objects.update(title="Autre titre", page_count=1),
    "awaited": lambda section: PendingContribution.objects.update(closed_at=NOW),
    "awaited from": lambda section: PendingContribution.objects.get().organisations.add(OrganisationFactory()),
    "asked": lambda section: TranslationRequest.objects.update(done_at=NOW),
    "state of the meeting": lambda section: Meeting.objects.update(state="planned"),
    "silent": lambda section: AttendanceFactory(meeting=section.minutes.meeting, status="present"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Start without rows that other tests left."""
    DRAWINGS.forget()


@pytest.fixture
def full(section: Section, pair: Section, french_coordinator: User) -> Section:
    """A section of which everything is shown that the workspace shows of one, between two others."""
    meeting = pair.minutes.meeting
    presentation = Attachment.objects.create(
        meeting=meeting, title="Présentation", filename="a.pdf", file="a", content_type="application/pdf", size=1,
        sha256="a" * 64, added_at=NOW,
    )  # fmt: skip
    SlideReference.objects.create(section=pair, first=3, attachment=presentation)
    PendingContribution.objects.create(minutes=pair.minutes, section=pair, text_fr="Avis")
    PromiseFactory(meeting=meeting, section=pair)
    SectionText.objects.filter(section=pair, language="nl").update(based_on_hash="x" * 64, confirmed_at=NOW)
    SectionText.objects.filter(section=pair).update(updated_by=french_coordinator)
    asked = {"assignee": french_coordinator, "asked_by": french_coordinator, "asked_at": NOW}
    TranslationRequest.objects.create(section=pair, language="nl", **asked)
    table = SectionFactory(minutes=pair.minutes, label="3.", kind="round_table", fr="Tour de table")
    SectionFactory(minutes=pair.minutes, parent=table, kind="answer", organisation=OrganisationFactory(), fr="Oui")
    return pair


def page(client, minutes: Minutes, query: str = "", lang: str = "fr") -> str:
    """Return the workspace; the token of its forms is another each time."""
    html = client.get(address("workspace", minutes.meeting_id, lang=lang) + query).content.decode()
    return TOKEN.sub("token", html)


def drawn_anew(client, minutes: Minutes, query: str = "", lang: str = "fr") -> str:
    DRAWINGS.forget()
    return page(client, minutes, query, lang)


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_shows(signed_in, french_coordinator, full, change):
    client = signed_in(french_coordinator)
    before = page(client, full.minutes)
    CHANGES[change](full)
    after = page(client, full.minutes)
    assert after == drawn_anew(client, full.minutes)
    assert after != before


def test_who_writes_has_only_the_changed_section_drawn(signed_in, french_coordinator, full):
    client = signed_in(french_coordinator)
    page(client, full.minutes)
    kept = dict(DRAWINGS.rows)
    CHANGES["text"](full)
    page(client, full.minutes)
    assert len(kept) == Section.objects.count()
    assert len([key for key in DRAWINGS.rows if key not in kept]) == 1


def test_each_view_and_language_has_rows_of_its_own(signed_in, french_coordinator, full):
    client = signed_in(french_coordinator)
    views = [("", "fr"), ("?lang=fr", "fr"), ("?lang=nl", "fr"), ("", "nl"), (f"?edit={full.uuid}.nl", "fr")]
    pages = [page(client, full.minutes, *view) for view in views]
    assert pages == [drawn_anew(client, full.minutes, *view) for view in views]
    assert len(set(pages)) == len(views)


def test_each_menu_is_of_its_own_section_whatever_its_title(signed_in, french_coordinator, section, pair):
    SectionText.objects.filter(section=pair, language="fr").update(heading="<b>Appel</b> & suite")
    html = page(signed_in(french_coordinator), pair.minutes)
    of = re.findall(r'<span class="visually-hidden">Section (.*?)\s*:.*?name="after" value="(.*?)"', html, re.DOTALL)
    assert of == [("1. Accueil", str(section.uuid)), ("2. &lt;b&gt;Appel&lt;/b&gt; &amp; suite", str(pair.uuid))]


def test_rows_of_a_role_are_shown_to_no_other(signed_in, french_coordinator, host_member, full, put_into):
    put_into(full.minutes, "in_review")
    own = {user: page(signed_in(user), full.minutes) for user in (french_coordinator, host_member)}
    assert own == {user: drawn_anew(signed_in(user), full.minutes) for user in own}


def test_forms_carry_the_token_of_their_reader(french_coordinator, dutch_coordinator, section, pair):
    asked = address("section-confirm", pair.minutes.meeting_id, pair.uuid, "nl")
    form = re.compile(rf'action="{asked}".*?name="csrfmiddlewaretoken" value="(\w+)"', re.DOTALL)
    tokens = []
    for user in (french_coordinator, dutch_coordinator):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        [token] = form.findall(client.get(address("workspace", pair.minutes.meeting_id)).content.decode())
        sent = {"csrfmiddlewaretoken": token, "rev": "1", "other_rev": "1", "shown": "both"}
        tokens.append(token)
        assert client.post(asked, sent).status_code == 302
        assert client.post(asked, sent | {"csrfmiddlewaretoken": tokens[0][::-1]}).status_code == 403
        SectionText.objects.update(based_on_hash="", confirmed_at=None)
    assert len(set(tokens)) == 2


def test_rows_that_nobody_looked_at_for_longest_go_first(monkeypatch):
    monkeypatch.setattr("meetings.views.drawn.MOST", 25)
    kept, row = Drawings(), DrawnRow(SafeString("x" * 8), SafeString("y" * 2), (), 2)
    for key in (b"first", b"second"):
        kept.put(key, row)
    assert kept.find(b"first") == row
    kept.put(b"third", row)
    assert list(kept.rows) == [b"first", b"third"]
    assert kept.length == 20


def test_nothing_is_kept_while_templates_are_written(settings):
    settings.KEPT_PAGES = 0
    kept = Drawings()
    kept.put(b"key", DrawnRow(SafeString("x"), SafeString("y"), (), 2))
    assert not kept.rows
