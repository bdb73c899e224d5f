"""A person's own settings."""

import pytest

from tests.meetings.pages import words

ADDRESS = "/fr/profile/"


def test_shows_who_one_is_and_for_whom_one_acts(host_member, signed_in) -> None:
    page = words(signed_in(host_member).get(ADDRESS))
    assert host_member.email in page
    assert "CPAS de Charleroi" in page


def test_the_language_is_saved_and_the_page_comes_back_in_it(french_coordinator, signed_in) -> None:
    response = signed_in(french_coordinator).post(ADDRESS, {"language": "nl"})
    french_coordinator.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/nl/profile/")
    assert french_coordinator.language == "nl"


@pytest.mark.parametrize("language", ["en", "", "fr\x00"])
def test_another_language_is_refused(language, french_coordinator, signed_in) -> None:
    response = signed_in(french_coordinator).post(ADDRESS, {"language": language})
    french_coordinator.refresh_from_db()
    assert list(response.context["form"].errors) == ["language"]
    assert french_coordinator.language == "fr"


def test_nobody_changes_their_own_role(host_member, signed_in) -> None:
    signed_in(host_member).post(ADDRESS, {"language": "fr", "role": "administrator", "is_staff": "on"})
    host_member.refresh_from_db()
    assert (host_member.role, host_member.is_staff) == ("member", False)


def test_another_method_is_refused(host_member, signed_in) -> None:
    assert signed_in(host_member).delete(ADDRESS).status_code == 405
