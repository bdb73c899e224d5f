"""Whoever leads the network invites somebody of the directory; nobody above what they may give."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.html import escape

from amif_network.accounts import actions
from amif_network.accounts.models import AccessEntry, Invitation
from amif_network.accounts.models.invitation import digest_of
from amif_network.directory.models import Person
from amif_network.directory.models.person import REMOVED
from tests.accounts.inviting import invited, link_in
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.meetings.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee():
    return AffiliationFactory(person=PersonFactory(email="lisa@example.org", preferred_language="nl")).person


def page(person):
    return f"/fr/access/people/{person.pk}/invite/"


def typed(person, **values):
    organisation = person.affiliations.get().organisation
    return {"organisation": str(organisation), "email": person.email, "role": "member", "language": "nl", **values}


def test_a_coordinator_invites_and_the_mail_is_in_the_language_of_the_person(employee, french_coordinator, signed_in):
    client = signed_in(french_coordinator)
    assert client.get(page(employee)).context["form"].initial["language"] == "nl"
    response = client.post(page(employee), typed(employee))
    invitation = Invitation.objects.get()
    assert response["Location"] == invitation.get_absolute_url()
    assert (invitation.person, invitation.role, invitation.language, invitation.invited_by) == (
        employee,
        "member",
        "nl",
        french_coordinator,
    )
    assert invitation.expires_at - invitation.invited_at == datetime.timedelta(days=14)
    assert [message.to for message in mail.outbox] == [["lisa@example.org"]]
    assert link_in(mail.outbox[0]).startswith("/nl/access/invitation/")
    entry = AccessEntry.objects.get(kind="access")
    assert (entry.user, str(employee) in entry.subject_fr, str(employee) in entry.subject_nl) == (french_coordinator, True, True)


def test_the_secret_is_kept_nowhere(french_coordinator):
    invitation, secret = invited(french_coordinator)
    stored = "".join(str(value) for value in Invitation.objects.filter(pk=invitation.pk).values_list().get())
    assert secret not in stored
    assert invitation.digest == digest_of(secret)


@pytest.mark.parametrize("role", ["coordinator", "administrator", "emperor"])
def test_a_coordinator_raises_nobody(employee, french_coordinator, signed_in, role):
    response = signed_in(french_coordinator).post(page(employee), typed(employee, role=role))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["role"])
    assert not Invitation.objects.exists()
    with pytest.raises(PermissionDenied):
        invited(french_coordinator, person=employee, role=role)


@pytest.mark.parametrize("role", ["coordinator", "administrator", "observer"])
def test_an_administrator_invites_as_anything(employee, administrator, signed_in, role):
    signed_in(administrator).post(page(employee), typed(employee, role=role))
    assert Invitation.objects.get().role == role


@pytest.mark.parametrize("who", ["host_member", "observer"])
def test_nobody_else_invites(request, employee, signed_in, who):
    client = signed_in(request.getfixturevalue(who))
    assert [client.get(page(employee)).status_code, client.post(page(employee), typed(employee)).status_code] == [403, 403]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"organisation": "CPAS de Nulle-Part"}, "organisation"),
        ({"language": "de"}, "language"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(employee, french_coordinator, signed_in, values, field):
    response = signed_in(french_coordinator).post(page(employee), typed(employee, **values))
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["role"].value()) == (422, [field], "member")
    assert escape(form.errors[field][0]) in response.text


def test_an_address_with_an_account_is_refused(employee, french_coordinator, signed_in):
    response = signed_in(french_coordinator).post(page(employee), typed(employee, email=french_coordinator.email.upper()))
    assert list(response.context["form"].errors) == ["email"]
    assert mail.outbox == []


def test_who_has_an_account_or_an_invitation_gets_no_second_one(employee, french_coordinator, signed_in):
    client = signed_in(french_coordinator)
    first, _secret = invited(french_coordinator, person=employee)
    assert first.get_absolute_url() in client.get(page(employee)).text
    assert client.post(page(employee), typed(employee)).status_code == 422
    actions.withdraw(first, by=french_coordinator, at=timezone.now())
    account = UserFactory(person=employee)
    assert account.get_absolute_url() in client.get(page(employee)).text
    assert client.post(page(employee), typed(employee)).status_code == 422
    assert Invitation.objects.count() == 1


def test_who_was_erased_is_not_invited(employee, french_coordinator, signed_in):
    Person.objects.filter(pk=employee.pk).update(family_name=f"{REMOVED} 7")
    response = signed_in(french_coordinator).post(page(employee), typed(employee))
    (said,) = response.context["form"].non_field_errors()
    assert (response.status_code, escape(said) in response.text, Invitation.objects.count()) == (422, True, 0)


def test_an_invitation_is_sent_again_with_another_link(client, french_coordinator, signed_in):
    invitation, secret = invited(french_coordinator)
    Invitation.objects.update(expires_at=timezone.now(), invited_at=timezone.now() - datetime.timedelta(days=15))
    signed_in(french_coordinator).post(f"{invitation.get_absolute_url()}resend/")
    assert client.get(f"/fr/access/invitation/{secret}/").status_code == 404
    assert client.get(link_in(mail.outbox[0])).status_code == 200


def test_a_withdrawn_invitation_is_withdrawn_once(french_coordinator, signed_in):
    invitation, _secret = invited(french_coordinator)
    client = signed_in(french_coordinator)
    client.post(f"{invitation.get_absolute_url()}withdraw/", follow=True)
    invitation.refresh_from_db()
    assert (invitation.revoked_by, invitation.state_at(timezone.now())) == (french_coordinator, "withdrawn")
    for step in ("withdraw", "resend"):
        second = client.post(f"{invitation.get_absolute_url()}{step}/", follow=True)
        assert [message.level_tag for message in second.context["messages"]] == ["error"]
    assert mail.outbox == []


@pytest.mark.parametrize("step", ["resend", "withdraw"])
def test_a_coordinator_leaves_the_invitation_of_an_administrator_alone(administrator, french_coordinator, signed_in, step):
    invitation, _secret = invited(administrator, role="administrator")
    client = signed_in(french_coordinator)
    assert client.post(f"{invitation.get_absolute_url()}{step}/").status_code == 403
    assert client.get(invitation.get_absolute_url()).context["can"] == set()


def test_the_page_of_an_invitation_says_what_became_of_it(french_coordinator, signed_in):
    invitation, _secret = invited(french_coordinator)
    client = signed_in(french_coordinator)
    assert client.get(invitation.get_absolute_url()).context["state"] == "invited"
    actions.accept(invitation, at=timezone.now(), password="a long pass phrase")
    shown = client.get(invitation.get_absolute_url())
    assert (shown.context["state"], shown.context["can"]) == ("accepted", set())
    assert "lisa@example.org" in words(shown)


def test_pages_of_invitations_are_for_who_leads_and_steps_are_posted(administrator, host_member, signed_in):
    invitation, _secret = invited(administrator)
    address = invitation.get_absolute_url()
    assert signed_in(host_member).get(address).status_code == 403
    client = signed_in(administrator)
    assert client.post(address).status_code == 405
    for step in ("resend", "withdraw"):
        assert signed_in(host_member).post(f"{address}{step}/").status_code == 403
        assert client.get(f"{address}{step}/").status_code == 405
    assert client.get("/fr/access/invitations/0/").status_code == 404
    assert client.get("/fr/access/people/0/invite/").status_code == 404


def test_a_mail_that_cannot_leave_is_said_and_the_invitation_stands(transactional_db, administrator, signed_in, settings):
    nobody_listens = {"host": "127.0.0.1", "port": 1}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": nobody_listens}}
    person = AffiliationFactory(person=PersonFactory(email="lisa@example.org")).person
    response = signed_in(administrator).post(page(person), typed(person), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert Invitation.objects.get().state_at(timezone.now()) == "invited"


def test_an_organisation_that_is_not_certain_is_asked_back(employee, french_coordinator, signed_in):
    for _number in range(2):
        OrganisationFactory(short_fr="CPAS de Saint-Nicolas")
    response = signed_in(french_coordinator).post(page(employee), typed(employee, organisation="CPAS de Saint-Nicolas"))
    assert list(response.context["form"].errors) == ["organisation"]
