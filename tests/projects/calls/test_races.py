"""A button pressed twice, or two coordinators at once: the second is told in words, and loses nothing of what was typed."""

import datetime

import pytest

from projects.actions import calls
from projects.models import Call, Programme
from tests.factories.meetings import NOW
from tests.factories.projects import ProgrammeFactory
from tests.racing import while_waiting

from ..pages import address

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.date(2021, 1, 1)


def test_a_call_saved_twice_at_once_is_refused_once_with_what_was_typed(signed_in, french_coordinator, dutch_coordinator) -> None:
    programme, client = ProgrammeFactory(), signed_in(dutch_coordinator)
    sent = {"programme": programme.pk, "number": "42", "title_fr": "Appel typé"}
    page = while_waiting(
        lambda: client.post(address("call-new"), sent),
        lambda: calls.create(Call(programme=programme, number="42", title_fr="Appel"), by=french_coordinator, at=NOW),
    )
    assert page.context["form"].non_field_errors() == ["Le programme a déjà un appel de ce numéro."]
    assert page.context["form"]["title_fr"].value() == "Appel typé"
    assert Call.objects.count() == 1


def test_a_programme_saved_twice_at_once_is_refused_once_in_words(signed_in, french_coordinator, dutch_coordinator) -> None:
    client = signed_in(dutch_coordinator)
    sent = {"code": "amif", "title_fr": "FAMI", "start": "2021-01-01", "end": "2021-01-01"}
    page = while_waiting(
        lambda: client.post(address("programme-new"), sent),
        lambda: calls.save_programme(Programme(code="amif", title_fr="FAMI", start=DAY, end=DAY), by=french_coordinator),
    )
    assert len(page.context["form"].non_field_errors()) == 1
    assert Programme.objects.count() == 1
