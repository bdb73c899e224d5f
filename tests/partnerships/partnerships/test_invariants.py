"""Break what a partnership is made of in SQL, past every action: the database refuses (DOMAIN §7.1, §7.2, §7.12)."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from partnerships.models import Agreement, CouncilDecision, Partnership, Party, Signature
from tests.factories.partnerships import (
    AgreementFactory,
    CommitmentFactory,
    CommitteeFactory,
    EvaluationFactory,
    FteShareFactory,
    PartnershipFactory,
    PartyFactory,
    SignatureFactory,
)

pytestmark = pytest.mark.django_db
HASH = "0" * 64


def refused(name: str):
    """Expect that the database names the rule `name`."""
    return pytest.raises(IntegrityError, match=name)


def written(partnership: Partnership, **values: object) -> None:
    """Write columns of a partnership in SQL."""
    with transaction.atomic():
        Partnership.objects.filter(pk=partnership.pk).update(**values)


@pytest.fixture
def signed(partnership, put) -> Partnership:
    return put(partnership, "signed")


def test_a_second_host_and_an_organisation_twice_are_refused(partnership, host, partner):
    with refused("party_one_host"), transaction.atomic():
        PartyFactory(partnership=partnership, host=True)
    for organisation in (host, partner):
        with refused("party_once"), transaction.atomic():
            PartyFactory(partnership=partnership, organisation=organisation)


@pytest.mark.parametrize("role", ["host", "partner"])
def test_more_than_an_idea_needs_both_sides(partnership, role):
    with refused("partnership_has_host_and_partner"), transaction.atomic():
        Party.objects.filter(partnership=partnership, role=role).delete()
    alone = PartnershipFactory(parties=False)
    PartyFactory(partnership=alone, role=role)
    with refused("partnership_has_host_and_partner"):
        written(alone, state="negotiating")


def test_the_host_cannot_be_made_a_partner(partnership):
    with refused("partnership_has_host_and_partner"), transaction.atomic():
        Party.objects.filter(partnership=partnership, role="host").update(role="partner")


def test_days_in_order_and_known_once_the_text_is_agreed(partnership):
    with refused("partnership_period_in_order"):
        written(partnership, ends_on=partnership.starts_on - datetime.timedelta(days=1))
    written(partnership, ends_on=None)
    with refused("partnership_agreed_with_a_period"):
        written(partnership, state="text_agreed")


def test_a_renewal_starts_after_what_it_renews(partnership):
    with refused("partnership_renewed_after_its_end"), transaction.atomic():
        PartnershipFactory(predecessor=partnership, starts_on=partnership.ends_on, ends_on=None)
    after = partnership.ends_on + datetime.timedelta(days=1)
    PartnershipFactory(predecessor=partnership, starts_on=after, ends_on=None)
    with refused("partnership_renewed_after_its_end"):
        written(partnership, ends_on=after)


def test_signed_only_once_every_party_signed(partnership, host_party):
    with refused("partnership_signed_by_all"):
        written(partnership, state="signed")
    agreement = AgreementFactory(partnership=partnership)
    SignatureFactory(agreement=agreement, party=host_party)
    with refused("partnership_signed_by_all"):
        written(partnership, state="signed")


def test_signatures_of_an_older_text_do_not_count(signed):
    with refused("partnership_signed_by_all"), transaction.atomic():
        AgreementFactory(partnership=signed, version=2, text_fr="Autre texte")
    with refused("partnership_signed_by_all"), transaction.atomic():
        PartyFactory(partnership=signed)


def test_what_was_signed_stays(signed):
    with refused("agreement_signed_text_stays"), transaction.atomic():
        Agreement.objects.filter(partnership=signed).update(text_fr="Autre texte")
    for rows in (Signature.objects.all(), Agreement.objects.all(), Partnership.objects.filter(pk=signed.pk)):
        with pytest.raises(Exception, match=r"Cannot (update or )?delete"), transaction.atomic():
            rows._raw_delete(rows.db)


def test_a_signature_is_bound_to_the_text_and_to_a_party_of_it(partnership, host_party):
    agreement, stranger = AgreementFactory(partnership=partnership), PartyFactory()
    with refused("signature_of_the_text"), transaction.atomic():
        SignatureFactory(agreement=agreement, party=host_party, text_hash=HASH)
    with refused("signature_of_the_text"), transaction.atomic():
        SignatureFactory(agreement=agreement, party=stranger)
    with refused("council_decision_of_a_party"), transaction.atomic():
        CouncilDecision.objects.create(agreement=agreement, party=stranger, decided_on=partnership.starts_on)


@pytest.mark.parametrize(
    ("factory", "name", "field"),
    [
        (CommitmentFactory, "commitment_of_a_party", "party"),
        (FteShareFactory, "fte_share_of_a_party", "party"),
        (EvaluationFactory, "evaluation_of_a_party", "party"),
        (CommitteeFactory, "committee_convened_by_a_party", "convened_by"),
    ],
)
def test_rows_name_a_party_of_their_own_partnership(partnership, factory, name, field):
    with refused(name), transaction.atomic():
        factory(partnership=partnership, **{field: PartyFactory()})


@pytest.mark.parametrize("state", ["not_renewed", "terminated", "abandoned"])
def test_what_is_given_up_says_why(partnership, state):
    with refused("partnership_given_up_for_a_reason"):
        written(partnership, state=state)


def test_a_form_and_a_title_are_needed(partnership):
    with refused("partnership_has_a_form"):
        written(partnership, forms=[])
    with refused("partnership_has_a_form"):
        written(partnership, forms=["dance"])
    with refused("partnership_has_a_title"):
        written(partnership, title_fr="", title_nl="")
