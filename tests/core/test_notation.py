"""A text in both notations, for who goes back and forth between them."""

import pytest
from django.urls import reverse

from amif_network.core.editor import MAX_LENGTH

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "notation"),
    [("<h3>Un</h3><p>a <b>b</b></p><script>c</script>", "html"), ("## Un\r\n\r\na **b**", "plain")],
)
def test_a_text_is_answered_in_both_notations(signed_in, french_coordinator, text: str, notation: str) -> None:
    response = signed_in(french_coordinator).post(reverse("notation"), {"text": text, "text-notation": notation})
    assert response.json() == {"html": "<h3>Un</h3><p>a <strong>b</strong></p>", "plain": "## Un\n\na **b**"}


def test_a_text_longer_than_anyone_writes_is_refused(signed_in, french_coordinator) -> None:
    response = signed_in(french_coordinator).post(reverse("notation"), {"text": "x" * (MAX_LENGTH + 1), "text-notation": "plain"})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["text"])


def test_it_is_only_asked_by_people_who_signed_in(client, signed_in, french_coordinator) -> None:
    asked = client.post(reverse("notation"), {"text": "a"})
    assert (asked.status_code, asked["Location"]) == (302, f"{reverse('account_login')}?next={reverse('notation')}")
    assert signed_in(french_coordinator).get(reverse("notation")).status_code == 405
