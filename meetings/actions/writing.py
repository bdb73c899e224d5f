"""Write the text of a section: sanitised on the way in, never over somebody else's words (UX §4)."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core import richtext
from amif_network.core.bilingual import other
from amif_network.core.workflow import WrongState, advance

from ..collision import Collision
from ..models import Minutes, Section, SectionRevision, SectionText
from ..workflow import MINUTES
from .anonymity import refuse_names

Kind = SectionRevision.Kind
# A pause that makes the version before it worth a place of its own in the history.
IDLE = datetime.timedelta(minutes=10)
# How long a passing autosave is kept for the sake of merging with somebody who started from it.
ROLLED_FOR = datetime.timedelta(minutes=15)
# How often a text that is being written is cleared of them.
ROLLING = datetime.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wording:
    """Heading and text as they are stored, and the hash that says whether two of them say the same."""

    heading: str
    html: str
    hash: str

    @classmethod
    def of(cls, heading: str, html: str) -> "Wording":
        """Clean what somebody typed."""
        heading, html = " ".join(heading.split()), richtext.sanitise(html)
        return cls(heading, html, richtext.content_hash(heading, html))


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, when, and in which open tab (None: a form that is sent once, an import, a command).

    `seq` is the tab's own count of its changes; it tells a request that was served late.
    """

    user: User
    at: datetime.datetime
    session: uuid.UUID | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a save.

    `text` is the text as it stands now. `sent` is the version that holds the very words that were sent; what is
    typed after them starts from it. `revision` is the version that stands. Where somebody else saved in between,
    they differ: either both were put together (`merged`), or they collide and `sent` waits, set aside, for a decision.
    """

    text: SectionText
    sent: SectionRevision
    revision: SectionRevision

    @property
    def merged(self) -> bool:
        """True when the text now holds the changes of both."""
        return self.sent.kind == Kind.SENT

    @property
    def set_aside(self) -> SectionRevision | None:
        """Return the writer's own version when it collided, None when it was saved."""
        return self.sent if self.sent.set_aside else None


class ChangedMeanwhile(ValueError):
    """What a person compared is no longer what stands there."""


class Closed(WrongState):
    """The minutes are not open for writing any more; the words are kept, set aside, in `aside` (None: they stood already)."""

    def __init__(self, aside: SectionRevision | None) -> None:
        super().__init__()
        self.aside = aside


def locked_for_writing(minutes_id: int, *, by: User) -> Minutes:
    """Lock the minutes and make sure `by` may write them now.

    Raises WrongState when they are approved or published, PermissionDenied when `by` writes no minutes.
    """
    minutes = Minutes.objects.select_for_update().get(pk=minutes_id)
    advance(MINUTES, "write", minutes, by=by)
    return minutes


def count_change(minutes: Minutes, section: Section | None, *, structure: bool = False) -> None:
    """Tell open pages that `section` changed (None: only the tree); `minutes` are locked."""
    minutes.change += 1
    fields = ["change"]
    if structure:
        minutes.structure_change = minutes.change
        fields.append("structure_change")
    minutes.save(update_fields=fields)
    if section is not None:
        Section.objects.filter(pk=section.pk).update(change=minutes.change)


def write_text(
    section: Section,
    *,
    lang: str,
    heading: str,
    html: str,
    base: int,
    by: User,
    at: datetime.datetime,
    session: uuid.UUID | None = None,
    seq: int | None = None,
    checkpoint: bool = True,
    origin: str = SectionText.Origin.HUMAN,
) -> Written:
    """Save heading and text of `section` in `lang`, written from version `base` (the key of a SectionRevision; 0: none).

    Where somebody else saved since, both are put together block by block; what collides is set aside. A save that
    changes nothing, or whose tab has sent newer words since (`seq`), adds no version. Raises PermissionDenied when `by`
    writes no minutes, Closed when these minutes are no longer open for writing, ValidationError when an anonymous
    section would name somebody.
    """
    save = _Save(section, lang, Wording.of(heading, html), Writer(by, at, session, seq), checkpoint, origin)
    try:
        with transaction.atomic():
            return save.run(locked_for_writing(section.minutes_id, by=by), base)
    except WrongState as closed:
        with transaction.atomic():
            aside = save.keep_for_later(base)
        raise Closed(aside) from closed


def standing_version(text: SectionText) -> SectionRevision:
    """Return the version that is the text now."""
    return text.revisions.that_stood().get(rev=text.rev)


@dataclass(frozen=True, slots=True)
class _Save:
    """One save on its way in."""

    section: Section
    lang: str
    wording: Wording
    writer: Writer
    checkpoint: bool
    origin: str

    def run(self, minutes: Minutes, base: int) -> Written:
        """Decide what becomes of the words; `minutes` are locked."""
        text = self._text() or SectionText(section=self.section, language=self.lang, rev=0)
        if text.rev and text.hash == self.wording.hash:
            return self._nothing_new(text, standing_version(text))
        self._refuse_names(self.wording, text)
        if text.rev == 0:
            return self._store(minutes, text, self.wording, None)
        standing = standing_version(text)
        if (newer := self._overtaken_by(text)) is not None:
            return Written(text, newer, standing)
        started_from = self._started_from(text, base, standing)
        if text.is_empty or started_from == standing:
            return self._store(minutes, text, self.wording, standing)
        together = Collision(started_from, self.wording, standing)
        if together.conflicts:
            return Written(text, self._beside(Kind.SET_ASIDE, text, started_from), standing)
        sent = self._beside(Kind.SENT, text, started_from)
        merged = Wording.of(*together.resolved())
        if merged.hash == text.hash:
            return Written(text, sent, standing)
        self._refuse_names(merged, text)
        stored = self._store(minutes, text, merged, standing, Kind.MERGED)
        return Written(stored.text, sent, stored.revision)

    def keep_for_later(self, base: int) -> SectionRevision | None:
        """Set the words aside where the minutes are closed; None when they stand already, or when there is no text at all."""
        text = self._text()
        if text is None:
            text = SectionText.objects.create(
                section=self.section, language=self.lang, rev=0, hash=Wording.of("", "").hash, updated_at=self.writer.at
            )
        if text.hash == self.wording.hash:
            return None
        return self._beside(Kind.SET_ASIDE, text, self._started_from(text, base))

    def _refuse_names(self, wording: Wording, text: SectionText) -> None:
        """Keep names out of anonymous sections; whether this is one is known for certain since the minutes are locked."""
        if self._is_anonymous(text):
            refuse_names(wording.heading, wording.html)

    def _is_anonymous(self, text: SectionText) -> bool:
        """Tell whether the section names nobody, as read under the lock: a text that exists was loaded with its section."""
        if text.pk is not None:
            return text.section.anonymous
        return Section.objects.filter(pk=self.section.pk, anonymous=True).exists()

    def _text(self) -> SectionText | None:
        """Return the text that stands, locked, with its section; None while there is none."""
        texts = SectionText.objects.select_for_update(of=("self",)).select_related("section")
        return texts.filter(section=self.section, language=self.lang).order_by().first()

    def _started_from(self, text: SectionText, base: int, standing: SectionRevision | None = None) -> SectionRevision | None:
        """Return the version these words were written from, as far as it is kept.

        A tab whose answer got lost sends the base it knows; what arrived from that tab since is part of its words.
        A version that rolled over is represented by the one kept before it: what both sides changed since is the same.
        """
        found = standing if standing is not None and standing.pk == base else _kept_version(text, base)
        if self.writer.session is None:
            return found
        arrived = text.revisions.filter(session=self.writer.session, kind__in=(Kind.SAVED, Kind.SENT)).order_by("-pk").first()
        return max((version for version in (found, arrived) if version), key=lambda version: version.pk, default=None)

    def _overtaken_by(self, text: SectionText) -> SectionRevision | None:
        """Return what the same tab sent at this count or after it and what arrived before; None for the newest words of a tab."""
        if self.writer.session is None or self.writer.seq is None:
            return None
        own = text.revisions.filter(session=self.writer.session, seq__gte=self.writer.seq).exclude(kind=Kind.MERGED)
        return own.order_by("pk").last()

    def _nothing_new(self, text: SectionText, standing: SectionRevision) -> Written:
        """Answer a save of what stands already; asked for, the version gets its place in the history."""
        if self.checkpoint and not standing.checkpoint:
            standing.checkpoint = True
            standing.save(update_fields=["checkpoint"])
        return Written(text, standing, standing)

    def _store(
        self, minutes: Minutes, text: SectionText, wording: Wording, base: SectionRevision | None, kind: str = Kind.SAVED
    ) -> Written:
        """Make `wording` the text, as a new version."""
        writer = self.writer
        if text.is_empty or self.origin != SectionText.Origin.HUMAN:
            text.based_on_hash = _counterpart_hash(self.section, self.lang)
            text.confirmed_by = text.confirmed_at = None
        text.heading, text.html, text.hash = wording.heading, wording.html, wording.hash
        text.rev, text.origin, text.updated_by, text.updated_at = text.rev + 1, self.origin, writer.user, writer.at
        text.save()
        if base is not None and not base.checkpoint and writer.at - base.at >= IDLE:
            base.checkpoint = True
            base.save(update_fields=["checkpoint"])
        revision = self._version(kind, text, wording, base)
        if base is None or writer.at - base.at >= ROLLING or writer.at.minute != base.at.minute:
            text.revisions.rolled_over().filter(at__lt=writer.at - ROLLED_FOR).delete()
        count_change(minutes, self.section)
        return Written(text, revision, revision)

    def _beside(self, kind: str, text: SectionText, base: SectionRevision | None) -> SectionRevision:
        """Keep the words as they were sent beside the text; the same words sent twice are kept once."""
        same = text.revisions.filter(author=self.writer.user, hash=self.wording.hash, kind=kind, settled_at=None).first()
        if same is not None:
            return same
        if kind == Kind.SET_ASIDE and self.writer.session is not None:
            # What the same tab sent before is part of what it sends now.
            text.revisions.waiting().filter(session=self.writer.session).update(settled_at=self.writer.at)
        return self._version(kind, text, self.wording, base)

    def _version(self, kind: str, text: SectionText, wording: Wording, base: SectionRevision | None) -> SectionRevision:
        return SectionRevision.objects.create(
            text=text,
            rev=text.rev,
            kind=kind,
            heading=wording.heading,
            html=wording.html,
            hash=wording.hash,
            author=self.writer.user,
            at=self.writer.at,
            session=self.writer.session,
            seq=self.writer.seq,
            base=base,
            checkpoint=self.checkpoint,
        )


def _kept_version(text: SectionText, key: int) -> SectionRevision | None:
    """Return the version of this key, or the one kept before it."""
    return text.revisions.filter(pk=key).first() or text.revisions.that_stood().filter(pk__lt=key).order_by("-pk").first()


def _counterpart_hash(section: Section, lang: str) -> str:
    """Return the hash of the other language's text, on which a first translation is based, and keep that version."""
    counterpart = SectionText.objects.filter(section=section, language=other(lang)).first()
    if counterpart is None or counterpart.is_empty:
        return ""
    counterpart.revisions.that_stood().filter(rev=counterpart.rev).update(checkpoint=True)
    return counterpart.hash
