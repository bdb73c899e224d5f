"""How records are called in the history: as they are called now, also those that are gone."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from amif_network.accounts.models import AccessReview, AccessReviewAnswer, Invitation, User
from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_month
from amif_network.directory.models import Affiliation, OrganisationMembership
from meetings import models as meetings
from partnerships import models as partnerships
from projects import models as projects

from .models import EVENTS, recorded

# What the name of a record is made of, beside its own columns.
NAMED_WITH: dict[type[Model], tuple[str, ...]] = {
    OrganisationMembership: ("member", "parent"),
    Affiliation: ("person", "organisation"),
    User: ("person",),
    Invitation: ("person", "organisation"),
    AccessReview: ("organisation",),
    AccessReviewAnswer: ("user",),
    meetings.Attendance: ("person", "organisation"),
    meetings.Minutes: ("meeting",),
    meetings.Section: ("minutes",),
    projects.PartnershipSupplement: ("project", "partner"),
    projects.ExpressionOfInterest: ("organisation",),
    projects.DecreeLine: ("decree", "organisation"),
    partnerships.Party: ("organisation",),
    partnerships.Agreement: ("partnership",),
    partnerships.CouncilDecision: ("agreement", "party"),
    partnerships.Signature: ("agreement", "party"),
    partnerships.FteShare: ("party", "person"),
    partnerships.NoPartnership: ("organisation",),
    partnerships.Immersion: ("partnership", "agent"),
    partnerships.PresenceStatement: ("immersion",),
    partnerships.Committee: ("partnership",),
    partnerships.SeatHolder: ("person", "seat"),
    partnerships.YearBudget: ("party",),
    partnerships.Allocation: ("payment",),
    partnerships.Evaluation: ("party",),
}
# Where `str()` of the record shows figures and days as a programmer writes them.
CALLED: dict[type[Model], Callable[[Any], str]] = {
    projects.CallDate: lambda date: str(date.get_kind_display()),
    partnerships.FteShare: lambda share: " – ".join(str(one) for one in (share.party, share.person) if one),
    partnerships.PresenceStatement: lambda one: f"{one.immersion} – {format_month(one.month, active_language())}",
    partnerships.BudgetHeading: lambda heading: str(heading.get_heading_display()),
    partnerships.Allocation: lambda allocation: str(allocation.payment),
    partnerships.Transfer: lambda transfer: str(transfer.reference),
    partnerships.Evaluation: lambda evaluation: str(evaluation.party),
    AccessReview: lambda review: f"{review.organisation} – {format_month(review.quarter, active_language())}",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A record by its name; `url` of its page, "" where it has none; `gone`: it was deleted."""

    text: str
    url: str = ""
    gone: bool = False


class Names:
    """The names of the records that a page of the history speaks of: one or two queries for each kind of them."""

    def __init__(self, wanted: Iterable[tuple[type[Model], int]]) -> None:
        self._records: dict[type[Model], dict[int, Model]] = defaultdict(dict)
        self._gone: set[tuple[type[Model], int]] = set()
        self._load(wanted)

    def of(self, model: type[Model], key: int) -> Named:
        """Return the name of a record; of one of which nothing is known its number."""
        record = self._records[model].get(key)
        if record is None:
            return Named(_("number %(number)s") % {"number": key}, gone=True)
        gone = (model, key) in self._gone
        address = getattr(record, "get_absolute_url", None)
        url = address() if address and not gone else ""
        return Named(CALLED.get(model, str)(record).strip() or _("without a name"), url, gone)

    def _load(self, wanted: Iterable[tuple[type[Model], int]]) -> None:
        by_kind: dict[type[Model], set[int]] = defaultdict(set)
        for model, key in wanted:
            if key not in self._records[model]:
                by_kind[model].add(key)
        for model, keys in by_kind.items():
            # A section is named by its texts.
            texts = ("texts",) if model is meetings.Section else ()
            records = model._base_manager.prefetch_related(*texts)
            # Without a path it would load whatever the record refers to.
            found = (records.select_related(*paths) if (paths := _paths(model)) else records).in_bulk(keys)
            self._records[model].update(found)
            missing = keys - found.keys()
            if missing and model in EVENTS:
                self._bring_back(model, missing)

    def _bring_back(self, model: type[Model], keys: set[int]) -> None:
        """Make records that were deleted anew in memory, from the last that is known of them."""
        last = recorded(model).filter(pgh_obj__in=keys).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
        events = list(last)
        parts = [model._meta.get_field(name) for name in NAMED_WITH.get(model, ())]
        self._load(
            (field.related_model, key)
            for field in parts
            if isinstance(field, ForeignKey) and isinstance(field.related_model, type)
            for event in events
            if (key := getattr(event, field.attname))
        )
        for event in events:
            record = _record(model, event)
            known = True
            for field in parts:
                assert isinstance(field, ForeignKey)
                key = getattr(record, field.attname)
                part = self._records[field.related_model].get(key)
                known = known and (part is not None or key is None)
                setattr(record, field.name, part)
            if known:
                self._records[model][event.pgh_obj_id] = record
                self._gone.add((model, event.pgh_obj_id))


def _paths(model: type[Model]) -> list[str]:
    """Return all that has to be loaded with a record for its name."""
    paths = []
    for name in NAMED_WITH.get(model, ()):
        related = model._meta.get_field(name).related_model
        assert isinstance(related, type)
        paths += [name, *(f"{name}__{path}" for path in _paths(related))]
    return paths


def _record(model: type[Model], event: Any) -> Model:
    """Return a record in memory with the values of an event."""
    columns = {field.attname for field in model._meta.concrete_fields}
    tracked = [field.attname for field in event._meta.concrete_fields if field.attname in columns]
    return model(**{name: getattr(event, name) for name in tracked})
