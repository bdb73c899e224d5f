"""Nobody ends, shortens or gives access to an account that is above what they may let in: by no form, file or list."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from amif_network.accounts import actions
from amif_network.accounts.actions.access import days_of_access
from amif_network.accounts.models import AccessEntry, AccessReview, AccessReviewAnswer, User
from amif_network.directory.models import Affiliation
from amif_network.directory.watching import watched
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def placed(**traits):
    """An account whose access rests on one affiliation."""
    begun = timezone.localdate() - 30 * DAY
    return UserFactory(person=AffiliationFactory(valid_from=begun).person, **traits)


def affiliation_of(account):
    return account.person.affiliations.get()


def typed(client, where, **changes):
    """What the form of an affiliation would send, with these changes."""
    form = client.get(where).context["form"]
    values = {name: form.initial.get(name) for name in form.fields}
    values |= {"organisation": str(form.instance.organisation), "base": form.initial["base"], **changes}
    sent = {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in values.items()}
    return {name: value for name, value in sent.items() if value is not None}


@pytest.mark.parametrize("page", ["end", "edit"])
@pytest.mark.parametrize("later", [0, 7])
@pytest.mark.parametrize("role", ["administrator", "coordinator"])
def test_a_coordinator_ends_no_affiliation_of_whoever_leads(french_coordinator, administrator, signed_in, page, later, role):
    """Neither today nor in a week: the access would end by itself then."""
    account = placed(**{role: True})
    client = signed_in(french_coordinator)
    where = f"/fr/directory/people/affiliations/{affiliation_of(account).pk}/{page}/"
    response = client.post(where, typed(client, where, valid_to=timezone.localdate() + later * DAY))
    (said,) = response.context["form"].non_field_errors()
    assert str(account) in said
    assert affiliation_of(account).valid_to is None
    assert signed_in(account).get("/fr/").status_code == 200


def test_a_first_affiliation_of_the_past_would_end_access_too(french_coordinator, administrator, signed_in):
    """Who has none written down has access; with one that is over they would have none."""
    account = UserFactory(administrator=True, person=PersonFactory())
    client = signed_in(french_coordinator)
    where = f"/fr/directory/people/{account.person.pk}/affiliations/new/"
    past = timezone.localdate() - 9 * DAY
    sent = {"organisation": str(AffiliationFactory().organisation), "valid_from": past - DAY, "valid_to": past}
    response = client.post(where, sent)
    assert str(account) in response.context["form"].non_field_errors()[0]
    assert not Affiliation.objects.filter(person=account.person).exists()


def test_what_changes_no_access_is_the_coordinators_own_business(french_coordinator, administrator, signed_in):
    account = placed(administrator=True)
    client = signed_in(french_coordinator)
    where = f"/fr/directory/people/affiliations/{affiliation_of(account).pk}/edit/"
    response = client.post(where, typed(client, where, function_fr="cheffe de service"))
    assert affiliation_of(account).function_fr == "cheffe de service"
    assert "cheffe de service" in client.get(response["Location"]).text


@pytest.mark.parametrize("role", ["administrator", "coordinator", "member"])
def test_an_administrator_ends_any(administrator, role, signed_in):
    account = placed(**{role: True})
    client = signed_in(administrator)
    where = f"/fr/directory/people/affiliations/{affiliation_of(account).pk}/end/"
    client.post(where, typed(client, where, valid_to=timezone.localdate()))
    assert affiliation_of(account).valid_to == timezone.localdate()
    assert AccessEntry.objects.get(kind="access", about=account).user == administrator


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_nobody_ends_or_prolongs_their_own(role, signed_in):
    UserFactory(administrator=True)
    account = placed(**{role: True})
    with pytest.raises(ValidationError) as refused, watched(account.person, by=account):
        Affiliation.objects.filter(person=account.person).update(valid_to=timezone.localdate())
    assert refused.value.code == "own"
    assert affiliation_of(account).valid_to is None


def test_a_file_asks_the_same(french_coordinator, administrator):
    """An import saves each affiliation of an account under the same eyes (`exchange.directory.people`)."""
    account = placed(administrator=True)
    with pytest.raises(ValidationError), watched(account.person, by=french_coordinator):
        Affiliation.objects.filter(person=account.person).update(valid_to=timezone.localdate())
    with watched(account.person, by=administrator):
        Affiliation.objects.filter(person=account.person).update(valid_to=timezone.localdate())
    assert not User.objects.with_access(timezone.localdate()).filter(pk=account.pk).exists()


@pytest.fixture
def answer(administrator):
    """The organisation of an administrator says that they need access no more."""
    account, now = placed(administrator=True), timezone.now()
    organisation = affiliation_of(account).organisation
    review = AccessReview.objects.create(
        organisation=organisation, quarter=actions.quarter_of(now.date()), opened_at=now, confirmed_at=now, confirmed_by=account
    )
    return AccessReviewAnswer.objects.create(review=review, user=account, choice="leaves")


def test_the_list_of_the_quarter_asks_the_same(answer, french_coordinator, administrator, signed_in):
    client = signed_in(french_coordinator)
    lists, step = "/fr/access/reviews/", f"/fr/access/reviews/answers/{answer.pk}/carry-out/"
    assert [step in signed_in(user).get(lists).text for user in (french_coordinator, administrator)] == [False, True]
    assert client.post(step).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.carry_out(answer, by=french_coordinator, at=timezone.now())
    assert affiliation_of(answer.user).valid_to is None
    actions.carry_out(answer, by=administrator, at=timezone.now())
    assert affiliation_of(answer.user).valid_to == timezone.localdate()


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], [(0, None)]),
        ([(-9, None)], [(0, None)]),
        ([(-9, 0)], []),
        ([(-9, 5), (5, None)], [(0, None)]),
        ([(-9, 5), (7, 9)], [(0, 5), (7, 9)]),
        ([(-9, 9), (-5, 3)], [(0, 9)]),
        ([(3, None)], [(3, None)]),
    ],
)
def test_days_of_access(days, expected):
    today, person = timezone.localdate(), PersonFactory()

    def day(shift):
        return None if shift is None else today + shift * DAY

    for first, last in days:
        AffiliationFactory(person=person, valid_from=day(first), valid_to=day(last))
    found = days_of_access(person, from_day=today)
    assert found == [(day(first), day(last) or datetime.date.max) for first, last in expected]
