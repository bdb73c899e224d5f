"""The addresses of the rows of a list are those that each row has by itself."""

from django.urls import reverse
from django.utils import translation

from amif_network.core.addresses import addresses


def test_addresses_are_those_of_each_record_in_the_language_of_the_page() -> None:
    for lang in ("fr", "nl"):
        with translation.override(lang):
            address = addresses("projects:call")
            assert [address(1), address(23)] == [reverse("projects:call", args=[key]) for key in (1, 23)]


def test_keys_may_stand_before_that_of_the_record() -> None:
    with translation.override("fr"):
        assert addresses("projects:decree", 5)(7) == reverse("projects:decree", args=[5, 7])
