"""A meeting is closed while somebody types: nothing is saved, nothing that was typed is lost."""

import pytest

from meetings.models import Meeting
from tests.meetings.pages import address, sent_by
from tests.racing import while_waiting

TYPED = [
    ("agenda", {"form-0-title_fr": "Un point de dernière minute"}),
    ("attendance", {"form-0-person": "Ana Lambrix", "form-0-person_pick": "new|Ana Lambrix"}),
    ("edit", {"place_fr": "Salle des mariages"}),
]


def close(state: str = "closed") -> None:
    Meeting.objects.update(state=state)


@pytest.mark.django_db
@pytest.mark.parametrize(("editor", "typed"), TYPED)
def test_what_was_typed_stands_on_the_page_again(signed_in, french_coordinator, planned, editor, typed):
    client, place = signed_in(french_coordinator), address(editor, planned.pk)
    sent = {**sent_by(client.get(place)), **typed}
    close()
    response = client.post(place, sent)
    assert response.status_code == 409
    assert "meetings/closed_meanwhile.html" in [template.name for template in response.templates]
    name, value = next(iter(typed.items()))
    assert sent_by(response)[name] == value
    assert sent_by(response)["base"] == sent["base"]


@pytest.mark.django_db
@pytest.mark.parametrize(("editor", "typed"), TYPED)
def test_once_it_is_reopened_the_same_page_saves(signed_in, french_coordinator, planned, editor, typed):
    client, place = signed_in(french_coordinator), address(editor, planned.pk)
    sent = {**sent_by(client.get(place)), **typed}
    close()
    refused = client.post(place, sent)
    Meeting.objects.update(state="held")
    assert client.post(place, sent_by(refused)).status_code == 302
    assert planned.log.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("editor", "typed"), TYPED)
def test_it_may_even_close_between_reading_and_saving(signed_in, french_coordinator, planned, editor, typed):
    client, place = signed_in(french_coordinator), address(editor, planned.pk)
    sent = {**sent_by(client.get(place)), **typed}
    response = while_waiting(lambda: client.post(place, sent), first=close)
    assert response.status_code == 409
    assert next(iter(typed.values())) in sent_by(response).values()
    assert planned.log.count() == 0


@pytest.mark.django_db
def test_a_row_is_still_added_and_a_text_still_taken_in(signed_in, french_coordinator, planned):
    client = signed_in(french_coordinator)
    sent = {**sent_by(client.get(address("agenda", planned.pk))), "form-0-title_fr": "Un point", "add": "1"}
    close()
    added = client.post(address("agenda-arrange", planned.pk), sent)
    pasted = client.post(address("attendance-paste", planned.pk), {"text": "Présents : Ana Lambrix", "status": "present"})
    assert (added.status_code, sent_by(added)["form-0-title_fr"]) == (409, "Un point")
    assert (pasted.status_code, sent_by(pasted)["form-0-person"]) == (409, "Ana Lambrix")


@pytest.mark.django_db
@pytest.mark.parametrize("editor", ["agenda", "attendance", "edit"])
def test_who_may_never_save_is_refused_in_every_state(signed_in, host_member, convened, editor):
    client = signed_in(host_member)
    assert client.post(address(editor, convened.pk), {}).status_code == 403
    close()
    assert client.post(address(editor, convened.pk), {}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("editor", ["agenda", "attendance", "edit"])
def test_a_closed_meeting_has_no_editor(signed_in, french_coordinator, planned, editor):
    close()
    assert signed_in(french_coordinator).get(address(editor, planned.pk)).status_code == 403
