"""The list of people and the page of one person."""

import datetime
from typing import Any

import pytest

from tests.directory.pages import address, main_of, row_heads, words
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(signed_in: Any, observer: Any) -> Any:
    return signed_in(observer)


def listed(client: Any, query: str = "") -> list[str]:
    return row_heads(client.get(f"{address('people')}{query}"))


class TestList:
    def test_sorts_on_the_family_name_with_its_prefix_and_without_accents(self, reader: Any) -> None:
        for given_name, family_name in (
            ("An", "Dubus"),
            ("Jolien", "De Crom"),
            ("Éric", "Édouard"),
            ("Zoé", "Eben"),
            ("", "Wim"),
        ):
            PersonFactory(given_name=given_name, family_name=family_name)
        assert listed(reader) == ["De Crom, Jolien", "Dubus, An", "Eben, Zoé", "Édouard, Éric", "Wim"]

    @pytest.mark.parametrize(
        "query", ["?q=agnes", "?q=DUBUS+agn%C3%A8s", "?organisation=brussel", "?organisation=cpas+de+bruxelles&q=dub"]
    )
    def test_finds_people_by_name_and_by_employer(self, reader: Any, query: str) -> None:
        brussels = OrganisationFactory(short_fr="CPAS de Bruxelles", short_nl="OCMW Brussel")
        AffiliationFactory(person__given_name="Agnès", person__family_name="Dubus", organisation=brussels)
        AffiliationFactory(person__given_name="Roddy", person__family_name="Vandersmissen")
        assert listed(reader, query) == ["Dubus, Agnès"]

    def test_a_former_employer_does_not_count(self, reader: Any) -> None:
        AffiliationFactory(organisation__short_fr="CPAS de Bruxelles", ended=True)
        assert listed(reader, "?organisation=bruxelles") == []

    def test_shows_where_people_work_now(self, reader: Any) -> None:
        now = AffiliationFactory(organisation__short_fr="CPAS de Gand")
        AffiliationFactory(person=now.person, organisation__short_fr="CPAS d'Eeklo", ended=True)
        shown = words(reader.get(address("people")))
        assert ("CPAS de Gand" in shown, "CPAS d'Eeklo" in shown) == (True, False)

    def test_shows_where_people_worked_last_who_work_nowhere_now(self, reader: Any) -> None:
        day, earlier = datetime.date(2022, 4, 1), datetime.date(2021, 4, 1)
        last = AffiliationFactory(organisation__short_fr="CPAS de Gand", valid_from=day, valid_to=day)
        AffiliationFactory(person=last.person, organisation__short_fr="CPAS d'Eeklo", valid_from=earlier, valid_to=earlier)
        shown = words(reader.get(address("people")))
        assert "CPAS de Gand" in shown
        assert "1er avril 2022" in shown
        assert "CPAS d'Eeklo" not in shown

    @pytest.mark.parametrize("number", [1, 3])
    def test_asks_as_many_queries_for_three_as_for_one(self, reader: Any, number: int, django_assert_num_queries: Any) -> None:
        AffiliationFactory.create_batch(number)
        # session, user, count, people, affiliations with organisations
        with django_assert_num_queries(5):
            assert len(listed(reader)) == number

    def test_an_empty_directory_tells_keepers_what_to_do(self, signed_in: Any, reader: Any, french_coordinator: Any) -> None:
        offers = [
            address("person-create") in main_of(client.get(address("people")))
            for client in (reader, signed_in(french_coordinator))
        ]
        assert offers == [False, True]

    @pytest.mark.parametrize("query", ["?q=%00", "?q=%25_", "?organisation=" + "x" * 5000, "?page=-1"])
    def test_nonsense_in_the_address_counts_as_nothing_asked(self, reader: Any, query: str) -> None:
        AffiliationFactory()
        assert listed(reader, query) == listed(reader) != []

    def test_refuses_to_be_written_to(self, reader: Any) -> None:
        assert reader.post(address("people")).status_code == 405


class TestPage:
    def test_contact_is_for_colleagues_coordinators_and_the_person_only(
        self, request: pytest.FixtureRequest, signed_in: Any, host: Any
    ) -> None:
        colleague = AffiliationFactory(
            organisation=host, person__email="lisa@example.org", person__phone="+32 9 111 11 11"
        ).person
        roles = ("host_member", "partner_member", "outsider_member", "observer", "french_coordinator", "administrator")
        seen = {}
        for role in roles:
            shown = words(signed_in(request.getfixturevalue(role)).get(colleague.get_absolute_url()))
            seen[role] = ("lisa@example.org" in shown, "+32 9 111 11 11" in shown)
        assert seen == {
            "host_member": (True, True),
            "partner_member": (False, False),
            "outsider_member": (False, False),
            "observer": (False, False),
            "french_coordinator": (True, True),
            "administrator": (True, True),
        }

    def test_a_person_sees_their_own_contact(self, signed_in: Any, outsider_member: Any) -> None:
        person = outsider_member.person
        person.affiliations.all().delete()
        assert person.email in words(signed_in(outsider_member).get(person.get_absolute_url()))

    def test_a_former_colleague_no_longer_sees_it(self, signed_in: Any, host: Any, host_member: Any) -> None:
        host_member.person.affiliations.update(valid_to=datetime.date(2021, 1, 1))
        AffiliationFactory(person=host_member.person)
        colleague = AffiliationFactory(organisation=host).person
        assert colleague.email not in words(signed_in(host_member).get(colleague.get_absolute_url()))

    def test_shows_present_and_past_employers(self, reader: Any) -> None:
        person = AffiliationFactory(organisation__short_fr="CPAS de Gand").person
        AffiliationFactory(person=person, organisation__short_fr="CPAS d'Eeklo", ended=True)
        present, past = main_of(reader.get(person.get_absolute_url())).split("<details")
        assert ("CPAS de Gand" in present, "Eeklo" in present, "Eeklo" in past) == (True, False, True)

    def test_says_when_the_employer_is_not_known(self, reader: Any) -> None:
        html = main_of(reader.get(PersonFactory().get_absolute_url()))
        assert "item-list" not in html
        assert '<p class="muted">' in html

    @pytest.mark.parametrize(("agrees", "visible"), [(True, True), (False, False)])
    def test_a_function_is_shown_when_the_person_agrees(self, reader: Any, agrees: bool, visible: bool) -> None:
        person = AffiliationFactory(function_fr="experte du vécu", person__show_role=agrees).person
        assert ("experte du vécu" in words(reader.get(person.get_absolute_url()))) is visible

    @pytest.mark.parametrize("number", [1, 3])
    def test_asks_as_many_queries_for_three_affiliations_as_for_one(
        self, reader: Any, number: int, django_assert_num_queries: Any
    ) -> None:
        person = PersonFactory()
        AffiliationFactory.create_batch(number, person=person)
        # session, user, person, affiliations with organisations
        with django_assert_num_queries(4):
            reader.get(person.get_absolute_url())

    def test_an_unknown_one_is_not_found(self, reader: Any) -> None:
        assert reader.get(address("person", 999_999)).status_code == 404

    def test_refuses_to_be_written_to(self, reader: Any) -> None:
        assert reader.post(PersonFactory().get_absolute_url()).status_code == 405
