"""A signed link opens one edition for a reader without an account, for thirty days, and nothing else."""

import datetime

import pytest
from django.core.cache import cache
from django.core.signing import Signer
from django.utils import timezone

from amif_network.core import signed_pages
from meetings import edition_links
from meetings.models import Edition
from tests.factories.meetings import SectionFactory
from tests.factories.publishing import approved_by, published_by
from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def edition(minutes, french_coordinator) -> Edition:
    SectionFactory(minutes=minutes, fr=("Accueil", "<p>Bienvenue.</p>"))
    published_by(french_coordinator, approved_by(french_coordinator, minutes), fr="Test")
    return Edition.objects.get(language="fr", audience="internal")


def test_it_gives_the_stored_bytes_kept_from_caches(client, edition):
    answer = client.get(edition_links.address(edition, "fr", today=timezone.localdate()))
    assert (answer.status_code, answer.content, answer["X-Content-SHA256"]) == (200, bytes(edition.pdf), edition.sha256)
    assert answer["Content-Disposition"] == 'inline; filename="2026-03-02-compte-rendu-v1.0-fr.pdf"'
    assert ("no-store" in answer["Cache-Control"], answer["Referrer-Policy"]) == (True, "same-origin")


@pytest.mark.parametrize(("age", "status"), [(0, 200), (30, 200), (31, 404), (400, 404)])
def test_it_ends_after_thirty_days(client, edition, age, status):
    link = edition_links.address(edition, "nl", today=timezone.localdate() - age * DAY)
    assert client.get(link).status_code == status


@pytest.mark.parametrize("signed", ["{pk}", "{pk}-20990101-x", "x-20990101", "{pk}-20991301", "0-20990101"])
def test_what_we_signed_for_nothing_opens_nothing(client, edition, signed):
    token = Signer(salt="meetings.edition-link", sep=".").sign(signed.format(pk=edition.pk))
    assert client.get(address("edition-link", token)).status_code == 404


@pytest.mark.parametrize("salt", ["meetings.reply-link", "meetings.review-link", "outbox.unsubscribe"])
def test_a_link_of_another_kind_opens_nothing(client, edition, salt):
    token = Signer(salt=salt, sep=".").sign(f"{edition.pk}-20990101")
    answer = client.get(address("edition-link", token))
    assert (answer.status_code, "Ce lien" in words(answer)) == (404, True)


def test_who_tries_links_for_long_has_to_wait(monkeypatch, client):
    cache.clear()
    monkeypatch.setattr(signed_pages, "MINUTE", 10**9)
    monkeypatch.setattr(signed_pages, "MOST_WRONG", 2)
    assert [client.get(address("edition-link", "x")).status_code for _ in range(3)] == [404, 404, 429]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, edition, method):
    assert getattr(client, method)(edition_links.address(edition, "fr", today=timezone.localdate())).status_code == 405
