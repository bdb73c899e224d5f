"""Actions on many rows ask first, name the rows, and are done as a whole or not at all."""

import datetime
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils import timezone
from lxml import html

from amif_network.accounts.models import AccessEntry, Invitation, User
from amif_network.directory.models import Affiliation, Organisation, Person
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory

from .addresses import admin_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in: Any, administrator: Any) -> Any:
    return signed_in(administrator)


def _ask(client: Any, model: Any, action: str, *rows: Any) -> html.HtmlElement:
    answer = client.post(admin_address(model), {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows]})
    assert answer.templates[0].name == "admin/ask_first.html"
    return html.fromstring(answer.content.decode())


def _confirm(client: Any, model: Any, page: html.HtmlElement, **filled: Any) -> Any:
    form = page.get_element_by_id("content-main").xpath(".//form")[0]
    return client.post(admin_address(model), {**dict(form.form_values()), **filled}, follow=True)


def _named(page: html.HtmlElement) -> list[str]:
    return [one.text for one in page.xpath('//ul[@class="ask-first__rows"]/li')]


def _said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def _ended() -> list[bool]:
    return [one.valid_to is not None for one in Affiliation.objects.order_by("pk")]


def test_asking_names_the_rows_and_changes_nothing(client) -> None:
    first, second, over = AffiliationFactory(), AffiliationFactory(), AffiliationFactory(valid_to=datetime.date(2021, 1, 1))
    AffiliationFactory()
    page = _ask(client, Affiliation, "end", first, second, over)
    assert sorted(_named(page)) == sorted([str(first), str(second)])
    assert _ended() == [False, False, True, False]


def test_what_was_confirmed_is_done_with_the_rows_that_were_named(client) -> None:
    first, second = AffiliationFactory(from_lists=True), AffiliationFactory()
    page = _ask(client, Affiliation, "end", first, second)
    AffiliationFactory()
    answer = _confirm(client, Affiliation, page, day="14/09/2031")
    assert (len(_said(answer)), _ended()) == (1, [True, True, False])
    first.refresh_from_db()
    assert (first.valid_to, first.from_lists) == (datetime.date(2031, 9, 14), False)


@pytest.mark.parametrize(("day", "field"), [("", "day"), ("demain", "day"), ("01/01/1999", None)])
def test_a_day_that_is_none_or_too_early_changes_no_row_and_is_told(client, day, field) -> None:
    first, second = AffiliationFactory(valid_from=datetime.date(1990, 1, 1)), AffiliationFactory()
    page = _ask(client, Affiliation, "end", first, second)
    answer = _confirm(client, Affiliation, page, day=day)
    assert (_ended(), list(answer.context["form"].errors)) == ([False, False], [field or "__all__"])
    assert sorted(_named(html.fromstring(answer.content.decode()))) == sorted([str(first), str(second)])


def test_the_end_of_an_affiliation_ends_access_and_is_noted(client) -> None:
    member = UserFactory(member=True, person=AffiliationFactory().person)
    page = _ask(client, Affiliation, "end", *member.person.affiliations.all())
    _confirm(client, Affiliation, page, day=timezone.localdate().isoformat())
    assert not User.objects.with_access(timezone.localdate()).filter(pk=member.pk).exists()
    assert AccessEntry.objects.filter(about=member).count() == 1


def test_somebody_always_administers(client, administrator) -> None:
    administrator.person = AffiliationFactory().person
    administrator.save(update_fields=["person"])
    page = _ask(client, Affiliation, "end", *administrator.person.affiliations.all())
    answer = _confirm(client, Affiliation, page, day=timezone.localdate().isoformat())
    assert (_ended(), list(answer.context["form"].errors)) == ([False], ["__all__"])


def test_organisations_leave_the_network(client) -> None:
    since = datetime.date(2020, 1, 1)
    member, outside = OrganisationFactory(network_from=since), OrganisationFactory(network_from=None)
    page = _ask(client, Organisation, "close_membership", member, outside)
    assert _named(page) == [str(member)]
    _confirm(client, Organisation, page, day="31/12/2030")
    assert list(Organisation.objects.order_by("pk").values_list("network_to", flat=True)) == [datetime.date(2030, 12, 31), None]


def test_accounts_get_another_role_but_never_ones_own(client, administrator) -> None:
    user = UserFactory(member=True)
    page = _ask(client, User, "change_role", user, administrator)
    assert _named(page) == [str(user)]
    _confirm(client, User, page, role="coordinator")
    assert dict(User.objects.values_list("pk", "role")) == {user.pk: "coordinator", administrator.pk: "administrator"}


def test_keys_that_somebody_slipped_in_are_left_alone(client, administrator) -> None:
    user = UserFactory(member=True)
    page = _ask(client, User, "close", user)
    _confirm(client, User, page, rows=f"{user.pk},{administrator.pk},x,{'9' * 30}")
    assert dict(User.objects.values_list("pk", "is_active")) == {user.pk: False, administrator.pk: True}


def test_accounts_are_opened_again(client) -> None:
    user = UserFactory(member=True, is_active=False)
    _confirm(client, User, _ask(client, User, "open", user))
    user.refresh_from_db()
    assert user.is_active


def test_an_invitation_is_withdrawn_once(client, administrator) -> None:
    affiliation = AffiliationFactory()
    now = timezone.now()
    invitation = Invitation.objects.create(
        email="new@example.org", person=affiliation.person, organisation=affiliation.organisation, digest="0" * 64,
        invited_by=administrator, invited_at=now, expires_at=now + datetime.timedelta(days=14),
    )  # fmt: skip
    _confirm(client, Invitation, _ask(client, Invitation, "withdraw", invitation))
    invitation.refresh_from_db()
    assert (invitation.revoked_by, invitation.revoked_at is None) == (administrator, False)
    assert _ask(client, Invitation, "withdraw", invitation).xpath('//input[@name="confirmed"]') == []


def test_whoever_does_not_administer_is_not_even_asked(signed_in, french_coordinator) -> None:
    affiliation = AffiliationFactory()
    data = {
        "action": "end",
        ACTION_CHECKBOX_NAME: [affiliation.pk],
        "rows": affiliation.pk,
        "confirmed": "yes",
        "day": "1/1/2031",
    }
    assert signed_in(french_coordinator).post(admin_address(Affiliation), data).status_code == 403
    assert _ended() == [False]


def test_a_person_is_corrected_and_found_whatever_the_accents(client) -> None:
    person = AffiliationFactory(person__given_name="Élodie", person__family_name="Renardy").person
    data = {"given_name": "Elodie", "family_name": "Renardy", "affiliations-TOTAL_FORMS": 0, "affiliations-INITIAL_FORMS": 0}
    assert client.post(admin_address(Person, "change", person.pk), data).status_code == 302
    person.refresh_from_db()
    assert person.given_name == "Elodie"
    assert client.get(admin_address(Person), {"q": "élodie"}).context["cl"].result_count == 1


def test_the_languages_of_one_text_stand_side_by_side(client) -> None:
    page = client.get(admin_address(Organisation, "change", OrganisationFactory().pk))
    root = html.fromstring(page.content)
    row = root.get_element_by_id("id_short_fr").xpath("ancestor::div[contains(@class, 'form-row')]")[0]
    assert [(one.get("name"), one.get("lang")) for one in row.iter("input")] == [
        ("short_fr", "fr"), ("short_nl", "nl"), ("short_de", "de"),
    ]  # fmt: skip
