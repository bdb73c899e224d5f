"""Prints that are kept: laid out once, found by their key alone, forgotten past their day."""

import datetime
import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from amif_network.core.pdf import PdfError, html_to_pdf, identity, rendering
from amif_network.core.pdf.identity import key_of
from amif_network.prints.keeping import Kept, forget_old, found, kept_pdf, note_unprintable
from amif_network.prints.models import Print
from tests.racing import while_waiting

PAGE = '<!doctype html><html lang="fr"><head><title>{0}</title></head><body><h1>{0}</h1></body></html>'
ONE, TWO = PAGE.format("Un"), PAGE.format("Deux")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is laid out, each time that it is."""
    seen: list[str] = []
    render = rendering.render

    def noted(html: str, *, fast: bool) -> bytes:
        seen.append(html)
        return render(html, fast=fast)

    monkeypatch.setattr(rendering, "render", noted)
    return seen


def test_a_page_is_laid_out_once(db: None, rendered: list[str]) -> None:
    first, again = kept_pdf(ONE), kept_pdf(ONE)
    assert rendered == [ONE]
    assert first == again == Kept(html_to_pdf(ONE), hashlib.sha256(first.pdf).hexdigest())


def test_another_page_is_another_print(db: None, rendered: list[str]) -> None:
    assert kept_pdf(ONE) != kept_pdf(TWO)
    assert rendered == [ONE, TWO]
    assert set(Print.objects.values_list("key", flat=True)) == {key_of(ONE), key_of(TWO)}


def test_the_key_knows_styles_and_libraries(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    usual = key_of(ONE)
    (tmp_path / "static/css/documents").mkdir(parents=True)
    style = tmp_path / "static/css/documents/page.css"
    keys = {usual}
    settings.BASE_DIR = tmp_path
    for text, release in (("a", "1"), ("b", "1"), ("b", "2")):
        style.write_text(text)
        monkeypatch.setattr(identity, "version", lambda _name, release=release: release)
        identity._surroundings.cache_clear()
        keys.add(key_of(ONE))
    identity._surroundings.cache_clear()
    assert len(keys) == 4


def test_of_a_document_the_last_print_is_kept(db: None) -> None:
    kept_pdf(ONE, about="minutes/1/fr/internal", stamp="1")
    kept_pdf(TWO, about="minutes/1/fr/internal", stamp="2")
    kept_pdf(TWO.replace("Deux", "Trois"), about="minutes/1/nl/internal", stamp="2")
    kept_pdf(ONE.replace("Un", "Quatre"))
    kept_pdf(ONE.replace("Un", "Cinq"))
    assert sorted(Print.objects.values_list("about", "stamp")) == [
        ("", ""), ("", ""), ("minutes/1/fr/internal", "2"), ("minutes/1/nl/internal", "2"),
    ]  # fmt: skip
    assert found(key_of(ONE)) is None


def test_the_same_print_serves_a_later_change_that_shows_nothing(db: None, rendered: list[str]) -> None:
    for stamp in ("1", "2", ""):
        kept_pdf(ONE, about="minutes/1/fr/internal", stamp=stamp)
    assert rendered == [ONE]
    assert Print.objects.get().stamp == "2"


def test_a_print_that_is_opened_is_kept_and_any_other_goes(db: None, settings: Any) -> None:
    settings.PRINTS_KEPT_DAYS = 7
    kept_pdf(ONE)
    kept_pdf(TWO)
    Print.objects.update(used_on=timezone.localdate() - datetime.timedelta(days=8))
    kept_pdf(ONE)
    forget_old(at=timezone.now())
    assert list(Print.objects.values_list("key", "used_on")) == [(key_of(ONE), timezone.localdate())]
    forget_old(at=timezone.now() + datetime.timedelta(days=7))
    assert Print.objects.count() == 1
    forget_old(at=timezone.now() + datetime.timedelta(days=8))
    assert Print.objects.count() == 0


def test_what_cannot_be_laid_out_leaves_no_print(db: None) -> None:
    with pytest.raises(PdfError):
        kept_pdf('<img src="http://elsewhere.example/a.png" alt="">')
    assert not Print.objects.exists()


def test_what_cannot_be_laid_out_is_noted_until_it_can(db: None) -> None:
    note_unprintable("minutes/1/fr/internal", "3", at=timezone.now())
    note_unprintable("minutes/1/fr/internal", "4", at=timezone.now())
    assert list(Print.objects.values_list("about", "stamp")) == [("minutes/1/fr/internal", "4")]
    kept_pdf(ONE, about="minutes/1/fr/internal", stamp="5")
    assert list(Print.objects.values_list("stamp", "key")) == [("5", key_of(ONE))]


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_for_the_same_meanwhile_waits_for_it(rendered: list[str]) -> None:
    late = while_waiting(lambda: kept_pdf(ONE), lambda: kept_pdf(ONE))
    assert rendered == [ONE]
    assert late == kept_pdf(ONE)


@pytest.mark.django_db(transaction=True)
def test_two_prints_of_one_document_follow_each_other(rendered: list[str]) -> None:
    about = "minutes/1/fr/internal"
    while_waiting(lambda: kept_pdf(TWO, about=about), lambda: kept_pdf(ONE, about=about))
    assert list(Print.objects.values_list("key", flat=True)) == [key_of(TWO)]


def test_the_database_takes_no_wrong_hash_and_no_second_print_of_a_document(db: None) -> None:
    row = {"pdf": b"%PDF-", "made_at": timezone.now(), "used_on": timezone.localdate()}
    good = "0" * 64
    Print.objects.create(key=good, sha256=good, about="minutes/1/fr/internal", **row)
    wrong = ({"key": "1", "sha256": good}, {"key": "1" * 64, "sha256": "x"})
    for one in (*wrong, {"key": "1" * 64, "sha256": good, "about": "minutes/1/fr/internal"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Print.objects.create(**one, **row)
    assert connection.introspection.table_names().count("prints_print") == 1
