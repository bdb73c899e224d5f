"""The translation queue: which texts wait, filters, order, and what one reads of each."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.actions.translating import ask_for_translation, confirm_translation
from meetings.models import Meeting, Minutes, Section
from tests.factories.meetings import NOW, MinutesFactory, SectionFactory
from tests.meetings.pages import address, cells, main_of, words

pytestmark = pytest.mark.django_db
# session, user, meetings with drafts, number of lines, lines, sections with meetings, texts, requests, states in each language
QUERIES = 10


@pytest.fixture
def spring(db: None) -> Minutes:
    """A draft with a text in French only and a pair that was compared."""
    minutes = MinutesFactory(meeting__title_fr="Printemps", meeting__title_nl="Lente", meeting__date=datetime.date(2026, 3, 2))
    SectionFactory(minutes=minutes, label="1.", fr="Accueil")
    return minutes


@pytest.fixture
def autumn(db: None) -> Minutes:
    """An earlier draft with a pair that nobody compared."""
    minutes = MinutesFactory(meeting__title_fr="Automne", meeting__title_nl="Herfst", meeting__date=datetime.date(2025, 10, 6))
    SectionFactory(minutes=minutes, label="2.", fr="Budget", nl="Begroting")
    return minutes


def page(client, query: str = "", lang: str = "fr"):
    return client.get(address("translations", lang=lang) + query)


def ask(section: Section, lang: str, assignee, by):
    return ask_for_translation(section, lang=lang, assignee=assignee, note="", by=by, at=NOW, site="https://amif.example")


def test_every_text_that_needs_work_is_a_line_of_its_own(signed_in, french_coordinator, spring, autumn):
    assert cells(page(signed_in(french_coordinator))) == [
        "1. Accueil , néerlandais Néerlandais",
        "2. Budget , français Français",
        "2. Budget , néerlandais Néerlandais",
    ]


def test_what_is_up_to_date_or_not_a_draft_does_not_wait(signed_in, french_coordinator, spring, autumn):
    confirm_translation(autumn.sections.get(), lang="nl", by=french_coordinator, at=NOW)
    Minutes.objects.filter(pk=spring.pk).update(
        state="approved", approved_by=french_coordinator, approved_at=NOW, approved_hash="0" * 64
    )
    html = main_of(page(signed_in(french_coordinator)))
    assert 'class="empty-state"' in html
    assert "<form" not in html


def test_what_was_removed_does_not_wait(signed_in, french_coordinator, spring):
    SectionFactory(minutes=spring, parent=spring.sections.get(), fr="Partie")
    Section.objects.filter(parent=None).update(removed_at=NOW)
    assert cells(page(signed_in(french_coordinator))) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?language=fr", ["fr2"]),
        ("?language=nl", ["nl1", "nl2"]),
        ("?state=missing", ["nl1"]),
        ("?state=unconfirmed", ["fr2", "nl2"]),
        ("?state=outdated", []),
        ("?year=2025", ["fr2", "nl2"]),
        ("?meeting={spring}", ["nl1"]),
        ("?meeting={spring}&year=2025", []),
        ("?own=on", ["fr2"]),
        ("?own=on&language=nl", []),
        ("?language=de&state=ok&year=x&meeting=0&sort=y&page=z", ["fr2", "nl1", "nl2"]),
        ("?sort=date", ["fr2", "nl2", "nl1"]),
        ("?sort=-since&language=nl", ["nl1", "nl2"]),
        ("?sort=since&language=nl", ["nl2", "nl1"]),
    ],
)
def test_filters_and_order_stand_in_the_address(signed_in, french_coordinator, spring, autumn, query, found):
    ask(autumn.sections.get(), "fr", french_coordinator, french_coordinator)
    spring.sections.get().texts.update(updated_at=NOW + datetime.timedelta(days=1))
    shown = cells(page(signed_in(french_coordinator), query.format(spring=spring.meeting_id)))
    assert [f"{'fr' if 'français' in cell else 'nl'}{cell[0]}" for cell in shown] == found


def test_what_is_asked_of_the_person_comes_first_and_says_so(signed_in, french_coordinator, dutch_coordinator, spring, autumn):
    ask(autumn.sections.get(), "nl", french_coordinator, dutch_coordinator)
    ask(spring.sections.get(), "nl", dutch_coordinator, french_coordinator)
    response = page(signed_in(french_coordinator))
    rows = main_of(response).split("<tbody>")[1].split("</tr>")
    assert 'class="needs-you"' in rows[0]
    assert "2. Budget" in rows[0]
    assert 'class="needs-you"' not in rows[1]
    assert str(dutch_coordinator) in rows[1]


def test_a_line_leads_to_the_open_text_and_says_who_changed_it(signed_in, french_coordinator, dutch_coordinator, spring):
    section = spring.sections.get()
    section.texts.update(updated_by=dutch_coordinator)
    response = page(signed_in(french_coordinator))
    assert f'href="{address("workspace", spring.meeting_id)}?edit={section.uuid}.nl#s-{section.uuid}"' in main_of(response)
    assert f"2 mars 2026, 11h00 {dutch_coordinator}" in words(response)


def test_the_states_are_counted_whatever_state_is_shown(signed_in, french_coordinator, spring, autumn):
    tabs = main_of(page(signed_in(french_coordinator), "?state=missing&year=2026")).split('class="tabs"')[1].split("</nav>")[0]
    assert tabs.count("(1)") == 2
    assert tabs.count("(0)") == 3
    assert 'href="?state=outdated&amp;year=2026"' in tabs
    assert tabs.count('aria-current="page"') == 1


def test_filters_that_let_nothing_through_can_be_cleared(signed_in, french_coordinator, spring):
    html = main_of(page(signed_in(french_coordinator), "?state=diverged"))
    assert 'class="empty-state"' in html
    assert 'href="?"' in html


def test_a_long_queue_has_pages(signed_in, french_coordinator, spring):
    for _number in range(60):
        SectionFactory(minutes=spring, fr="Point")
    client = signed_in(french_coordinator)
    assert [len(cells(page(client, query))) for query in ("", "?page=2", "?page=9")] == [50, 11, 11]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_however_long_it_is(signed_in, french_coordinator, dutch_coordinator, count):
    for number in range(count):
        section = SectionFactory(fr=f"Point {number}", minutes=MinutesFactory())
        ask(section, "nl", dutch_coordinator, french_coordinator)
    client = signed_in(french_coordinator)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert len(queries) == QUERIES


def test_it_is_for_those_who_write_minutes(signed_in, administrator, host_member, observer, spring):
    assert page(signed_in(administrator)).status_code == 200
    assert [page(signed_in(user)).status_code for user in (host_member, observer)] == [403, 403]


def test_looking_is_all_one_can_do(signed_in, french_coordinator):
    assert signed_in(french_coordinator).post(address("translations")).status_code == 405


def test_the_menu_leads_there_and_marks_one_place(signed_in, french_coordinator, host_member, spring):
    menu = page(signed_in(french_coordinator)).content.decode().split('class="navigation"')[1].split("</nav>")[0]
    assert f'href="{address("translations")}" aria-current="page"' in menu
    assert menu.count("aria-current") == 1
    for_members = signed_in(host_member).get(address("list")).content.decode()
    assert address("translations") not in for_members
    assert Meeting.objects.count() == 1
