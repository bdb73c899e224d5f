"""Drafts are laid out once their writers pause, before anybody asks for them."""

import datetime

import pytest

from amif_network.core.pdf import rendering
from amif_network.core.pdf.apart import PRESS
from amif_network.prints.models import Print
from meetings.actions import publishing
from meetings.drafts import QUIET, RECENT, changed, prepare, prepare_changed
from meetings.models import Minutes, SectionText
from tests.factories.meetings import NOW
from tests.factories.publishing import OVERRIDE, SITE
from tests.meetings.pages import address

pytestmark = pytest.mark.django_db
PAUSE = NOW + QUIET


@pytest.fixture
def written(pair) -> Minutes:
    """Minutes in which both languages were written at NOW."""
    SectionText.objects.update(updated_at=NOW)
    return pair.minutes


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """What is laid out, each time that it is."""
    seen: list[str] = []
    render = rendering.render
    monkeypatch.setattr(rendering, "render", lambda html, *, fast: (seen.append(html), render(html, fast=fast))[1])
    return seen


def test_a_draft_at_rest_is_laid_out_in_each_language(written, rendered):
    prepare_changed(at=PAUSE)
    assert len(rendered) == 3
    assert sorted(Print.objects.values_list("about", "stamp")) == [
        (f"minutes/{written.pk}/{lang}/internal", str(written.change)) for lang in ("both", "fr", "nl")
    ]


def test_whoever_asks_then_finds_it(written, rendered, signed_in, french_coordinator):
    prepare_changed(at=PAUSE)
    client = signed_in(french_coordinator)
    for lang in ("fr", "nl", "both"):
        assert client.get(address("draft-pdf", written.meeting_id, lang)).content.startswith(b"%PDF-")
    assert len(rendered) == 3


def test_nothing_is_laid_out_twice_nor_while_somebody_writes(written, rendered):
    prepare_changed(at=PAUSE - datetime.timedelta(seconds=1))
    assert rendered == []
    prepare_changed(at=PAUSE)
    prepare_changed(at=PAUSE)
    assert len(rendered) == 3
    # A change that no document shows.
    Minutes.objects.update(change=written.change + 1)
    assert [one.pk for one in changed(PAUSE)] == [written.pk]
    prepare_changed(at=PAUSE)
    assert len(rendered) == 3
    assert not changed(PAUSE).exists()


def test_a_draft_that_changed_takes_the_place_of_the_one_before(written, rendered):
    prepare_changed(at=PAUSE)
    SectionText.objects.filter(language="fr").update(html="<p>Autrement dit</p>")
    Minutes.objects.update(change=written.change + 1)
    prepare_changed(at=PAUSE)
    # The Dutch one says the same as before.
    assert len(rendered) == 5
    assert list(Print.objects.values_list("stamp", flat=True)) == [str(written.change + 1)] * 3


def test_what_rests_for_long_waits_until_somebody_asks(written, rendered):
    prepare_changed(at=NOW + RECENT + datetime.timedelta(seconds=1))
    assert rendered == []


def test_what_is_gone_or_published_is_left_alone(written, rendered, french_coordinator):
    publishing.approve(written, by=french_coordinator, at=NOW, override=OVERRIDE)
    reasons = {"fr": "Pas encore traduit", "nl": "Nog niet vertaald"}
    publishing.publish(written, by=french_coordinator, at=NOW, site=SITE, reasons=reasons)
    assert not changed(PAUSE).exists()
    assert prepare.call(written.pk) == prepare.call(written.pk + 1) == 0
    assert not Print.objects.exists()


def test_what_cannot_be_laid_out_is_tried_again_only_after_a_change(written, settings):
    settings.PDF_SECONDS, settings.PDF_MEGABYTES = 50, 10
    try:
        prepare_changed(at=PAUSE)
    finally:
        PRESS.end()
    assert [bytes(pdf) for pdf in Print.objects.values_list("pdf", flat=True)] == [b""] * 3
    assert not changed(PAUSE).exists()
    settings.PDF_SECONDS = 0
    Minutes.objects.update(change=written.change + 1)
    prepare_changed(at=PAUSE)
    assert [bytes(pdf)[:5] for pdf in Print.objects.values_list("pdf", flat=True)] == [b"%PDF-"] * 3
