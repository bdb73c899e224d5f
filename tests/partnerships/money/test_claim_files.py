"""A supporting document stands once at each claim: nobody learns from a refusal what another partner attached."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from partnerships.actions import claims as actions
from partnerships.models import PartnershipDocument
from tests.factories.partnerships import ClaimFactory
from tests.partnerships.money.conftest import AT

pytestmark = pytest.mark.django_db
SHEET = b"Salaire brut\n"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def attached(claim, user) -> PartnershipDocument:
    return actions.attach(claim, data=SHEET, filename="fiche.txt", title="Fiche", language="fr", by=user, at=AT)


def test_the_same_file_stands_at_two_claims_and_once_at_each(budget, partner_member):
    first, second = ClaimFactory(budget=budget), ClaimFactory(budget=budget)
    assert [attached(claim, partner_member).claim for claim in (first, second)] == [first, second]
    with override("fr"), pytest.raises(ValidationError) as refused:
        attached(second, partner_member)
    assert [str(message) for message in refused.value.messages] == ["Ce fichier est déjà joint ici."]
