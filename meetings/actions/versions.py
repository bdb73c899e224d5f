"""Choose among the versions of a text: bring one back, decide a collision."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from amif_network.accounts.models import User

from ..collision import Collision
from ..models import Minutes, SectionRevision
from .writing import Written, write_text


def restore_revision(revision: SectionRevision, *, base: int, by: User, at: datetime.datetime) -> Written:
    """Bring an older or set-aside version back as a new one; what stood there stays in the history.

    `base`: the version that stood when the person decided. Where another stands meanwhile, or when the minutes are
    closed, it behaves as `write_text`.
    """
    text = revision.text
    with transaction.atomic():
        written = write_text(
            text.section, lang=text.language, heading=revision.heading, html=revision.html, base=base, by=by, at=at
        )
        if written.set_aside is None:
            settle(revision, at=at)
    return written


def collision_of(aside: SectionRevision, standing: SectionRevision) -> Collision:
    """Lay a version set aside beside the one that stands, block by block, over what the writer started from."""
    return Collision(aside.base, aside, standing)


def decide(
    aside: SectionRevision, *, standing: SectionRevision, choices: Sequence[str], by: User, at: datetime.datetime
) -> Written:
    """Write what a person chose for each conflict ("mine", "theirs", "both"), as compared with `standing`.

    Raises ValueError when the choices do not fit the conflicts, else as `write_text`. What was not chosen stays in the
    history.
    """
    heading, html = collision_of(aside, standing).resolved(choices)
    text = aside.text
    with transaction.atomic():
        written = write_text(text.section, lang=text.language, heading=heading, html=html, base=standing.pk, by=by, at=at)
        if written.set_aside is None:
            settle(aside, at=at)
    return written


def settle(aside: SectionRevision, *, at: datetime.datetime) -> None:
    """Note that somebody decided about a version set aside; for any other version nothing is to be noted."""
    if aside.set_aside and aside.settled_at is None:
        aside.settled_at = at
        aside.save(update_fields=["settled_at"])


def keep_standing(minutes: Minutes) -> None:
    """Give the version of every text that stands now its place in the history, so that it can be looked at later."""
    standing = SectionRevision.objects.that_stood().filter(text__section__minutes=minutes, rev=F("text__rev"))
    standing.update(checkpoint=True)
