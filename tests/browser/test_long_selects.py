"""The administration: who is looked for among hundreds is typed, chosen with the keyboard, and sent by the plain select."""

import datetime

import pytest
from playwright.sync_api import expect

from tests.factories.directory import OrganisationFactory

from . import audit

pytestmark = pytest.mark.django_db(transaction=True)
ENDED = datetime.date(2024, 12, 31)


@pytest.fixture
def hundreds(db):
    """Thirty organisations, one of which bears an accent."""
    for number in range(30):
        OrganisationFactory(short_fr=f"CPAS de la Rivière {number}", short_nl=f"OCMW Rivier {number}")
    return OrganisationFactory(short_fr="CPAS de Liège", short_nl="OCMW Luik")


def test_a_successor_is_typed_without_accents_and_chosen_by_keys(open_as, administrator, hundreds):
    one = OrganisationFactory(short_fr="CPAS de Huy", short_nl="OCMW Hoei", valid_to=ENDED)
    page = open_as(administrator, f"/fr/admin/directory/organisation/{one.pk}/change/")
    box = page.get_by_label("Successeur", exact=False).first
    expect(box).to_have_role("combobox")
    box.fill("liege")
    expect(page.get_by_role("listbox").locator("[role=option]")).to_have_text(["CPAS de Liège"])
    assert audit.words(page) == []
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("CPAS de Liège")
    box.press("Enter")
    page.wait_for_url(lambda url: "/change/" not in url)
    one.refresh_from_db()
    assert one.successor == hundreds


def test_words_that_are_no_option_change_nothing_and_an_empty_box_chooses_nobody(open_as, administrator, hundreds):
    one = OrganisationFactory(short_fr="CPAS de Huy", short_nl="OCMW Hoei", valid_to=ENDED, successor=hundreds)
    page = open_as(administrator, f"/fr/admin/directory/organisation/{one.pk}/change/")
    box = page.get_by_label("Successeur", exact=False).first
    box.fill("nulle part")
    box.press("Tab")
    expect(box).to_have_value("CPAS de Liège")
    box.fill("")
    box.press("Tab")
    page.locator("[name=_save]").click()
    page.wait_for_url(lambda url: "/change/" not in url)
    one.refresh_from_db()
    assert one.successor is None


def test_without_javascript_the_select_is_there(signed_in, administrator, hundreds):
    page = signed_in(administrator).get(f"/fr/admin/directory/organisation/{hundreds.pk}/change/").text
    assert page.count("CPAS de la Rivière 29") >= 1
    assert '<select name="successor"' in page
