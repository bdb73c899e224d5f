"""How a person gets mails, chosen on the page of the account."""

import pytest

from amif_network.accounts.actions import refuse_news
from amif_network.accounts.models import NewsRefusal
from tests.factories.meetings import NOW
from tests.meetings.pages import main_of, words

PAGE, ADDRESS = "/fr/profile/", "/fr/profile/mails/"


def test_the_page_says_what_holds_and_what_never_waits(host_member, signed_in):
    page = signed_in(host_member).get(PAGE)
    form = page.context["mail_form"]
    assert (form["rhythm"].value(), form["news"].value()) == ("at_once", True)
    assert "convocations" in words(page)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"rhythm": "daily", "news": "on"}, ("daily", False)),
        ({"rhythm": "daily"}, ("daily", True)),
        ({"rhythm": "at_once"}, ("at_once", True)),
    ],
)
def test_the_choice_is_kept_and_shown_again(host_member, signed_in, data, expected):
    client = signed_in(host_member)
    assert client.post(ADDRESS, data)["Location"] == f"{PAGE}#mails"
    host_member.refresh_from_db()
    assert (host_member.mail_rhythm, NewsRefusal.stands_for(host_member.email)) == expected
    form = client.get(PAGE).context["mail_form"]
    assert (form["rhythm"].value(), form["news"].value()) == (data["rhythm"], "news" in data)


def test_who_unsubscribed_by_a_mail_subscribes_again_here(host_member, signed_in):
    refuse_news(host_member.email, at=NOW)
    signed_in(host_member).post(ADDRESS, {"rhythm": "at_once", "news": "on"})
    assert NewsRefusal.objects.count() == 0


@pytest.mark.parametrize("rhythm", ["weekly", "", "daily\x00"])
def test_another_rhythm_is_refused_and_the_rest_stays_as_it_was_typed(host_member, signed_in, rhythm):
    response = signed_in(host_member).post(ADDRESS, {"rhythm": rhythm})
    form = response.context["mail_form"]
    assert (list(form.errors), form["news"].value()) == (["rhythm"], False)
    assert [f'action="{address}"' in main_of(response) for address in (PAGE, ADDRESS)] == [True, True]
    assert NewsRefusal.objects.count() == 0


def test_another_method_is_refused(host_member, signed_in):
    assert signed_in(host_member).delete(ADDRESS).status_code == 405


def test_a_stranger_is_led_to_the_sign_in(client, db):
    assert "/login/" in client.post(ADDRESS, {"rhythm": "daily"})["Location"]
