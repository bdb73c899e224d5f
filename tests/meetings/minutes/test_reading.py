"""Published minutes on screen: the frozen content, for whom it may be, in the reader's language first."""

import pytest
from django.urls import reverse
from django.utils import translation

from meetings.editions import latest_by_meeting, to_read_first
from meetings.models import Edition, SectionText
from tests.factories.meetings import SectionFactory
from tests.factories.publishing import approved_by, published_by
from tests.meetings.pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(french_coordinator, minutes) -> list[Edition]:
    SectionFactory(minutes=minutes, label="1.", fr=("Accueil", "<p>Bonjour à tous</p>"), nl=("Onthaal", "<p>Dag allemaal</p>"))
    approved_by(french_coordinator, minutes)
    published_by(french_coordinator, minutes, fr="Relu ensemble.", nl="Samen nagelezen.")
    return list(Edition.objects.for_list())


def edition(editions: list[Edition], language: str, audience: str = "internal") -> Edition:
    return next(one for one in editions if (one.language, one.audience) == (language, audience))


def place(one: Edition) -> str:
    return address("read", one.minutes.meeting_id, one.pk)


def test_it_shows_what_was_frozen_and_not_what_stands_today(signed_in, host_member, published) -> None:
    SectionText.objects.update(html="<p>Changé depuis</p>")
    page = signed_in(host_member).get(place(edition(published, "nl"))).content.decode()
    assert "Dag allemaal" in page
    assert "Changé depuis" not in page
    assert page.count("<h1") == 1


def test_the_other_languages_of_the_same_audience_are_beside_it(signed_in, host_member, published) -> None:
    page = signed_in(host_member).get(place(edition(published, "fr"))).content.decode()
    for language in ("fr", "nl", "both"):
        assert f'href="{place(edition(published, language))}"' in page
        assert f'href="{place(edition(published, language, "public"))}"' not in page


def test_who_was_not_invited_reads_the_public_version_only(signed_in, observer, published) -> None:
    client = signed_in(observer)
    assert client.get(place(edition(published, "fr", "public"))).status_code == 200
    assert client.get(place(edition(published, "fr"))).status_code == 404


def test_only_reading_is_possible(signed_in, french_coordinator, published) -> None:
    assert signed_in(french_coordinator).post(place(edition(published, "fr"))).status_code == 405
    assert signed_in(french_coordinator).get(address("read", 10**9, published[0].pk)).status_code == 404


@pytest.mark.parametrize(("lang", "first"), [("fr", ["fr", "nl", "both"]), ("nl", ["nl", "fr", "both"])])
def test_the_language_of_the_reader_comes_first(published, lang, first) -> None:
    sorted_editions = to_read_first(published, lang)
    assert [one.language for one in sorted_editions] == first * 2
    assert [one.audience for one in sorted_editions] == ["internal"] * 3 + ["public"] * 3
    assert [one.language for one in latest_by_meeting(published, lang)] == [lang]


@pytest.mark.parametrize(("lang", "wanted"), [("fr", "fr"), ("nl", "nl")])
def test_the_first_page_offers_each_meeting_once(signed_in, host_member, published, lang, wanted) -> None:
    with translation.override(lang):
        page = signed_in(host_member).get(reverse("home:home")).content.decode()
        links = [one for one in published if reverse("meetings:read", args=[one.minutes.meeting_id, one.pk]) in page]
    assert [(one.language, one.audience) for one in links] == [(wanted, "internal")]
