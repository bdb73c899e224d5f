"""Queries that are written in SQL once for the readers of one role, and executed for each of them."""

import datetime

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.directory.models import Organisation
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory

pytestmark = pytest.mark.django_db
# Their days never are the same.
EAST, WEST = datetime.timezone(datetime.timedelta(hours=14)), datetime.timezone(datetime.timedelta(hours=-11))
written: list[str] = []


@pytest.fixture(autouse=True)
def nothing_written_yet():
    own_organisations.written.clear()
    written.clear()


@ReaderQuestion
def own_organisations(reader: User) -> QuerySet:
    written.append(reader.role)
    return Organisation.objects.filter(pk__in=reader.organisation_keys()).order_by("pk").values_list("pk")


@ReaderQuestion
def oneself(reader: User) -> QuerySet:
    return User.objects.filter(pk=reader.pk).values_list("email")


@ReaderQuestion
def nothing(reader: User) -> QuerySet:
    return Organisation.objects.none().values_list("pk")


@ReaderQuestion
def of_ones_language(reader: User) -> QuerySet:
    return Organisation.objects.filter(language_regime=reader.language).values_list("pk")


@ReaderQuestion
def of_ones_family(reader: User) -> QuerySet:
    return User.objects.filter(person__family_name=reader.person.family_name).values_list("pk")


def test_each_reader_gets_their_own_rows_by_the_same_sql(host, host_member, partner, partner_member):
    assert own_organisations(host_member) == [(host.pk,)]
    assert own_organisations(partner_member) == [(partner.pk,)]
    assert written == ["member"]


def test_each_role_has_its_own_sql(host, host_member, observer):
    assert (own_organisations(host_member), own_organisations(observer)) == ([(host.pk,)], [])
    assert written == ["member", "observer"]


def test_who_is_linked_to_no_person_acts_for_nobody(host, host_member):
    alone = UserFactory(role="member", person=None)
    assert (own_organisations(alone), own_organisations(host_member)) == ([], [(host.pk,)])


def test_the_key_of_the_reader_is_theirs(host_member, partner_member):
    assert [oneself(user) for user in (host_member, partner_member)] == [
        [(host_member.email,)],
        [(partner_member.email,)],
    ]


def test_every_reading_asks_the_database(host, host_member):
    assert own_organisations(host_member) == [(host.pk,)]
    another = AffiliationFactory(person=host_member.person).organisation
    with CaptureQueriesContext(connection) as queries:
        assert own_organisations(host_member) == [(host.pk,), (another.pk,)]
    assert (len(queries), written) == (1, ["member"])


def test_what_finds_nothing_for_anybody_asks_nothing(host_member):
    with CaptureQueriesContext(connection) as queries:
        assert nothing(host_member) == []
    assert len(queries) == 0


def test_other_values_come_after_the_reader(host, host_member, partner, partner_member):
    among = ReaderQuestion(lambda reader, keys: own_organisations.build(reader).filter(pk__among=keys))
    assert among(host_member, [host.pk, partner.pk]) == among(host_member, [host.pk]) == [(host.pk,)]
    assert (among(host_member, [partner.pk]), among(partner_member, [partner.pk])) == ([], [(partner.pk,)])
    lost = ReaderQuestion(lambda reader, key: Organisation.objects.filter(pk=reader.pk))
    with pytest.raises(RuntimeError, match=r"\[2\] are not in the query"):
        lost(host_member, partner.pk)


def test_a_new_day_is_a_new_query(partner, partner_member):
    with timezone.override(EAST):
        joined = AffiliationFactory(person=partner_member.person, valid_from=timezone.localdate()).organisation
    with timezone.override(WEST):
        assert own_organisations(partner_member) == [(partner.pk,)]
    with timezone.override(EAST):
        assert own_organisations(partner_member) == [(partner.pk,), (joined.pk,)]


@pytest.mark.parametrize("query", [of_ones_language, of_ones_family])
def test_what_differs_among_readers_of_one_role_is_refused(query, host_member):
    with pytest.raises((User.DoesNotExist, host_member.person.DoesNotExist)):
        query(host_member)
