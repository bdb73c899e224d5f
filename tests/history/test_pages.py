"""The pages of the history: who changed what, in words, for whoever coordinates."""

import datetime
import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pghistory import context as noted

from amif_network.accounts.access_log import note
from amif_network.accounts.models import AccessKind, User
from amif_network.directory.models import Affiliation, Person
from partnerships.models import Evaluation
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.partnerships import EvaluationFactory, PartnershipFactory
from tests.factories.projects import CallFactory, EnvelopeFactory

SEARCH = reverse("history:search")


@pytest.fixture
def reading(signed_in, french_coordinator) -> Client:
    return signed_in(french_coordinator)


def page_of(record, lang: str = "fr") -> str:
    meta = record._meta
    return f"/{lang}/history/{meta.app_label}/{meta.model_name}/{record.pk}/"


def told(client: Client, address: str) -> str:
    """Return the list of the page as one line of words."""
    html = client.get(address).content.decode()
    found = re.search(r'<ol class="history-list">(.*)</ol>', html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", found[1])).split()) if found else ""


def test_values_are_told_in_words_with_who_and_what_belongs_to_the_record(reading, french_coordinator):
    call = CallFactory(title_fr="Appel des quartiers")
    with noted(user=french_coordinator.pk):
        envelope = EnvelopeFactory(call=call, amount=Decimal(250_000))
        envelope.amount = Decimal("300000.50")
        envelope.save(update_fields=["amount"])
        call.period_start = datetime.date(2026, 4, 1)
        call.save(update_fields=["period_start"])
    words = told(reading, page_of(call))
    assert "250 000,00 € → " in words
    assert "300 000,50 €" in words
    assert "1er avril 2026" in words
    assert str(french_coordinator) in words
    assert words.index("300 000,50 €") < words.index("Appel des quartiers")


def test_a_dutch_reader_reads_dutch(signed_in, dutch_coordinator):
    envelope = EnvelopeFactory(amount=Decimal(1000))
    assert "€ 1.000,00" in told(signed_in(dutch_coordinator), page_of(envelope, "nl"))


def test_a_referred_record_has_its_name_of_today_and_a_deleted_one_says_so(reading):
    person, organisation = PersonFactory(given_name="An", family_name="Peeters"), OrganisationFactory(short_fr="CPAS de Mons")
    affiliation = AffiliationFactory(person=person, organisation=organisation)
    Affiliation.objects.filter(pk=affiliation.pk).delete()
    organisation.short_fr = "CPAS de Jemappes"
    organisation.save(update_fields=["short_fr"])
    Person.objects.filter(pk=person.pk).delete()
    words = told(reading, page_of(affiliation))
    assert "An Peeters – CPAS de Jemappes" in words
    assert re.search(r"An Peeters \(\w+\)", words)
    assert reading.get(page_of(person)).status_code == 200


def test_a_moved_row_is_told_on_both_pages(reading):
    first, second = OrganisationFactory(short_fr="CPAS de Huy"), OrganisationFactory(short_fr="CPAS de Dinant")
    affiliation = AffiliationFactory(organisation=first)
    Affiliation.objects.filter(pk=affiliation.pk).update(organisation=second)
    assert ["CPAS de Huy → " in told(reading, page_of(place)) for place in (first, second)] == [True, True]


def test_long_texts_are_compared_word_by_word(reading):
    before = "Les participants se retrouvent chaque semaine dans la maison de quartier de la ville."
    call = CallFactory(summary_fr=before)
    call.summary_fr = before.replace("semaine", "mois")
    call.save(update_fields=["summary_fr"])
    html = reading.get(page_of(call)).content.decode()
    assert re.search(r"<del>.*semaine.*</del>.*<ins>.*mois.*</ins>", html)


def test_markup_in_a_value_is_shown_and_not_obeyed(reading):
    person = PersonFactory(family_name="<b>Peeters</b>")
    html = reading.get(page_of(person)).content.decode()
    assert ("&lt;b&gt;Peeters" in html, "<b>Peeters" in html) == (True, False)


def test_evaluations_are_told_from_when_they_are_shared(reading, french_coordinator):
    partnership = PartnershipFactory()
    party = partnership.parties.first()
    draft = EvaluationFactory(partnership=partnership, party=party, added_value_fr="Un brouillon secret", shared_at=None)
    assert "brouillon secret" not in told(reading, page_of(partnership))
    assert reading.get(page_of(draft)).status_code == 404
    assert "brouillon secret" not in reading.get(SEARCH, {"q": "brouillon"}).content.decode().split('class="history-list"')[-1]
    Evaluation.objects.filter(pk=draft.pk).update(added_value_fr="Ce qui est partagé", shared_at="2026-04-01T10:00:00Z")
    words = told(reading, page_of(partnership))
    assert ("Ce qui est partagé" in words, "brouillon secret" in words) == (True, False)


def test_only_who_coordinates_reads_it(signed_in, host_member, observer, administrator, host):
    statuses = [signed_in(user).get(page_of(host)).status_code for user in (host_member, observer, administrator)]
    assert statuses == [403, 403, 200]
    assert signed_in(host_member).get(SEARCH).status_code == 403
    assert signed_in(host_member).get(reverse("history:access")).status_code == 403


@pytest.mark.parametrize("address", ["directory/person/999999", "directory/animal/1", "outbox/outgoingmail/1"])
def test_what_has_no_history_is_not_found(reading, address):
    assert reading.get(f"/fr/history/{address}/").status_code == 404


def test_nothing_is_taken_by_post(reading, host):
    assert [reading.post(address).status_code for address in (page_of(host), SEARCH)] == [405, 405]


def test_many_changes_cost_no_more_questions_than_one(reading):
    def questions(changes: int) -> int:
        person = PersonFactory(phone="0")
        for number in range(changes):
            Person.objects.filter(pk=person.pk).update(phone=f"1{number}")
        AffiliationFactory.create_batch(changes, person=person)
        with CaptureQueriesContext(connection) as asked:
            assert reading.get(page_of(person)).status_code == 200
        return len(asked)

    questions(1)
    assert questions(1) == questions(3)


@pytest.fixture
def changed(reading, french_coordinator) -> User:
    """Two people changed by two ways."""
    with noted(user=french_coordinator.pk, page="directory:person-edit"):
        PersonFactory(given_name="Lore", family_name="Maes", phone="02 1")
    with noted(user=french_coordinator.pk, work="import", about="people.xlsx"):
        PersonFactory(given_name="Yasmina", family_name="Haddad")
    return french_coordinator


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "Maes"}, (True, False)),
        ({"q": "02 1"}, (True, False)),
        ({"how": "import"}, (False, True)),
        ({"how": "person"}, (True, False)),
        ({"how": "database", "kind": "directory.person"}, (False, False)),
        ({"kind": "directory.person"}, (True, True)),
        ({"kind": "projects.call"}, (False, False)),
        ({"who": "coordinator.fr"}, (True, True)),
        ({"who": "nobody of that name"}, (False, False)),
        ({"until": "2020-01-01"}, (False, False)),
        ({"since": "2020-01-01", "kind": "nonsense"}, (True, True)),
    ],
)
def test_filters_narrow_the_whole_history(reading, changed, filters, found):
    words = told(reading, f"{SEARCH}?{'&'.join(f'{name}={value}' for name, value in filters.items())}")
    assert ("Lore Maes" in words, "Yasmina Haddad" in words) == found


def test_an_import_is_named_by_its_file(reading, changed):
    assert "people.xlsx" in told(reading, f"{SEARCH}?how=import")


def test_pages_follow_each_other(reading):
    person = PersonFactory()
    for number in range(55):
        Person.objects.filter(pk=person.pk).update(phone=str(number))
    second = reading.get(page_of(person), {"page": 2})
    assert (second.context["page"].paginator.count, len(second.context["page"].object_list)) == (56, 6)


def test_the_pages_of_records_lead_to_their_history_for_who_coordinates(signed_in, french_coordinator, host_member, host):
    partnership, meeting, person = PartnershipFactory(), MeetingFactory(), PersonFactory()
    records = [partnership, partnership.project, partnership.call, meeting, host, person]
    reader, member = signed_in(french_coordinator), signed_in(host_member)
    assert [f'href="{page_of(one)}"' in reader.get(one.get_absolute_url()).content.decode() for one in records] == [True] * 6
    assert [page_of(one) in member.get(one.get_absolute_url()).content.decode() for one in (host, person)] == [False, False]


def test_an_account_leads_to_its_history(reading, observer):
    assert page_of(observer) in reading.get(reverse("access:account", args=[observer.pk])).content.decode()


@pytest.mark.parametrize("words", ["Évaluation", "evaluation", "EVALUATION  des", "évaluation-des"])
def test_words_are_found_whatever_their_accents_and_capitals(reading, words):
    CallFactory(title_fr="Évaluation des besoins")
    assert "Évaluation des besoins" in told(reading, f"{SEARCH}?q={words}")


@pytest.mark.parametrize("who", ["Loïc", "loic dupre", "Dupré Loïc"])
def test_who_is_found_whatever_the_accents(reading, who):
    made = UserFactory(person=PersonFactory(given_name="Loïc", family_name="Dupré"))
    with noted(user=made.pk):
        CallFactory(title_fr="Appel de Loïc")
    note(AccessKind.EXPORT, by=made)
    assert "Appel de Loïc" in told(reading, f"{SEARCH}?who={who}")
    listed = reading.get(f"{reverse('history:access')}?who={who}").context["page"].object_list
    assert [entry.user for entry in listed] == [made]


def test_signs_alone_are_looked_for_as_they_stand(reading):
    CallFactory(title_fr="Trois % de moins")
    CallFactory(title_fr="Sans signe")
    assert "Sans signe" not in told(reading, f"{SEARCH}?q=%25")
