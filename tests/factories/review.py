"""Rounds of review, what organisations are asked in them, and their remarks."""

import datetime
import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import factory

from meetings import documents
from meetings.models import Circulation, Minutes, Remark, ReviewRequest
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, MinutesFactory

DEADLINE = datetime.date(2026, 3, 16)
SITE = "https://portal.example.org"


class CirculationFactory(factory.django.DjangoModelFactory[Circulation]):
    """A round of minutes that are in review; what was sent round is their record as it stands."""

    class Meta:
        model = Circulation

    minutes = factory.SubFactory(MinutesFactory, state=Minutes.State.IN_REVIEW)
    number = 1
    version = 1
    deadline = DEADLINE
    circulated_by = factory.SubFactory(UserFactory, coordinator=True)
    circulated_at = NOW

    @classmethod
    def _create(cls, model_class: type[Circulation], *args: Any, **kwargs: Any) -> Circulation:
        content = kwargs.pop("content", None) or _frozen(kwargs["minutes"])
        digest = sha256(content.encode()).hexdigest()
        return super()._create(model_class, *args, content=content, sha256=digest, **kwargs)


def _frozen(minutes: Minutes) -> str:
    printed = replace(documents.record(documents.load(minutes.pk), documents.BOTH), state="draft")
    return json.dumps(printed.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class ReviewRequestFactory(factory.django.DjangoModelFactory[ReviewRequest]):
    """An organisation whose answer is awaited; traits answer."""

    class Meta:
        model = ReviewRequest

    class Params:
        answered = factory.Trait(
            state=ReviewRequest.State.ANSWERED,
            answered_at=NOW,
            answered_by=factory.SubFactory(UserFactory, member=True),
            channel=ReviewRequest.Channel.ACCOUNT,
        )
        silent = factory.Trait(state=ReviewRequest.State.SILENT, recorded_by=factory.SubFactory(UserFactory, coordinator=True))

    circulation = factory.SubFactory(CirculationFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    deadline = factory.SelfAttribute("circulation.deadline")


class RemarkFactory(factory.django.DjangoModelFactory[Remark]):
    """A remark that is being written; traits send and settle it."""

    class Meta:
        model = Remark

    class Params:
        sent = factory.Trait(state=Remark.State.SENT, sent_at=NOW)
        settled = factory.Trait(
            state=Remark.State.SETTLED,
            sent_at=NOW,
            outcome=Remark.Outcome.INCORPORATED,
            settled_at=NOW,
            settled_by=factory.SubFactory(UserFactory, coordinator=True),
        )

    request = factory.SubFactory(ReviewRequestFactory)
    position = factory.Sequence(lambda n: n + 1)
    language = "fr"
    kind = Remark.Kind.COMMENT
    text = "Merci pour ce compte rendu."
    author_name = "Anouk Delvaux"
    created_at = NOW
