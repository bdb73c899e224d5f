"""The directory in the administration."""

from typing import Any

import pytest
from django.urls import reverse

from amif_network.directory.models import Person
from tests.factories.directory import AffiliationFactory, OrganisationAliasFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(signed_in: Any, administrator: Any) -> Any:
    return signed_in(administrator)


def test_search_reads_names_like_the_pages_do(admin: Any) -> None:
    OrganisationFactory(short_fr="CPAS de Liège", code="cpas-62063")
    OrganisationFactory(short_fr="CPAS de Mons", code="cpas-53053")
    shown = admin.get(reverse("admin:directory_organisation_changelist"), {"q": "liege"}).content.decode()
    assert ("cpas-62063" in shown, "cpas-53053" in shown) == (True, False)


def test_an_organisation_opens_with_its_spellings(admin: Any) -> None:
    alias = OrganisationAliasFactory(text="POD MI-IS")
    page = admin.get(reverse("admin:directory_organisation_change", args=[alias.organisation.pk]))
    assert 'value="POD MI-IS"' in page.content.decode()


def test_nothing_is_deleted(admin: Any) -> None:
    person = AffiliationFactory().person
    assert admin.post(reverse("admin:directory_person_delete", args=[person.pk]), {"post": "yes"}).status_code == 403
    assert Person.objects.filter(pk=person.pk).exists()
    assert (
        'name="affiliations-0-DELETE"'
        not in admin.get(reverse("admin:directory_person_change", args=[person.pk])).content.decode()
    )


def test_coordinators_do_not_enter(signed_in: Any, french_coordinator: Any) -> None:
    response = signed_in(french_coordinator).get(reverse("admin:directory_person_changelist"))
    assert response.status_code == 403
    assert "administrateurs du portail" in response.content.decode()
