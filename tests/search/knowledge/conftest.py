"""Two network meetings that asked the same, published; a third still a draft; and who may read what of them."""

import datetime
from hashlib import sha256
from types import SimpleNamespace

import pytest

from meetings import documents
from meetings.models import Edition, Meeting, Minutes, Section
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory, signed
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory

pytestmark = pytest.mark.django_db

QUESTION = {
    2021: ("Tour de table : que nous apporte le partenariat ?", "Tafelronde: wat brengt het partnerschap ons bij?"),
    2023: ("Tour de table 2023 : que vous apporte le partenariat ?", "Tafelronde 2023: wat brengt het partnerschap u bij?"),
    2025: ("Tour de table 3 : que nous apporte ce partenariat ?", "Tafelronde 3: wat brengt dit partnerschap ons bij?"),
}


def meeting_of(year: int, *organisations) -> Minutes:
    """A meeting that these organisations attended, with empty minutes."""
    meeting = MeetingFactory(
        held=True, date=datetime.date(year, 3, 2), title_fr=f"Rencontre {year}", title_nl=f"Bijeenkomst {year}"
    )
    for organisation in organisations:
        AttendanceFactory(meeting=meeting, organisation=organisation)
    return MinutesFactory(meeting=meeting)


def table_of(minutes: Minutes, year: int) -> Section:
    """A round table about what the partnership brings."""
    fr, nl = QUESTION[year]
    return SectionFactory(minutes=minutes, kind="round_table", fr=(fr, ""), nl=(nl, ""))


def answer_to(table: Section, organisation, fr: str, nl: str, **values) -> Section:
    """The answer of an organisation, without a heading of its own."""
    return SectionFactory(
        minutes=table.minutes, parent=table, kind="answer", organisation=organisation,
        fr=("", f"<p>{fr}</p>"), nl=("", f"<p>{nl}</p>"), **values,
    )  # fmt: skip


def publish(minutes: Minutes, by) -> None:
    """Publish minutes as they stand: the content of every edition as the portal freezes it, without the work of typesetting."""
    signature = signed("published", by)
    Minutes.objects.filter(pk=minutes.pk).update(**signature)
    loaded, pdf = documents.load(minutes.pk), b"%PDF"
    names = ("approved_by", "approved_at", "published_by", "published_at")
    for audience, language, printed in documents.all_editions(loaded, {}):
        Edition.objects.create(
            minutes=loaded, version=loaded.version, language=language, audience=audience, content=printed.to_json(),
            pdf=pdf, sha256=sha256(pdf).hexdigest(), **{name: signature[name] for name in names},
        )  # fmt: skip


@pytest.fixture
def known(french_coordinator, host, partner):
    """2021: host and partner answer; 2023: the partner and somebody without a name; 2025: a draft with the host's answer."""
    by, years = french_coordinator, {}
    for year in (2021, 2023, 2025):
        minutes = meeting_of(year, host, partner)
        years[year] = SimpleNamespace(minutes=minutes, meeting=minutes.meeting, table=table_of(minutes, year))
    answer_to(years[2021].table, host, "Le trajet en train fatigue.", "De trein is vermoeiend.")
    answer_to(years[2021].table, partner, "Deux ateliers de plus.", "Twee ateliers meer.")
    answer_to(years[2023].table, partner, "Le budget suffit.", "De begroting volstaat.")
    answer_to(years[2023].table, None, "Le déplacement décourage.", "De verplaatsing ontmoedigt.", anonymous=True)
    answer_to(years[2025].table, host, "Brouillon sur la distance.", "Ontwerp over de afstand.")
    for year in (2021, 2023):
        fr, nl = ("Calendrier", f"<p>Le train de {year}.</p>"), ("Tijdpad", f"<p>De trein van {year}.</p>")
        section = SectionFactory(minutes=years[year].minutes, fr=fr, nl=nl)
        years[year].section = section
        publish(years[year].minutes, by)
    return years


@pytest.fixture
def registers(known, french_coordinator, host):
    """What was left to be done: under a published section, under an anonymous one, and under a draft."""
    first, draft = known[2021], known[2025]
    anonymous = Section.objects.get(anonymous=True)
    words = {"text_fr": "Rembourser le trajet.", "text_nl": "De reistijd vergoeden.", "owed_by": host}
    return SimpleNamespace(
        promise=PromiseFactory(meeting=first.meeting, section=first.section, created_by=french_coordinator, **words),
        hidden=PromiseFactory(meeting=known[2023].meeting, section=anonymous, created_by=french_coordinator,
                              text_fr="Secret du trajet.", text_nl=""),
        draft=IdeaFactory(meeting=draft.meeting, text_fr="Idée de transport.", created_by=french_coordinator),
        signal=SignalFactory(meeting=first.meeting, text_fr="Le train est trop cher.", created_by=french_coordinator),
    )  # fmt: skip


@pytest.fixture
def carried(known, registers, host):
    """An item of the agenda that came back, under one title, and took up the promise."""
    items = [
        AgendaItemFactory(meeting=known[year].meeting, title_fr="Navettes", title_nl="Pendeldienst") for year in (2021, 2025)
    ]
    Meeting.objects.filter(pk=known[2025].meeting.pk).update(state="held")
    items[1].promises.add(registers.promise)
    Section.objects.filter(pk=known[2025].table.pk).update(agenda_item=items[1])
    return items
