"""Mails on their way out."""

import datetime

import factory

from amif_network.outbox.models import OutgoingMail
from tests.factories.meetings import NOW


class OutgoingMailFactory(factory.django.DjangoModelFactory[OutgoingMail]):
    """A mail that waits and is due; traits move it along."""

    class Meta:
        model = OutgoingMail

    class Params:
        sending = factory.Trait(state="sending", taken_at=NOW, attempts=1)
        sent = factory.Trait(state="sent", taken_at=NOW, sent_at=NOW, attempts=1)
        failed = factory.Trait(state="failed", taken_at=NOW, attempts=1, error="550 No such person")
        unsure = factory.Trait(state="unsure", taken_at=NOW, attempts=1)
        later = factory.Trait(due_at=NOW + datetime.timedelta(days=1))

    key = factory.Sequence(lambda n: f"test-{n}")
    topic = "circulation"
    about = "meeting:1"
    to = factory.Sequence(lambda n: f"reader{n}@example.org")
    language = "fr"
    subject = factory.Sequence(lambda n: f"Objet {n}")
    text = "Bonjour,\n"
    html = "<p>Bonjour,</p>"
    created_at = NOW
    due_at = NOW
