"""Roles, closed accounts, ended affiliations: who may, who may not, and that somebody always administers."""

import datetime
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from amif_network.accounts import actions
from amif_network.accounts.models import AccessEntry, Invitation, User
from amif_network.privacy.erasing import erase
from tests.accounts.inviting import invited
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
ROLES = ("administrator", "coordinator", "member", "observer")


@pytest.fixture
def member(db):
    return UserFactory(member=True, person=AffiliationFactory(valid_from=timezone.localdate() - 30 * DAY).person)


def address(account, step):
    return f"{account.get_absolute_url()}{step}/"


def tags(response):
    return [message.level_tag for message in response.context["messages"]]


@pytest.mark.parametrize("role", ROLES)
def test_an_administrator_gives_any_role(administrator, member, signed_in, role):
    signed_in(administrator).post(address(member, "role"), {"role": role})
    member.refresh_from_db()
    assert (member.role, member.is_staff, member.is_superuser) == (role, role == "administrator", role == "administrator")
    entry = AccessEntry.objects.get(kind="access")
    assert (entry.user, entry.about) == (administrator, member)


@pytest.mark.parametrize("who", ["french_coordinator", "host_member", "observer"])
@pytest.mark.parametrize("step", ["role", "close", "reopen"])
def test_nobody_else_changes_a_role_or_closes_an_account(request, member, signed_in, who, step):
    client = signed_in(request.getfixturevalue(who))
    assert client.post(address(member, step), {"role": "administrator"}).status_code == 403
    member.refresh_from_db()
    assert (member.role, member.is_active) == ("member", True)


@pytest.mark.parametrize("step", ["role", "close"])
def test_nobody_changes_their_own(administrator, signed_in, step):
    UserFactory(administrator=True)
    assert signed_in(administrator).post(address(administrator, step), {"role": "observer"}).status_code == 403
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == ("administrator", True)


@pytest.mark.parametrize("value", ["", "emperor", "superuser"])
def test_a_role_that_is_none_changes_nothing(administrator, member, signed_in, value):
    response = signed_in(administrator).post(address(member, "role"), {"role": value, "is_superuser": "on"}, follow=True)
    member.refresh_from_db()
    assert (tags(response), member.role, member.is_superuser) == (["error"], "member", False)


def test_a_closed_account_lets_nobody_in_until_it_is_opened(administrator, member, signed_in):
    theirs, client = signed_in(member), signed_in(administrator)
    client.post(address(member, "close"))
    assert theirs.get("/fr/").status_code == 302
    assert client.post(address(member, "close")).status_code == 403
    client.post(address(member, "reopen"))
    assert client.post(address(member, "reopen")).status_code == 403
    assert signed_in(member).get("/fr/").status_code == 200
    assert AccessEntry.objects.filter(kind="access", about=member).count() == 2


@pytest.mark.parametrize("who", ["administrator", "french_coordinator"])
def test_an_affiliation_ends_and_with_it_the_access(request, member, signed_in, who):
    user, theirs = request.getfixturevalue(who), signed_in(member)
    affiliation = member.person.affiliations.get()
    signed_in(user).post(address(member, f"affiliations/{affiliation.pk}/end"))
    affiliation.refresh_from_db()
    assert affiliation.valid_to == timezone.localdate()
    assert theirs.get("/fr/").status_code == 302
    assert [(entry.user, entry.about) for entry in AccessEntry.objects.filter(kind="access")] == [(user, member)]


def test_it_ends_once(administrator, member, signed_in):
    end = address(member, f"affiliations/{member.person.affiliations.get().pk}/end")
    client = signed_in(administrator)
    assert tags(client.post(end, follow=True)) == ["success"]
    assert tags(client.post(end, follow=True)) == ["error"]


def test_ids_cannot_be_swapped(french_coordinator, administrator, member, signed_in):
    """The affiliation of an administrator, under the account of a member."""
    boss = UserFactory(administrator=True, person=AffiliationFactory().person)
    theirs = boss.person.affiliations.get()
    client = signed_in(french_coordinator)
    assert client.post(address(member, f"affiliations/{theirs.pk}/end")).status_code == 404
    assert client.post(address(boss, f"affiliations/{theirs.pk}/end")).status_code == 403
    assert client.post(address(administrator, f"affiliations/{theirs.pk}/end")).status_code == 404
    theirs.refresh_from_db()
    assert theirs.valid_to is None


@pytest.mark.parametrize("step", ["role", "close", "reopen", "affiliations/1/end"])
def test_steps_are_posted(administrator, member, signed_in, step):
    assert signed_in(administrator).get(address(member, step)).status_code == 405


class TestTheLastAdministrator:
    """Somebody who administers the portal always remains."""

    @pytest.fixture
    def last(self, db):
        return UserFactory(administrator=True, person=AffiliationFactory(valid_from=timezone.localdate() - 30 * DAY).person)

    @pytest.fixture
    def closed(self, db):
        """An administrator who may act, for a moment, though they have no access: as a second one did who lost it meanwhile."""
        return UserFactory(administrator=True, is_active=False)

    @pytest.mark.parametrize("step", ["close_account", "change_role"])
    def test_is_not_closed_or_demoted(self, last, closed, step):
        values = {"role": "member"} if step == "change_role" else {}
        with pytest.raises(ValidationError):
            getattr(actions, step)(last, by=closed, at=timezone.now(), **values)
        last.refresh_from_db()
        assert (last.role, last.is_active) == ("administrator", True)

    def test_does_not_end_by_the_page_of_the_account(self, last, closed):
        affiliation = last.person.affiliations.get()
        with pytest.raises(ValidationError):
            actions.end_affiliation(affiliation, by=closed, at=timezone.now())
        affiliation.refresh_from_db()
        assert affiliation.valid_to is None

    @pytest.mark.parametrize("page", ["end", "edit"])
    def test_does_not_end_by_the_directory(self, last, signed_in, page):
        affiliation = last.person.affiliations.get()
        client, where = signed_in(last), f"/fr/directory/people/affiliations/{affiliation.pk}/{page}/"
        form = client.get(where).context["form"]
        typed = {
            "base": form.initial["base"],
            "valid_from": affiliation.valid_from.isoformat(),
            "valid_to": timezone.localdate().isoformat(),
            "organisation": str(affiliation.organisation),
            "function_fr": affiliation.function_fr,
            "function_nl": affiliation.function_nl,
        }
        response = client.post(where, typed)
        assert response.context["form"].non_field_errors()
        affiliation.refresh_from_db()
        assert affiliation.valid_to is None
        assert client.get("/fr/").status_code == 200

    def test_may_go_when_another_stays(self, last, administrator):
        actions.change_role(last, role="member", by=administrator, at=timezone.now())
        assert User.objects.get(pk=last.pk).role == "member"


def test_the_directory_notes_what_it_does_to_access(french_coordinator, member, signed_in):
    affiliation = member.person.affiliations.get()
    where = f"/fr/directory/people/affiliations/{affiliation.pk}/end/"
    client = signed_in(french_coordinator)
    base = client.get(where).context["form"].initial["base"]
    client.post(where, {"base": base, "valid_to": timezone.localdate().isoformat()})
    assert [(entry.user, entry.about) for entry in AccessEntry.objects.filter(kind="access")] == [(french_coordinator, member)]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_demote_each_other():
    first, second = UserFactory(administrator=True), UserFactory(administrator=True)

    def demote(account, by):
        try:
            actions.change_role(account, role="member", by=by, at=timezone.now())
        except (ValidationError, PermissionDenied) as error:
            refused.append(type(error).__name__)
        finally:
            connection.close()

    refused: list[str] = []
    threads = [Thread(target=demote, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), User.objects.filter(role="administrator").count()) == (1, 1)


@pytest.mark.parametrize("how", ["role", "close", "affiliation", "days", "erasure"])
def test_invitations_into_leading_roles_fall_with_the_right_of_who_sent_them(administrator, how):
    """Nobody leaves a way back in behind: a standing invitation of an administrator, at an address of their own."""
    affiliation = AffiliationFactory(valid_from=timezone.localdate() - 30 * DAY)
    leaving, now = UserFactory(administrator=True, person=affiliation.person), timezone.now()
    sent = {role: invited(leaving, role=role, person=PersonFactory(email=f"new.{role}@example.org"))[0] for role in ROLES}
    if how == "role":
        actions.change_role(leaving, role="coordinator", by=administrator, at=now)
    elif how == "close":
        actions.close_account(leaving, by=administrator, at=now)
    elif how == "affiliation":
        actions.end_affiliation(affiliation, by=administrator, at=now)
    elif how == "erasure":
        erase("people", affiliation.person_id, by=administrator, reason="Demandé.", typed=str(affiliation.person), at=now)
    else:
        type(affiliation).objects.update(valid_to=timezone.localdate() - DAY)
        actions.note_days_passed(at=now)
    states = {role: Invitation.objects.get(pk=one.pk).state_at(now) for role, one in sent.items()}
    assert [role for role, state in states.items() if state == "invited"] == ["member", "observer"]
    assert [role for role, state in states.items() if state == "withdrawn"] == ["administrator", "coordinator"]


def test_a_role_that_still_gives_them_keeps_them(administrator):
    other = UserFactory(coordinator=True)
    standing, _secret = invited(other)
    actions.change_role(other, role="administrator", by=administrator, at=timezone.now())
    standing.refresh_from_db()
    assert standing.revoked_at is None
