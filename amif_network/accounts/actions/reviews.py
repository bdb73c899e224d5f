"""Once a quarter each organisation says who of its people still needs access; who leads the network ends the rest."""

import datetime
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.core.bilingual import active_language, in_both
from amif_network.core.formats import format_date
from amif_network.directory.models import Affiliation, Organisation

from ..access_log import note
from ..models import AccessKind, AccessReview, AccessReviewAnswer, ReviewChoice, User
from ..roles import require_step
from .access import end_affiliation

MONTHS = 3


def quarter_of(day: datetime.date) -> datetime.date:
    """Return the first day of the quarter in which `day` lies."""
    return day.replace(month=(day.month - 1) // MONTHS * MONTHS + 1, day=1)


@transaction.atomic
def open_reviews(*, at: datetime.datetime) -> list[AccessReview]:
    """Open this quarter's list of every organisation that has none yet, and return the new ones.

    Only organisations with an account from before the quarter are asked: of those made since, it was just said.
    """
    today = timezone.localdate(at)
    quarter = quarter_of(today)
    begin = timezone.make_aware(datetime.datetime.combine(quarter, datetime.time()))
    accounts = User.objects.with_access(today).filter(date_joined__lt=begin, person__isnull=False)
    at_work = Affiliation.objects.giving_access_on(today).filter(person__in=accounts.order_by().values("person"))
    asked = Organisation.objects.filter(pk__in=at_work.values("organisation")).exclude(access_reviews__quarter=quarter)
    made = [
        AccessReview.objects.get_or_create(organisation=one, quarter=quarter, defaults={"opened_at": at})
        for one in asked.order_by("pk")
    ]
    return [review for review, new in made if new]


def accounts_of(organisation: Organisation, day: datetime.date) -> QuerySet[User]:
    """Return the accounts with access on `day` by an affiliation to the organisation, sorted by name."""
    at_work = Affiliation.objects.giving_access_on(day).filter(person=OuterRef("person"), organisation=organisation)
    return User.objects.with_access(day).filter(Exists(at_work)).select_related("person").order_by("person__sort_key", "pk")


@transaction.atomic
def confirm(review: AccessReview, *, answers: Mapping[int, tuple[str, str]], by: User, at: datetime.datetime) -> AccessReview:
    """Keep what is said of each account: by key, whether it stays and a remark.

    Raises PermissionDenied for whoever does not see the list, ValidationError where it was confirmed meanwhile, or where
    `answers` are not about exactly the accounts of today.
    """
    locked = (
        AccessReview.objects.visible_to(by).select_for_update(of=("self",)).select_related("organisation", "confirmed_by__person")
    )
    found = locked.filter(pk=review.pk).first()
    if found is None:
        raise PermissionDenied
    refuse_confirmed(found)
    if set(answers) != {account.pk for account in accounts_of(found.organisation, timezone.localdate(at))}:
        raise ValidationError(_("The accounts of your organisation changed meanwhile. Look at the list again."), code="changed")
    AccessReviewAnswer.objects.bulk_create(
        AccessReviewAnswer(review=found, user_id=key, choice=choice, note=remark) for key, (choice, remark) in answers.items()
    )
    found.confirmed_by, found.confirmed_at = by, at
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    organisation, leaving = found.organisation, sum(choice == ReviewChoice.LEAVES for choice, _remark in answers.values())
    values = {"organisation": organisation, "number": leaving}
    said = in_both(lambda: _("Access reviewed: %(organisation)s; accounts that need it no more: %(number)s") % values)
    note(AccessKind.ACCESS, by=by, subject=said, rows=len(answers), at=at)
    return found


def refuse_confirmed(review: AccessReview) -> None:
    """Raise ValidationError, with who and when, for a list that was confirmed."""
    if review.confirmed_at is not None:
        day = format_date(timezone.localdate(review.confirmed_at), active_language(), weekday=True)
        said = _("%(name)s confirmed this list already, on %(day)s. What you typed was not kept.")
        raise ValidationError(said % {"name": review.confirmed_by, "day": day}, code="confirmed")


@transaction.atomic
def carry_out(answer: AccessReviewAnswer, *, by: User, at: datetime.datetime) -> AccessReviewAnswer:
    """End today what gives the account access by the organisation that said it needs none any more.

    Raises PermissionDenied for whoever may not end that access (`roles.account_steps`: coordinators end that of members and
    observers, nobody their own); ValidationError where it was done, or nobody would administer the portal any more.
    """
    rows = AccessReviewAnswer.objects.select_for_update(of=("self",)).select_related("review", "user")
    locked = rows.get(pk=answer.pk)
    require_step(by, locked.user, "end")
    if locked.choice != ReviewChoice.LEAVES:
        raise PermissionDenied
    if locked.done_at is not None:
        raise ValidationError(_("This was carried out already."), code="done")
    current = Affiliation.objects.giving_access_on(timezone.localdate(at))
    for affiliation in current.filter(person=locked.user.person_id, organisation=locked.review.organisation_id).order_by("pk"):
        end_affiliation(affiliation, by=by, at=at)
    locked.done_at, locked.done_by = at, by
    locked.save(update_fields=["done_at", "done_by"])
    return locked
