"""A question keeps its SQL and not its values: it answers as the query set does that it stands for."""

import datetime
import threading

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from amif_network.accounts.models import User
from amif_network.core import questions
from amif_network.core.questions import Question, asked_ahead, attach
from amif_network.directory.models import Organisation
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    return [OrganisationFactory(short_fr=name, network_from=datetime.date(2020, 1, day)) for day, name in enumerate("abc", 1)]


@Question
def one(key: int) -> "QuerySet[Organisation]":
    return Organisation.objects.filter(pk=key).select_related("successor")


@Question
def names(keys: list[int], since: datetime.date, *, backwards: bool) -> "QuerySet[Organisation, tuple[str]]":
    found = Organisation.objects.filter(pk__among=keys, network_from__gte=since)
    return found.order_by("-short_fr" if backwards else "short_fr").values_list("short_fr", flat=True)


@Question
def members(parents: list[int]) -> "QuerySet[Organisation, tuple[int, str]]":
    return Organisation.objects.filter(successor__among=parents).order_by("pk").values_list("pk", "short_fr", named=True)


def test_it_answers_for_each_value_with_whole_records(three):
    after = OrganisationFactory(successor=three[0], valid_to=datetime.date(2025, 1, 1))
    assert [one(record.pk) for record in three] == [[record] for record in three]
    assert one(0) == []
    found = one(after.pk)[0]
    assert (found.successor, found._state.db, found.get_deferred_fields()) == (three[0], "default", set())


def test_values_lists_and_days_may_change_and_so_may_the_shape(three):
    keys, day = [record.pk for record in three], datetime.date(2020, 1, 2)
    assert names(keys, day, backwards=False) == ["b", "c"]
    assert names(keys[:2], day, backwards=False) == ["b"]
    assert names(keys, datetime.date(2019, 1, 1), backwards=True) == ["c", "b", "a"]
    assert names([], day, backwards=True) == []
    assert names(keys, day, backwards=False) == ["b", "c"]


def test_moments_are_values_too(french_coordinator):
    moment = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)
    joined = Question(lambda since: User.objects.filter(date_joined__gte=since).values_list("pk", flat=True))
    User.objects.filter(pk=french_coordinator.pk).update(date_joined=moment)
    second = datetime.timedelta(seconds=1)
    for _time in range(4):
        with asked_ahead(joined.of(moment), joined.of(moment + second)):
            assert (joined(moment), joined(moment + second)) == ([french_coordinator.pk], [])


def test_words_are_values_too(three):
    named = Question(lambda name, since: Organisation.objects.filter(short_fr=name, network_from=since))
    assert [named(name, datetime.date(2020, 1, 2)) for name in "abc"] == [[], [three[1]], []]


def test_it_finds_rows_by_a_list_of_related_keys(three):
    after = OrganisationFactory(short_fr="z", successor=three[0], valid_to=datetime.date(2025, 1, 1))
    assert [(row.pk, row.short_fr) for row in members([three[0].pk, three[1].pk])] == [(after.pk, "z")]


def test_sql_is_written_once_for_a_shape(three):
    built = []

    def build(key: int, *, wide: bool) -> "QuerySet[Organisation]":
        built.append(wide)
        return Organisation.objects.filter(pk=key)

    question = Question(build)
    for wide in (True, False, True):
        assert [question(record.pk, wide=wide)[0].pk for record in three] == [record.pk for record in three]
    assert built == [True, False]


def test_a_shape_that_can_have_no_answer_has_none(three):
    nothing = Question(lambda key: Organisation.objects.none().filter(pk=key))
    assert nothing(three[0].pk) == []


def test_a_value_that_does_not_reach_the_database_as_it_is_is_refused(three):
    lost = Question(lambda key: Organisation.objects.filter(pk=key + 1))
    with pytest.raises(RuntimeError, match=r"\[0\] are not in the query"):
        lost(three[0].pk)


def test_a_value_of_another_type_must_be_named():
    with pytest.raises(TypeError, match="bool"):
        Question(lambda past: Organisation.objects.filter(loaded=past))(True)


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_on_its_own_connection(three):
    keys = [record.pk for record in three]
    assert names(keys, datetime.date(2019, 1, 1), backwards=False) == ["a", "b", "c"]
    answers: list[list[str]] = []

    def ask() -> None:
        answers.append(names(keys, datetime.date(2019, 1, 1), backwards=False))
        connection.close()

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    assert answers == [["a", "b", "c"]]


def test_what_is_attached_stands_where_it_would_be_fetched_to(three):
    after = [OrganisationFactory(successor=three[n], valid_to=datetime.date(2025, 1, 1)) for n in (0, 0, 2)]
    attach(three, "predecessors", after, "successor_id")
    with CaptureQueriesContext(connection) as queries:
        assert [list(one.predecessors.all()) for one in three] == [after[:2], [], after[2:]]
    assert len(queries) == 0
    assert three[0].predecessors.filter(pk=after[1].pk).get() == after[1]


def test_so_many_shapes_are_kept_and_no_more(three):
    question = Question(lambda key, *, number: Organisation.objects.filter(pk=key))
    for number in range(questions.KEPT + 1):
        assert question(three[0].pk, number=number) == [three[0]]
    assert len(question.written) == 1
