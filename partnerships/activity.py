"""What really happens in a partnership, derived from its days and from what was seen: as conditions of SQL (DOMAIN §6)."""

import datetime

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable

from meetings.models.choices import TOOK_PLACE

from .models import CommitteeMeeting, FteShare, Immersion, choices
from .models.choices import Activity, Formal


def seen_at_work(day: datetime.date) -> Q:
    """Tell of a partnership whether somebody was seen at work in it by `day`.

    An agent who began, working time that is really spent, a committee that met.
    """
    own = {"partnership": OuterRef("pk")}
    agents = Immersion.objects.filter(**own, agent__isnull=False, starts_on__lte=day)
    shares = FteShare.objects.filter(**own, kind=choices.FteKind.ACTUAL, starts_on__lte=day)
    met = CommitteeMeeting.objects.filter(
        committee__partnership=OuterRef("pk"), meeting__date__lte=day, meeting__state__in=TOOK_PLACE
    )
    return Q(Exists(agents)) | Q(Exists(shares)) | Q(Exists(met))


def as_column(day: datetime.date) -> Combinable:
    """Return what happens on `day` as a column of partnerships, to filter by it: as `models.happening` says it of one."""
    begun, seen = Q(starts_on__lte=day), seen_at_work(day)
    return Case(
        When(Q(state=Formal.ABANDONED) & seen, then=Value(Activity.OVER.value)),
        When(state=Formal.ABANDONED, then=Value(Activity.NOT_STARTED.value)),
        When(Q(state=Formal.TERMINATED) | Q(ends_on__lt=day), then=Value(Activity.OVER.value)),
        When(begun & seen, then=Value(Activity.RUNNING.value)),
        When(begun | seen, then=Value(Activity.STARTING_UP.value)),
        default=Value(Activity.NOT_STARTED.value),
        output_field=CharField(),
    )
