"""Drafts laid out before anybody asks for them, once their writers pause."""

import datetime
import logging

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models import Value as Words
from django.db.models.functions import Cast, Concat
from django.tasks import task
from django.utils import timezone

from amif_network.core.pdf import PdfError
from amif_network.prints.keeping import note_unprintable
from amif_network.prints.models import Print

from . import documents
from .models import Edition, Minutes, SectionText
from .models.choices import MinutesState

# Whoever writes makes a pause of this length before the draft is laid out.
QUIET = datetime.timedelta(seconds=40)
# A draft in which nothing was written for longer waits until somebody asks.
RECENT = datetime.timedelta(days=3)
# Which documents are laid out: those for the network.
AUDIENCE = Edition.Audience.INTERNAL
logger = logging.getLogger(__name__)


def prepare_changed(*, at: datetime.datetime) -> None:
    """Hand to the worker each draft that changed since it was laid out and rests by now; may be called as often as one likes."""
    for key in changed(at).values_list("pk", flat=True):
        prepare.enqueue(key)


def changed(at: datetime.datetime) -> QuerySet[Minutes]:
    """Return the drafts that were written in lately, rest at the moment `at`, and of which a print as they stand is missing."""
    texts = SectionText.objects.filter(section__minutes=OuterRef("pk"))
    lately, just_now = (Exists(texts.filter(updated_at__gt=at - span)) for span in (RECENT, QUIET))
    complete = Q()
    for lang in Edition.Language.values:
        head, _pk, tail = documents.about_draft(0, lang, AUDIENCE).partition("0")
        about = Concat(Words(head), Cast(OuterRef("pk"), CharField()), Words(tail), output_field=CharField())
        complete &= Q(Exists(Print.objects.filter(about=about, stamp=Cast(OuterRef("change"), CharField()))))
    return Minutes.objects.exclude(state=MinutesState.PUBLISHED).filter(lately, ~just_now, ~complete)


@task
def prepare(minutes_id: int) -> int:
    """Lay out the draft in each language, and return how many prints of it are ready."""
    minutes = Minutes.objects.exclude(state=MinutesState.PUBLISHED).filter(pk=minutes_id).first()
    if minutes is None:
        return 0
    ready, stamp = 0, str(minutes.change)
    for lang in Edition.Language.values:
        try:
            documents.draft_pdf(minutes_id, lang, AUDIENCE, stamp=stamp)
        except PdfError:
            logger.exception("The draft %s cannot be laid out in %s.", minutes_id, lang)
            note_unprintable(documents.about_draft(minutes_id, lang, AUDIENCE), stamp, at=timezone.now())
        else:
            ready += 1
    return ready
