"""Promises, signals and ideas in their states."""

import datetime

import factory

from meetings.models import Idea, Promise, Signal
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, MeetingFactory

DAY = datetime.date(2026, 3, 5)


class PromiseFactory(factory.django.DjangoModelFactory[Promise]):
    """An open promise of an organisation, without a date."""

    class Meta:
        model = Promise

    class Params:
        answered = factory.Trait(
            state="answered", answer_fr="Voici la liste", answered_at=NOW, answered_by=factory.SelfAttribute("created_by")
        )
        done = factory.Trait(state="done")
        dropped = factory.Trait(state="dropped", reason="Sans objet")

    meeting = factory.SubFactory(MeetingFactory, held=True)
    text_fr = factory.Sequence(lambda n: f"Envoyer la liste {n}")
    owed_by = factory.SubFactory(OrganisationFactory)
    created_by = factory.SubFactory(UserFactory, coordinator=True)
    created_at = NOW


class SignalFactory(factory.django.DjangoModelFactory[Signal]):
    """A signal to be passed on to the authority of the fund."""

    class Meta:
        model = Signal

    class Params:
        sent = factory.Trait(state="sent", sent_on=DAY)
        replied = factory.Trait(state="replied", sent_on=DAY, replied_on=DAY, reply_fr="Bien noté")
        dropped = factory.Trait(state="dropped", reason="Sans objet")

    meeting = factory.SubFactory(MeetingFactory, held=True)
    text_fr = factory.Sequence(lambda n: f"Les délais sont trop courts {n}")
    addressee = Signal.Addressee.IBZ
    created_by = factory.SubFactory(UserFactory, coordinator=True)
    created_at = NOW


class IdeaFactory(factory.django.DjangoModelFactory[Idea]):
    """A proposed idea."""

    class Meta:
        model = Idea

    class Params:
        planned = factory.Trait(state="planned")
        done = factory.Trait(state="done")
        dropped = factory.Trait(state="dropped", reason="Sans objet")

    meeting = factory.SubFactory(MeetingFactory, held=True)
    text_fr = factory.Sequence(lambda n: f"Visiter un jardin partagé {n}")
    created_by = factory.SubFactory(UserFactory, coordinator=True)
    created_at = NOW
