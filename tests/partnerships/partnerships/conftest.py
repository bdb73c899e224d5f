"""A partnership of the host with its partner, and other partners of it."""

import datetime

import pytest
from django.utils import timezone

from amif_network.directory.models import Organisation
from partnerships.models import Partnership, Party
from tests.factories.partnerships import AgreementFactory, PartnershipFactory, PartyFactory, SignatureFactory


@pytest.fixture
def partnership(host: Organisation, partner: Organisation) -> Partnership:
    """A partnership of this year that is being negotiated; its project is led by the host."""
    year = timezone.localdate().year
    found = PartnershipFactory(
        code="CHA-BIN", title_fr="Immersion à deux", title_nl="Samen in immersie", project__lead=host, parties=False,
        starts_on=datetime.date(year, 1, 1), ends_on=datetime.date(year, 12, 31),
    )  # fmt: skip
    PartyFactory(partnership=found, organisation=host, host=True)
    PartyFactory(partnership=found, organisation=partner)
    Partnership.objects.filter(pk=found.pk).update(state="negotiating")
    return Partnership.objects.get(pk=found.pk)


@pytest.fixture
def host_party(partnership: Partnership) -> Party:
    return partnership.parties.get(role="host")


@pytest.fixture
def partner_party(partnership: Partnership) -> Party:
    return partnership.parties.get(role="partner")


@pytest.fixture
def put():
    """Return a function that puts a partnership into a state, past the workflow, with what that state needs."""

    def to(partnership: Partnership, state: str) -> Partnership:
        if state in ("signed", "ended", "amended") and not partnership.agreements.exists():
            agreement = AgreementFactory(partnership=partnership)
            for party in partnership.parties.all():
                SignatureFactory(agreement=agreement, party=party)
        reason = "Motif" if state in ("not_renewed", "terminated", "abandoned") else ""
        Partnership.objects.filter(pk=partnership.pk).update(state=state, end_reason=reason)
        partnership.refresh_from_db()
        return partnership

    return to
