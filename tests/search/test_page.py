"""The page of search: hits with their snippets, filters as links, pages, and sentences where there is nothing."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.registers import PromiseFactory
from tests.factories.review import RemarkFactory
from tests.search.asking import SEARCH, addresses, count, page, plain, snippets, titles

pytestmark = pytest.mark.django_db


def links(html: str) -> dict[str, str]:
    """Return the choices of the facets: their words, with the address behind."""
    found = re.findall(r'<a href="(\?[^"]*)" rel="nofollow">(.*?)</a>', html)
    return {plain(label): unescape(address) for address, label in found}


def test_a_hit_shows_where_the_words_stand(searching):
    section = SectionFactory(fr=("Logement & co", "<p>On a parlé du <em>logement</em> : 3 &lt; 4, et de &lt;script&gt;.</p>"))
    [snippet] = snippets(searching, "logement")
    assert "<mark>logement</mark>" in snippet
    assert "3 &lt; 4" in snippet
    assert "<script" not in snippet
    [address] = addresses(searching, "logement")
    assert address == f"{reverse('meetings:workspace', args=[section.minutes.meeting_id])}#s-{section.uuid}"
    assert "<mark>Logement</mark> &amp; co" in page(searching, "logement")


def test_hits_come_before_what_narrows_them_down(searching):
    for place in range(2):
        SectionFactory(fr=(f"Logement {place}", "<p>Texte</p>"))
        MeetingFactory(title_fr=f"Logement {place}")
    html = page(searching, "logement")
    assert 0 < html.index('href="#narrow"') < html.index('class="search__hits"') < html.index('id="narrow"')


def test_an_answer_to_a_remark_is_found_in_each_of_its_languages(searching):
    RemarkFactory(text="Merci", answer_fr="Retenu au point trois", answer_nl="Weerhouden in punt drie", settled=True)
    assert [titles(searching, words) for words in ("retenu", "weerhouden")] == [["Merci"], ["Weerhouden in punt drie"]]


def test_a_mark_that_a_text_brings_along_is_only_text(searching):
    SectionFactory(fr=("Titre", "<p>logement \ue000&lt;img src=x&gt;\ue001 &lt;mark&gt;</p>"))
    [snippet] = snippets(searching, "logement")
    assert re.findall(r"<(?!/?mark>)", snippet) == []


def test_both_languages_of_a_section_are_one_hit_in_the_reader_s_language(searching):
    SectionFactory(fr=("Charleroi, expérience", ""), nl=("Charleroi, ervaring", ""))
    assert titles(searching, "Charleroi") == ["Charleroi, expérience"]
    dutch = searching.get(SEARCH.replace("/fr/", "/nl/"), {"q": "Charleroi"}).content.decode()
    assert "ervaring" in dutch
    assert 'lang="nl"' in dutch


def test_a_title_weighs_more_and_the_latest_comes_first(searching):
    old, new = (MinutesFactory(meeting=MeetingFactory(held=True, date=day)) for day in ("2024-01-10", "2026-01-10"))
    SectionFactory(minutes=old, fr=("Ancien", "<p>le budget</p>"))
    SectionFactory(minutes=new, fr=("Nouveau", "<p>le budget</p>"))
    SectionFactory(minutes=old, fr=("Budget", "<p>autre chose</p>"))
    assert titles(searching, "budget") == ["Budget", "Nouveau", "Ancien"]


def test_facets_are_links_that_keep_the_words(searching):
    mons = OrganisationFactory(short_fr="CPAS de Mons")
    minutes = MinutesFactory(meeting=MeetingFactory(held=True, date="2025-05-05"))
    SectionFactory(minutes=minutes, kind="answer", organisation=mons, fr=("Réponse", "<p>le jardin</p>"))
    PromiseFactory(text_fr="Ouvrir le jardin")
    offered = links(page(searching, "jardin"))
    assert {"Minutes", "2025", "2026", "CPAS de Mons"} <= {label.replace("Comptes rendus", "Minutes") for label in offered} | {
        "Minutes"
    }
    narrowed = searching.get(SEARCH + offered["2025"]).content.decode()
    assert "Réponse" in narrowed
    assert "Ouvrir le" not in narrowed
    assert titles(searching, "jardin", organisation=mons.pk) == ["Réponse"]
    assert titles(searching, "jardin", kind="follow-up") == ["Ouvrir le jardin"]
    assert titles(searching, "jardin", state="promise.open", year=2026) == ["Ouvrir le jardin"]
    assert 'href="?q=jardin"' in page(searching, "jardin", year=2025)


@pytest.mark.parametrize(
    "sent",
    [
        {"year": "abc"}, {"year": "99999999"}, {"year": "020001"}, {"organisation": "1 OR 1"}, {"kind": "x"}, {"state": "x.y"},
        {"page": "-4"},
    ],
)  # fmt: skip
def test_filters_that_are_none_are_left_out(searching, sent):
    SectionFactory(fr="jardin")
    assert titles(searching, "jardin", **sent) == ["jardin"]


def test_more_than_a_page_is_turned(searching):
    minutes = MinutesFactory()
    for number in range(23):
        SectionFactory(minutes=minutes, fr=f"jardin {number}")
    assert len(titles(searching, "jardin")) == 20
    assert len(titles(searching, "jardin", page=2)) == 3
    assert count(searching, "jardin").startswith("23 ")


@pytest.mark.parametrize("typed", ["", "a", "-budget", "&"])
def test_what_is_too_short_gets_an_explanation(searching, typed):
    html = page(searching, typed)
    assert "OCMW Luik" in html
    assert "search__list" not in html


def test_the_number_of_questions_does_not_grow(searching, django_assert_num_queries, drawn_each_time):
    minutes = MinutesFactory()
    SectionFactory(minutes=minutes, kind="answer", organisation=OrganisationFactory(), fr="jardin 1")
    searching.get(SEARCH, {"q": "jardin"})
    with django_assert_num_queries(6):
        searching.get(SEARCH, {"q": "jardin"})
    for number in range(9):
        SectionFactory(minutes=minutes, kind="answer", organisation=OrganisationFactory(), fr=f"jardin {number}")
        PromiseFactory(text_fr="jardin")
    with django_assert_num_queries(6):
        searching.get(SEARCH, {"q": "jardin"})


def test_the_box_stands_in_the_head_of_every_page_of_who_has_signed_in(searching, client):
    assert f'action="{SEARCH}"' in searching.get(reverse("directory:people")).content.decode()
    assert f'action="{SEARCH}"' not in client.get(reverse("account_login")).content.decode()


def test_only_reading(searching):
    assert searching.post(SEARCH, {"q": "jardin"}).status_code == 405
