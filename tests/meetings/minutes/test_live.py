"""The projection: what the meeting is at, how much time is left, and what comes next."""

import datetime
import re

import pytest
from django.utils import timezone

from meetings.actions import live as actions
from meetings.actions.writing import write_text
from meetings.live import countdown, live
from meetings.models import Minutes, Section
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, MinutesFactory, SectionFactory, base_of
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2026, 3, 2, 9, 50, tzinfo=datetime.UTC)
PART = {"HTTP_HX_REQUEST": "true"}


def page(client, minutes: Minutes, query: str = "", lang: str = "fr", **headers):
    return client.get(address("live", minutes.meeting_id, lang=lang) + query, **headers)


def begin(section: Section, by) -> None:
    actions.start_section(section.minutes, section=section, by=by, at=AT)


def loaded(minutes: Minutes) -> Minutes:
    return Minutes.objects.for_workspace().get(pk=minutes.pk)


def test_before_the_first_section_the_page_says_what_comes(signed_in, french_coordinator, section, pair):
    html = main_of(page(signed_in(french_coordinator), section.minutes))
    assert "<article" not in html
    assert "1. Accueil" in html.split("live__next", 1)[1]


def test_the_current_section_is_shown_with_all_below_it(signed_in, french_coordinator, pair, section, host):
    SectionFactory(minutes=pair.minutes, parent=pair, label="2.1", fr="Calendrier")
    begin(pair, french_coordinator)
    html = main_of(page(signed_in(french_coordinator), pair.minutes, "?lang=fr"))
    assert re.findall(r'<article class="live__cell" id="l-[^"]*-(fr|nl)"', html) == ["fr", "fr"]
    assert ["Le texte français" in html, "De Nederlandse tekst" in html, "Bonjour" in html] == [True, False, False]
    assert re.findall("<(?:button|form|input|a) [^>]*", html) == []


@pytest.mark.parametrize(("query", "shown"), [("", ["fr", "nl"]), ("?lang=nl", ["nl"]), ("?lang=fr", ["fr"])])
def test_one_language_or_both(signed_in, french_coordinator, pair, query, shown):
    begin(pair, french_coordinator)
    html = main_of(page(signed_in(french_coordinator), pair.minutes, query, lang="nl"))
    assert re.findall(r'<article class="live__cell" id="l-[^"]*-(fr|nl)"', html) == shown


def test_nothing_new_is_told_without_a_text(signed_in, french_coordinator, section, pair):
    client = signed_in(french_coordinator)
    first = page(client, section.minutes, **PART)
    assert first.content.decode().lstrip().startswith('<div id="live-now"')
    again = page(client, section.minutes, HTTP_IF_NONE_MATCH=first["ETag"], **PART)
    assert (again.status_code, again.content) == (304, b"")
    tags = {first["ETag"]}
    begin(section, french_coordinator)
    tags.add(page(client, section.minutes, HTTP_IF_NONE_MATCH=first["ETag"], **PART)["ETag"])
    write_text(
        section, lang="fr", heading="Accueil", html="<p>Bonsoir</p>", base=base_of(section, "fr"), by=french_coordinator, at=AT
    )
    fresh = page(client, section.minutes, HTTP_IF_NONE_MATCH=first["ETag"], **PART)
    assert "Bonsoir" in fresh.content.decode()
    tags |= {fresh["ETag"], page(client, section.minutes)["ETag"], page(client, section.minutes, "?lang=fr", **PART)["ETag"]}
    AgendaItemFactory(meeting=section.minutes.meeting)
    tags.add(page(client, section.minutes, **PART)["ETag"])
    assert len(tags) == 6


def test_the_time_left_follows_the_agenda_item_of_the_section_or_of_the_one_above(french_coordinator, pair):
    meeting = pair.minutes.meeting
    item = AgendaItemFactory(meeting=meeting, starts_at=datetime.time(10, 0), ends_at=datetime.time(11, 0))
    Section.objects.filter(pk=pair.pk).update(agenda_item=item)
    part = SectionFactory(minutes=pair.minutes, parent=pair, fr="Calendrier")
    begin(part, french_coordinator)
    found = live(loaded(pair.minutes))
    assert found.item == item
    # Eleven o'clock in Brussels, in winter.
    assert found.ends == datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.UTC)
    assert found.remaining(AT) == datetime.timedelta(minutes=10)
    assert found.remaining(AT + datetime.timedelta(minutes=15)) == -datetime.timedelta(minutes=5)
    assert found.remaining(AT + datetime.timedelta(days=1)) is None


@pytest.mark.parametrize(("end", "over"), [(datetime.time(23, 59, 59), False), (datetime.time(0, 0), True)])
def test_the_page_tells_an_overrun(signed_in, french_coordinator, pair, end, over):
    item = AgendaItemFactory(meeting=pair.minutes.meeting, ends_at=end)
    Section.objects.filter(pk=pair.pk).update(agenda_item=item)
    pair.minutes.meeting.date = timezone.localdate()
    pair.minutes.meeting.save()
    begin(pair, french_coordinator)
    html = main_of(page(signed_in(french_coordinator), pair.minutes))
    assert bool(re.search(r"data-amif-clock data-over>", html)) is over
    assert re.search(r'data-now="[^"]+\+00:00" data-ends="[^"]+"', html)


def test_without_a_slot_there_is_no_clock(signed_in, french_coordinator, pair):
    begin(pair, french_coordinator)
    assert "data-amif-clock" not in main_of(page(signed_in(french_coordinator), pair.minutes))


@pytest.mark.parametrize(("seconds", "shown"), [(245, "4:05"), (-59, "0:59"), (3845, "1:04:05"), (0, "0:00")])
def test_a_span_of_time_is_written_like_on_a_clock(seconds, shown):
    assert countdown(datetime.timedelta(seconds=seconds)) == shown


def test_answers_are_not_stepped_through(french_coordinator, minutes, host):
    question = SectionFactory(minutes=minutes, kind="round_table", fr="Question")
    SectionFactory(minutes=minutes, parent=question, kind="answer", organisation=host)
    after = SectionFactory(minutes=minutes, fr="Divers")
    begin(question, french_coordinator)
    found = live(loaded(minutes))
    assert found.upcoming is not None
    assert found.upcoming.section == after
    begin(after, french_coordinator)
    assert live(loaded(minutes)).upcoming is None


def test_the_projection_is_for_coordinating_people(signed_in, french_coordinator, host_member, outsider_member, section):
    assert page(signed_in(host_member), section.minutes).status_code == 403
    assert page(signed_in(outsider_member), section.minutes).status_code == 404
    client = signed_in(french_coordinator)
    assert client.get(address("live", MeetingFactory().pk)).status_code == 404
    assert client.post(address("live", section.minutes.meeting_id)).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_for_three(
    signed_in, french_coordinator, section, django_assert_num_queries, number
):
    for place in range(number):
        SectionFactory(minutes=section.minutes, parent=section, fr=f"Partie {place}")
    begin(section, french_coordinator)
    client = signed_in(french_coordinator)
    with django_assert_num_queries(11):
        found = page(client, section.minutes, "?lang=fr")
    assert words(found).count("Partie") == 2 * number + 1
    with django_assert_num_queries(4):
        assert page(client, section.minutes, "?lang=fr", HTTP_IF_NONE_MATCH=found["ETag"]).status_code == 304


def start(client, section: Section, **sent):
    return client.post(address("section-start", section.minutes.meeting_id, section.uuid), sent)


def test_the_note_taker_goes_on_and_every_open_page_learns_it(signed_in, french_coordinator, section, pair):
    client = signed_in(french_coordinator)
    assert start(client, section).headers["Location"].endswith(f"#s-{section.uuid}")
    minutes = Minutes.objects.get(pk=section.minutes_id)
    assert minutes.current_section == section
    assert minutes.current_since is not None
    since = minutes.current_since
    start(client, section)
    assert Minutes.objects.get(pk=minutes.pk).current_since == since
    start(client, pair)
    minutes.refresh_from_db()
    assert minutes.current_section == pair
    assert set(Section.objects.values_list("change", flat=True)) == {minutes.change}
    html = main_of(client.get(address("workspace", minutes.meeting_id)))
    assert re.findall(r'<a href="#s-([0-9a-f-]+)" aria-current="true">', html) == [str(pair.uuid)]


def test_a_removed_section_is_not_started(signed_in, french_coordinator, section):
    Section.objects.filter(pk=section.pk).update(removed_at=AT)
    response = start(signed_in(french_coordinator), section)
    assert response.status_code == 302
    assert Minutes.objects.get(pk=section.minutes_id).current_section is None


def test_after_the_last_one_nothing_is_current(french_coordinator, section):
    begin(section, french_coordinator)
    minutes = actions.start_section(section.minutes, section=None, by=french_coordinator, at=AT)
    assert (minutes.current_section, minutes.current_since) == (None, None)


def test_who_may_start_a_section_and_when(signed_in, french_coordinator, host_member, outsider_member, section, put_into):
    assert start(signed_in(host_member), section).status_code == 403
    assert start(signed_in(outsider_member), section).status_code == 404
    client = signed_in(french_coordinator)
    elsewhere = MinutesFactory(meeting=MeetingFactory(held=True))
    assert client.post(address("section-start", elsewhere.meeting_id, section.uuid)).status_code == 404
    assert client.get(address("section-start", section.minutes.meeting_id, section.uuid)).status_code == 405
    put_into(section.minutes, "approved")
    assert start(client, section).status_code == 403
    assert Minutes.objects.get(pk=section.minutes_id).current_section is None
