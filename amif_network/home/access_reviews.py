"""Ask each organisation once a quarter who still needs access: open the lists, and mail whoever may confirm them."""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.actions import accounts_of, open_reviews
from amif_network.accounts.models import COORDINATING, AccessReview, AccessReviewAnswer, ReviewChoice, Role, User
from amif_network.core.bilingual import Localised, active_language
from amif_network.core.questions import Ask, Question
from amif_network.core.work import Source, Task, Work, WorkKind
from amif_network.outbox.actions import post

TOPIC = "access-review"
WHY = _("You get this mail because you act for this organisation in the network.")


@transaction.atomic
def open_due(*, at: datetime.datetime) -> None:
    """Open what this quarter's lists are still missing, and mail the people of each new one; part of the due work."""
    for review in open_reviews(at=at):
        for account in accounts_of(review.organisation, timezone.localdate(at)).filter(role__in=(Role.MEMBER, *COORDINATING)):
            _ask(review, account, at=at)


def _ask(review: AccessReview, account: User, *, at: datetime.datetime) -> None:
    """Mail one person, in a language of correspondence of their organisation."""
    lang = review.organisation.language_for(account.language)
    with translation.override(lang):
        page = settings.PORTAL_ADDRESS + reverse("access:review", args=[review.pk])
    post(
        key=f"{TOPIC}-{review.pk}-{account.pk}",
        topic=TOPIC,
        about=f"access-review:{review.pk}",
        to=account.email,
        user=account,
        organisation=review.organisation,
        lang=lang,
        template="home/mails/access_review",
        context={"organisation": review.organisation.localised_name(lang), "review": review, "link": page},
        why=WHY,
        at=at,
        page=page,
    )


def _work(user: User, day: datetime.date, most: int | None = None) -> Work:
    """Return the lists that wait for this person's organisations, and for whoever leads the network the accesses still to end."""
    found = [
        Task(
            WorkKind.ACCESS, review.organisation.display_name, gettext("Say which colleagues still need access to the portal."),
            review.get_absolute_url(),
        )
        for review in to_confirm(user)
    ]  # fmt: skip
    ending = to_end(user)
    if ending:
        said = ngettext("%(count)d access is to be ended.", "%(count)d accesses are to be ended.", ending) % {"count": ending}
        title = Localised(gettext("Access"), active_language())
        found.append(Task(WorkKind.ACCESS, title, said, reverse("access:reviews") + "#leaving"))
    return Work(found, [])


def _asks(user: User, day: datetime.date, most: int | None = None) -> list[Ask]:
    return [_to_end.of()] if user.is_coordinating else []


work = Source(_work, _asks)


def to_confirm(user: User) -> list[AccessReview]:
    """Return the lists that wait for this person's organisations; those of others wait for others."""
    if user.role == Role.OBSERVER or user.person_id is None:
        return []
    waiting = AccessReview.objects.filter(confirmed_at=None, organisation__in=user.organisation_keys())
    return list(waiting.select_related("organisation"))


def to_end(user: User) -> int:
    """Return how many accesses whoever leads the network has still to end, as organisations said."""
    if not user.is_coordinating:
        return 0
    return sum(_to_end())


@Question
def _to_end() -> Any:
    """Return one row with their number, or none."""
    asked = AccessReviewAnswer.objects.filter(choice=ReviewChoice.LEAVES, done_at=None).order_by()
    return asked.values("choice").annotate(number=Count("pk")).values_list("number", flat=True)
