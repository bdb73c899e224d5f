"""Meetings, their people, and minutes with texts in one or both languages."""

import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import factory

from amif_network.accounts.models import User
from amif_network.core import richtext
from meetings.models import AgendaItem, Attendance, Meeting, Minutes, Section, SectionRevision, SectionText
from tests.factories.directory import OrganisationFactory, PersonFactory

NOW = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=datetime.UTC)


class MeetingFactory(factory.django.DjangoModelFactory[Meeting]):
    """A network meeting, planned; traits move it along."""

    class Meta:
        model = Meeting

    class Params:
        convened = factory.Trait(state=Meeting.State.CONVENED)
        held = factory.Trait(state=Meeting.State.HELD)
        closed = factory.Trait(state=Meeting.State.CLOSED)

    title_fr = factory.Sequence(lambda n: f"Rencontre {n}")
    title_nl = factory.Sequence(lambda n: f"Bijeenkomst {n}")
    date = datetime.date(2026, 3, 2)
    mode = Meeting.Mode.IN_PERSON


class AgendaItemFactory(factory.django.DjangoModelFactory[AgendaItem]):
    """A topic without a slot of time."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n + 1)
    title_fr = factory.Sequence(lambda n: f"Point {n}")
    title_nl = factory.Sequence(lambda n: f"Punt {n}")


class AttendanceFactory(factory.django.DjangoModelFactory[Attendance]):
    """A person who was there for an organisation."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    position = factory.Sequence(lambda n: n + 1)
    status = Attendance.Status.PRESENT


class MinutesFactory(factory.django.DjangoModelFactory[Minutes]):
    """Draft minutes of a meeting that was held."""

    class Meta:
        model = Minutes

    meeting = factory.SubFactory(MeetingFactory, held=True)


def signed(state: str, by: User, at: datetime.datetime = NOW) -> dict[str, Any]:
    """Return what minutes hold in `state`, approved and published by somebody, where no content is to be frozen."""
    return {
        "state": state,
        "approved_by": by,
        "approved_at": at,
        "approved_hash": "0" * 64,
        "published_by": by,
        "published_at": at,
    }


class SectionFactory(factory.django.DjangoModelFactory[Section]):
    """A section; `fr=` and `nl=` give it texts: a heading, or a pair (heading, html)."""

    class Meta:
        model = Section
        skip_postgeneration_save = True

    minutes = factory.SubFactory(MinutesFactory)
    position = factory.Sequence(lambda n: n + 1)
    # It stands in documents, which are rendered once for all tests that make the same.
    uuid = factory.Sequence(lambda n: uuid5(NAMESPACE_OID, f"section {n}"))

    @factory.post_generation
    def fr(self: Section, create: bool, extracted: Any, **kwargs: Any) -> None:  # type: ignore[misc]
        """Write the French text."""
        _write(self, "fr", extracted)

    @factory.post_generation
    def nl(self: Section, create: bool, extracted: Any, **kwargs: Any) -> None:  # type: ignore[misc]
        """Write the Dutch text."""
        _write(self, "nl", extracted)


def _write(section: Section, language: str, given: Any) -> None:
    if given is None:
        return
    heading, html = given if isinstance(given, tuple) else (given, f"<p>{given}</p>")
    digest = richtext.content_hash(heading, html)
    text = SectionText.objects.create(section=section, language=language, heading=heading, html=html, hash=digest, updated_at=NOW)
    SectionRevision.objects.create(text=text, rev=1, heading=heading, html=html, hash=digest, at=NOW, checkpoint=True)


def base_of(section: Section, lang: str, rev: int | None = None) -> int:
    """Return the key of the version `rev` (the one that stands by default) of a text, from which a writer starts; 0: no text."""
    found = SectionRevision.objects.that_stood().filter(text__section=section, text__language=lang)
    version = found.filter(rev=rev).first() if rev is not None else found.order_by("rev").last()
    return version.pk if version else 0
