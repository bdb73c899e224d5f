"""The history of a text: sessions as one line, pages, two versions compared, what was said about the translation."""

import datetime
import uuid

import pytest
from pytest_django import DjangoAssertNumQueries

from meetings.actions.translating import confirm_translation, copy_text
from meetings.actions.writing import write_text
from meetings.models import Section, SectionRevision
from tests.core.comparison.reading import marked
from tests.core.richtext_attacks import assert_harmless
from tests.factories.meetings import NOW, SectionFactory, base_of
from tests.meetings.pages import address, cells, main_of, text_of, words

pytestmark = pytest.mark.django_db
TAB = uuid.UUID(int=7)


def at(name: str, section: Section, lang: str = "fr", *more: object) -> str:
    return address(name, section.minutes.meeting_id, section.uuid, lang, *more)


def save(section: Section, html: str, by, heading: str = "Accueil", **more) -> SectionRevision:
    given = {"at": NOW, "base": base_of(section, "fr"), **more}
    return write_text(section, lang="fr", heading=heading, html=html, by=by, **given).revision


def compared(client, section: Section, before: int, after: int, lang: str = "fr"):
    return client.get(f"{at('section-compare', section, lang)}?from={before}&to={after}")


def test_what_one_typed_in_one_go_is_one_line(signed_in, french_coordinator, section):
    for word in ("Un", "Un deux", "Un deux trois"):
        save(section, f"<p>{word}</p>", french_coordinator, session=TAB, checkpoint=False)
    shown = [cell.split()[1] for cell in cells(signed_in(french_coordinator).get(at("section-history", section)))]
    assert shown == ["4", "1"]


def test_the_latest_change_is_what_one_compares_first(signed_in, french_coordinator, section):
    first, last = base_of(section, "fr"), save(section, "<p>Bonsoir à tous</p>", french_coordinator).pk
    html = main_of(signed_in(french_coordinator).get(at("section-history", section)))
    assert f'name="from" value="{first}" checked' in html
    assert f'name="to" value="{last}" checked' in html
    assert html.count(" checked") == 2


@pytest.mark.parametrize(("turned", "marks"), [(False, "[-Bonjour-]{+Bonsoir+}"), (True, "[-Bonsoir-]{+Bonjour+}")])
def test_any_two_versions_are_compared_word_by_word(signed_in, french_coordinator, section, turned, marks):
    pair = [base_of(section, "fr"), save(section, "<p>Bonsoir à tous</p>", french_coordinator).pk]
    html = main_of(compared(signed_in(french_coordinator), section, *(reversed(pair) if turned else pair)))
    assert f"{marks} à tous" in marked(html)


def test_a_changed_heading_shows_too(signed_in, french_coordinator, section):
    before, after = base_of(section, "fr"), save(section, "<p>Bonjour à tous</p>", french_coordinator, heading="Bienvenue").pk
    html = main_of(compared(signed_in(french_coordinator), section, before, after))
    assert "[-Accueil-]{+Bienvenue+}" in marked(html)


def test_the_same_version_twice_says_the_same(signed_in, french_coordinator, section):
    key = base_of(section, "fr")
    html = main_of(compared(signed_in(french_coordinator), section, key, key))
    assert 'class="comparison' not in html


def test_a_version_set_aside_is_compared_like_any_other(signed_in, french_coordinator, dutch_coordinator, section):
    start = base_of(section, "fr")
    save(section, "<p>Bonsoir à tous</p>", dutch_coordinator)
    save(section, "<p>Salut à tous</p>", french_coordinator, base=start)
    aside = SectionRevision.objects.waiting().get()
    html = main_of(compared(signed_in(french_coordinator), section, base_of(section, "fr"), aside.pk))
    assert "[-Bonsoir-]{+Salut+}" in marked(html)
    history = main_of(signed_in(french_coordinator).get(at("section-history", section)))
    assert at("conflict", section, "fr", aside.pk) in history


@pytest.mark.parametrize("query", ["from=0&to=0", "from=x&to={key}", "from={key}&to={other}", "from=&to="])
def test_versions_that_do_not_belong_here_are_not_found(signed_in, french_coordinator, section, query):
    other = base_of(SectionFactory(minutes=section.minutes, fr="Ailleurs"), "fr")
    asked = query.format(key=base_of(section, "fr"), other=other)
    assert signed_in(french_coordinator).get(f"{at('section-compare', section)}?{asked}").status_code == 404


def test_nothing_chosen_leads_back_to_the_list(signed_in, french_coordinator, section):
    response = signed_in(french_coordinator).get(at("section-compare", section))
    assert response.headers["Location"] == at("section-history", section)


def test_a_version_is_shown_with_what_changed_since(signed_in, french_coordinator, section):
    first = base_of(section, "fr")
    save(section, "<p>Bonsoir à tous</p>", french_coordinator)
    html = main_of(signed_in(french_coordinator).get(at("section-revision", section, "fr", first)))
    version, since = html.split('aria-labelledby="since"')
    assert "Bonjour à tous" in text_of(version)
    assert "[-Bonjour-]{+Bonsoir+} à tous" in marked(since)


def test_what_is_shown_of_unsafe_versions_is_clean(signed_in, french_coordinator, section):
    before, after = base_of(section, "fr"), save(section, "<p>Bonsoir à tous</p>", french_coordinator).pk
    nasty = '<p>Bonjour<img src=x onerror="x()"> <a href="javascript:x()">à</a> tous</p><script>x()</script><svg onload=x()>'
    SectionRevision.objects.filter(pk=before).update(html=nasty, heading="<i onclick=x()>Accueil")
    html = main_of(compared(signed_in(french_coordinator), section, before, after))
    for part in html.split('data-kind="')[1:]:
        assert_harmless(marked(part.split(">", 1)[1].split("</div>")[0]), on_screen=True)
    assert "<i onclick" not in html


def test_a_long_history_has_pages(signed_in, french_coordinator, section):
    for number in range(60):
        save(section, f"<p>Bonjour {number}</p>", french_coordinator)
    client = signed_in(french_coordinator)
    assert [len(cells(client.get(at("section-history", section) + query))) for query in ("", "?page=2", "?page=x")] == [
        50,
        11,
        50,
    ]


def test_what_was_said_about_the_translation_stands_below(signed_in, french_coordinator, dutch_coordinator, section):
    copy_text(section, lang="nl", by=dutch_coordinator, at=NOW)
    confirm_translation(section, lang="nl", by=french_coordinator, at=NOW + datetime.timedelta(hours=1))
    log = words(signed_in(french_coordinator).get(at("section-history", section, "nl"))).split("2 mars 2026, 12h00")
    assert str(french_coordinator) in log[-1]
    assert str(dutch_coordinator) in log[-1].split("2 mars 2026, 11h00")[-1]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_however_long_it_is(
    signed_in, french_coordinator, section, count, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(count):
        save(section, f"<p>Bonjour {number}</p>", french_coordinator)
        copy_text(SectionFactory(minutes=section.minutes, fr=f"Point {number}"), lang="nl", by=french_coordinator, at=NOW)
    client = signed_in(french_coordinator)
    # session, user, minutes, section, its texts, number of versions, versions, what was said
    with django_assert_num_queries(8):
        client.get(at("section-history", section))
