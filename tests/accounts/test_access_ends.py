"""Who has no affiliation any more is out, that moment and by every door."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from amif_network.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.directory import AffiliationFactory, PersonFactory

HOME, LOGIN = "/fr/", "/fr/accounts/login/"
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def member(db: None) -> User:
    return UserFactory(member=True, person=AffiliationFactory(valid_from=today() - 30 * DAY).person)


def end(user: User, last_day: datetime.date) -> None:
    assert user.person
    user.person.affiliations.update(valid_to=last_day)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (-30, None, True),
        (-30, 1, True),
        (-30, 0, False),
        (-30, -1, False),
        (0, None, True),
        (1, None, False),
    ],
)
def test_access_goes_with_the_affiliation(member, first, last, expected):
    member.person.affiliations.update(valid_from=today() + first * DAY, valid_to=None if last is None else today() + last * DAY)
    assert User.objects.with_access(today()).filter(pk=member.pk).exists() is expected


def test_one_affiliation_that_goes_on_is_enough(member):
    end(member, today())
    AffiliationFactory(person=member.person, valid_from=today() - DAY)
    assert list(User.objects.with_access(today())) == [member]


def test_who_was_never_placed_anywhere_is_not_shut_out(db):
    users = [UserFactory(), UserFactory(person=PersonFactory())]
    assert list(User.objects.with_access(today()).order_by("pk")) == users


def test_an_account_that_is_closed_has_none(member):
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert not User.objects.with_access(today()).exists()


def test_a_session_ends_that_moment(member, signed_in):
    client = signed_in(member)
    assert client.get(HOME).status_code == 200
    end(member, today())
    response = client.get(HOME)
    assert (response.status_code, response["Location"]) == (302, f"{LOGIN}?next={HOME}")
    assert client.get("/fr/profile/session/").json()["signed_in"] is False


def test_a_session_that_would_go_on_writes_nothing(member, signed_in):
    client = signed_in(member)
    end(member, today())
    client.post("/fr/profile/", {"language": "nl"})
    member.refresh_from_db()
    assert member.language == "fr"


def test_the_password_leads_nowhere(member):
    end(member, today())
    client = Client()
    response = client.post(LOGIN, {"login": member.email, "password": PASSWORD})
    assert response["Location"] == "/fr/accounts/inactive/"
    assert "_auth_user_id" not in client.session


def test_a_new_password_leads_nowhere_either(member, mailoutbox):
    end(member, today())
    client = Client()
    client.post("/fr/accounts/password/reset/", {"email": member.email})
    link = next(line for line in mailoutbox[0].body.splitlines() if "/password/reset/key/" in line).partition("testserver")[2]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "another long pass phrase", "password2": "another long pass phrase"})
    client.post(LOGIN, {"login": member.email, "password": "another long pass phrase"})
    assert "_auth_user_id" not in client.session


def test_the_calendar_is_gone(member, signed_in):
    signed_in(member).post("/fr/profile/calendar/renew/")
    member.refresh_from_db()
    feed = f"/calendar/{member.calendar_key}.ics"
    assert Client().get(feed).status_code == 200
    end(member, today())
    assert Client().get(feed).status_code == 404


def test_the_rule_costs_no_query(member, signed_in, django_assert_num_queries):
    """The session, the user."""
    client = signed_in(member)
    with django_assert_num_queries(2):
        client.get("/fr/profile/session/")


def test_one_acts_for_an_organisation_no_longer_than_for_the_day_of_its_end(member):
    stays = AffiliationFactory(person=member.person, valid_from=today() - DAY).organisation
    member.person.affiliations.exclude(organisation=stays).update(valid_to=today())
    assert list(member.organisations()) == [stays]
