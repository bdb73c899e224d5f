"""The list of accounts and invitations, and the page of one account."""

import datetime

import pytest
from django.utils import timezone

from amif_network.accounts.models import Invitation
from tests.accounts.inviting import invited
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.meetings.pages import words

pytestmark = pytest.mark.django_db
LIST = "/fr/access/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def everybody(administrator):
    """Somebody of each state: has access, invited, invitation expired, without access."""
    today = timezone.localdate()
    ghent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent")
    active = AffiliationFactory(organisation=ghent, person=PersonFactory(given_name="An", family_name="Boon")).person
    gone = AffiliationFactory(
        person=PersonFactory(given_name="Bo", family_name="Cools"), valid_from=today - 9 * DAY, valid_to=today - DAY
    ).person
    users = {"active": UserFactory(member=True, person=active), "without": UserFactory(person=gone)}
    for name, family in (("invited", "Devos"), ("expired", "Etienne")):
        person = PersonFactory(given_name="Cé", family_name=family, email=f"{name}@example.org")
        users[name] = invited(administrator, person=person, organisation=ghent)[0]
    Invitation.objects.filter(pk=users["expired"].pk).update(
        invited_at=timezone.now() - 20 * DAY, expires_at=timezone.now() - 6 * DAY
    )
    return users


def named(response):
    return [(row.record.email, str(row.state)) for row in response.context["rows"]]


def test_the_list_holds_accounts_and_invitations_by_name(everybody, administrator, signed_in):
    response = signed_in(administrator).get(LIST)
    assert named(response) == [
        ("administrator@example.org", "active"),
        (everybody["active"].email, "active"),
        (everybody["without"].email, "without"),
        ("invited@example.org", "invited"),
        ("expired@example.org", "expired"),
    ]
    assert all(record.get_absolute_url() in response.text for record in everybody.values())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("state=active&role=member", ["active"]),
        ("state=without", ["without"]),
        ("state=invited", ["invited"]),
        ("state=expired", ["expired"]),
        ("organisation=gent", ["active", "invited", "expired"]),
        ("q=cools", ["without"]),
        ("q=c%C3%A9+devos", ["invited"]),
        ("q=expired@", ["expired"]),
        ("role=observer", ["without"]),
        ("q=nobody", []),
        ("state=nonsense&q=devos&page=99", ["invited"]),
    ],
)
def test_the_filters_narrow_it(everybody, french_coordinator, signed_in, asked, expected):
    response = signed_in(french_coordinator).get(f"{LIST}?{asked}")
    assert [email for email, _state in named(response)] == [everybody[key].email for key in expected]


def test_the_list_asks_the_same_however_long_it_is(everybody, administrator, signed_in, django_assert_num_queries):
    client = signed_in(administrator)
    for _round in range(2):
        # Session, user; how many, the keys; accounts, their affiliations, invitations.
        with django_assert_num_queries(7):
            client.get(LIST)
        for number in range(3):
            UserFactory(member=True, person=AffiliationFactory().person)
            invited(administrator, person=PersonFactory(email=f"n{_round}{number}@example.org"))


@pytest.mark.parametrize("who", ["host_member", "observer"])
def test_it_is_for_who_leads_the_network(request, everybody, signed_in, who):
    client = signed_in(request.getfixturevalue(who))
    for address in (LIST, everybody["active"].get_absolute_url()):
        assert client.get(address).status_code == 403
    assert client.post(LIST).status_code == 405


def test_an_account_shows_whose_it_is_and_what_was_done(everybody, administrator, signed_in, django_assert_max_num_queries):
    account = everybody["active"]
    client = signed_in(administrator)
    client.post(f"{account.get_absolute_url()}role/", {"role": "coordinator"})
    with django_assert_max_num_queries(8):
        shown = client.get(account.get_absolute_url())
    assert ("CPAS de Gand" in words(shown), shown.context["access"], len(shown.context["log"])) == (True, True, 1)
    assert client.post(account.get_absolute_url()).status_code == 405
    assert client.get("/fr/access/accounts/0/").status_code == 404


def test_an_account_without_access_says_why(everybody, administrator, signed_in):
    shown = signed_in(administrator).get(everybody["without"].get_absolute_url())
    assert (shown.context["access"], shown.context["can"]) == (False, {"end", "role", "close"})


def test_an_account_of_nobody_has_a_page_too(administrator, signed_in):
    assert signed_in(administrator).get(administrator.get_absolute_url()).context["affiliations"] == []
