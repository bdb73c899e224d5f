"""Partnerships in the administration: to look at, never to change."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import override

from partnerships.actions.steps import log
from partnerships.models.choices import Edit, LogSubject
from tests.factories.meetings import NOW
from tests.factories.partnerships import EvaluationFactory, NoPartnershipFactory, SignatureFactory, TransferFactory

pytestmark = pytest.mark.django_db


def address(model, action: str, *args: object) -> str:
    with override("fr"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def test_every_list_and_every_record_is_shown_and_nothing_more(signed_in, administrator):
    transfer = TransferFactory()
    partnership = transfer.claim.partnership
    SignatureFactory(agreement__partnership=partnership)
    EvaluationFactory(partnership=partnership)
    NoPartnershipFactory()
    log(partnership, LogSubject.PARTNERSHIP, Edit.RECORD, by=administrator, at=NOW)
    client = signed_in(administrator)
    ours = [model for model in admin.site._registry if model._meta.app_label == "partnerships"]
    assert len(ours) == 6
    for model in ours:
        record = model.objects.first()
        assert client.get(address(model, "changelist"), {"q": "x"}).status_code == 200
        assert client.get(address(model, "change", record.pk)).status_code == 200
        assert client.post(address(model, "change", record.pk), {}).status_code == 403
        assert client.get(address(model, "add")).status_code == 403
        assert client.post(address(model, "delete", record.pk), {"post": "yes"}).status_code == 403
