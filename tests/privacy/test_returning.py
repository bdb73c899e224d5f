"""What was erased stays erased: no page, no button, no link and no old file brings it back, and each says since when."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from amif_network.accounts import actions
from amif_network.accounts.models import Invitation, User
from amif_network.directory.models import Affiliation, Person
from amif_network.privacy import erasing
from amif_network.privacy.models import Erasure
from tests.exchange.sheets import book, confirmed, looked_at, refusals
from tests.factories.directory import PersonFactory

PEOPLE = ["given_name", "family_name", "email"]


@pytest.fixture
def erased(somebody, administrator):
    """The account of somebody who was erased today, an invitation that had expired with it."""
    past = timezone.now() - timezone.timedelta(days=20)
    Invitation.objects.filter(person=somebody.person).update(invited_at=past, expires_at=past + timezone.timedelta(days=1))
    erasing.erase(
        "people", somebody.person.pk, by=administrator, typed="Mireille Dubrulle", reason="Demande écrite", at=timezone.now()
    )
    return User.objects.get(pk=somebody.pk)


@pytest.fixture
def day():
    with translation.override("fr"):
        return timezone.localdate().strftime("%Y")


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("step", ["role", "close", "reopen"])
def test_no_step_is_done_with_the_account(erased, administrator, signed_in, day, step):
    client, page = signed_in(administrator), erased.get_absolute_url()
    response = client.post(f"{page}{step}/", {"role": "administrator"}, follow=True)
    erased.refresh_from_db()
    assert (erased.is_active, erased.role) == (False, "observer")
    if step != "close":
        assert day in messages_of(response)


def test_its_page_says_so_and_offers_nothing(erased, administrator, signed_in):
    response = signed_in(administrator).get(erased.get_absolute_url())
    assert (response.context["can"], response.context["erased_at"]) == (set(), Erasure.objects.get().at)


def test_the_administration_opens_it_neither(erased, administrator):
    with pytest.raises(ValidationError) as refused:
        actions.open_account(erased, by=administrator, at=timezone.now())
    assert refused.value.code == "erased"


def test_an_expired_invitation_is_not_sent_again(erased, administrator):
    with pytest.raises(actions.InvitationClosed):
        actions.resend(Invitation.objects.get(), by=administrator, at=timezone.now())


@pytest.mark.parametrize("address", ["/fr/directory/people/{}/edit/", "/fr/admin/directory/person/{}/change/"])
def test_nobody_gives_the_name_back(erased, administrator, signed_in, day, address):
    address, client = address.format(erased.person_id), signed_in(administrator)
    form = client.get(address).context.get("form") or client.get(address).context["adminform"].form
    typed = {name: form.initial.get(name) or "" for name in form.fields} | {"given_name": "Mireille", "family_name": "Dubrulle"}
    inlines = {"affiliations-TOTAL_FORMS": "0", "affiliations-INITIAL_FORMS": "0"}
    response = client.post(address, {name: value for name, value in typed.items() if value} | inlines)
    assert day in response.text
    assert Person.objects.get(pk=erased.person_id).given_name == ""


@pytest.mark.parametrize("name", ["Mireille;Dubrulle", "MIREILLE;dubrulle"])
def test_an_old_file_does_not_enter_the_name_again(erased, administrator, name):
    with translation.override(None):
        said = refusals(looked_at(book(people=[PEOPLE, [*name.split(";"), "m@example.org"]]), administrator))
    assert "was erased on" in str(said)
    assert not Person.objects.filter(family_name__iexact="dubrulle").exists()


def test_a_namesake_whom_somebody_entered_is_somebody_else(erased, administrator):
    PersonFactory(given_name="Mireille", family_name="Dubrulle", email="")
    with translation.override(None):
        confirmed(book(people=[PEOPLE, ["Mireille", "Dubrulle", "other@example.org"]]), administrator)
    assert Person.objects.get(family_name="Dubrulle").email == "other@example.org"


def test_their_work_does_not_go_on(erased):
    one = Affiliation.objects.get(person=erased.person)
    one.full_clean()
    one.valid_to = None
    with pytest.raises(ValidationError) as refused:
        one.full_clean()
    assert refused.value.error_dict["__all__"][0].code == "removed"


def test_the_register_does_not_hold_the_name(erased, settings):
    (mark,) = Erasure.objects.get().marks
    assert len(mark) == 64
    settings.SECRET_KEY = "another"
    from amif_network.privacy.returning import marks_of

    assert marks_of(Person(given_name="Mireille", family_name="Dubrulle")) != [mark]
