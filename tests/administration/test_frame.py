"""Django's administration as a part of the portal."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.factories.directory import OrganisationAliasFactory

pytestmark = pytest.mark.django_db
FIELDS = '//input[not(@type="hidden" or @type="submit")]|//select|//textarea'


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [("login", "admin:index"), ("logout", "account_logout"), ("password_change", "account_change_password")],
)
def test_signing_in_and_out_and_passwords_are_those_of_the_portal(
    signed_in: Any, administrator: Any, page: str, leads_to: str
) -> None:
    assert signed_in(administrator).get(reverse(f"admin:{page}"))["Location"] == reverse(leads_to)


def test_a_stranger_signs_in_where_everybody_does(client: Client) -> None:
    target = reverse("admin:directory_person_changelist")
    assert client.get(target)["Location"] == f"{reverse('account_login')}?next={target}"


def test_others_are_told_that_it_is_not_for_them(signed_in: Any, french_coordinator: Any) -> None:
    """At once, on every page of it, within the frame of the portal: no way round by the sign-in, where they are already."""
    for page in ("index", "directory_person_changelist", "accounts_user_changelist"):
        refused = signed_in(french_coordinator).get(reverse(f"admin:{page}"))
        root = html.fromstring(refused.content)
        assert (refused.status_code, refused.templates[0].name) == (403, "403.html")
        assert (len(root.xpath("//main//h1")), len(root.xpath('//nav[@class="navigation"]'))) == (1, 1)


def test_roles_decide_and_groups_do_not() -> None:
    assert not admin.site.is_registered(Group)


def test_every_field_has_a_name(signed_in: Any, administrator: Any) -> None:
    organisation = OrganisationAliasFactory().organisation
    page = signed_in(administrator).get(reverse("admin:directory_organisation_change", args=[organisation.pk]))
    root = html.fromstring(page.content)
    labelled = {label.get("for") for label in root.iter("label")}
    form = root.get_element_by_id("organisation_form")
    nameless = [one.get("name") for one in form.xpath(f".{FIELDS.replace('|//', '|.//')}") if not one.get("aria-label")]
    assert [name for name in nameless if f"id_{name}" not in labelled] == []
    assert form.xpath('.//input[@name="aliases-0-DELETE"]/@aria-label') == ["Supprimer"]


def test_a_page_stands_in_the_frame_of_the_portal(signed_in: Any, administrator: Any) -> None:
    root = html.fromstring(signed_in(administrator).get(reverse("admin:index")).content)
    assert root.xpath('//nav[@class="navigation"]//a[@aria-current]/@href') == [reverse("home:management")]
    assert (len(root.xpath('//footer[@class="footer"]')), len(root.xpath("//style|//script[not(@src)]"))) == (1, 0)


@pytest.mark.parametrize(("who", "shown"), [("administrator", True), ("french_coordinator", False)])
def test_the_page_of_a_record_leads_to_it_in_the_administration(request: Any, signed_in: Any, who: str, shown: bool) -> None:
    organisation = OrganisationAliasFactory().organisation
    page = signed_in(request.getfixturevalue(who)).get(reverse("directory:organisation", args=[organisation.pk]))
    link = f'href="{reverse("admin:directory_organisation_change", args=[organisation.pk])}"'
    assert (link in page.content.decode()) is shown


def test_the_history_of_a_record_is_the_one_of_the_portal(signed_in: Any, administrator: Any) -> None:
    organisation = OrganisationAliasFactory().organisation
    answer = signed_in(administrator).get(reverse("admin:directory_organisation_history", args=[organisation.pk]))
    assert answer["Location"] == reverse("history:object", args=["directory", "organisation", organisation.pk])


def test_the_first_page_begins_with_what_is_used_most(signed_in: Any, administrator: Any) -> None:
    root = html.fromstring(signed_in(administrator).get(reverse("admin:index")).content.decode())
    listed = root.xpath('//section[@class="subjects__one"]//li/a[1]/@href')
    assert listed[:2] == [reverse("admin:directory_person_changelist"), reverse("admin:directory_organisation_changelist")]
    assert len(listed) == len(admin.site._registry)
