"""Questions that are asked ahead, in one message: the answers are those that each would have, prepared or not."""

import datetime

import pytest
from django.db import connection
from django.db.models import QuerySet, Value
from django.test.utils import CaptureQueriesContext

from amif_network.core import messages
from amif_network.core.messages import ASKED_BEFORE, KNOWN
from amif_network.core.questions import Question, asked_ahead
from amif_network.core.unchanged import Recorder
from amif_network.directory.models import Organisation
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db
OFTEN = ASKED_BEFORE + 2
UNKNOWN = 2**63


@pytest.fixture(autouse=True)
def nothing_prepared():
    connection.ensure_connection()
    KNOWN.pop(connection.connection, None)


@pytest.fixture
def three():
    return [OrganisationFactory(short_fr=name, network_from=datetime.date(2020, 1, day)) for day, name in enumerate("abc", 1)]


@Question
def one(key: int) -> "QuerySet[Organisation]":
    return Organisation.objects.filter(pk=key)


@Question
def names(keys: list[int], since: datetime.date) -> "QuerySet[Organisation, tuple[str]]":
    found = Organisation.objects.filter(pk__among=keys, network_from__gte=since)
    return found.order_by("short_fr").values_list("short_fr", flat=True)


@Question
def called(*, name: str) -> "QuerySet[Organisation, tuple[str, str]]":
    """Return a name beside one that has the same SQL for each name."""
    return Organisation.objects.filter(short_fr=name).values_list("short_fr", Value("100 %"))


def prepared() -> int:
    return len(KNOWN[connection.connection].names)


def test_all_are_asked_in_one_message_and_answered_as_each_would_be(three):
    keys, day = [record.pk for record in three], datetime.date(2020, 1, 2)
    for _time in range(OFTEN):
        with CaptureQueriesContext(connection) as queries, asked_ahead(one.of(keys[0]), one.of(keys[2]), names.of(keys, day)):
            assert (one(keys[2]), one(keys[0]), names(keys, day)) == ([three[2]], [three[0]], ["b", "c"])
        assert len(queries) == 1
    assert prepared() == 2


def test_what_a_block_asked_is_not_asked_again_in_the_block_within(three):
    keys = [record.pk for record in three]
    with asked_ahead(one.of(keys[0])), CaptureQueriesContext(connection) as queries:
        with asked_ahead(one.of(keys[0])):
            assert one(keys[0]) == [three[0]]
        with asked_ahead(one.of(keys[0]), one.of(keys[1])):
            assert one(keys[0]) + one(keys[1]) == three[:2]
    assert len(queries) == 1


def test_what_was_not_asked_ahead_is_asked_in_its_turn(three):
    with asked_ahead(one.of(three[0].pk)):
        with CaptureQueriesContext(connection) as queries:
            assert (one(three[1].pk), one(three[0].pk)) == ([three[1]], [three[0]])
        assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert one(three[0].pk) == [three[0]]
    assert len(queries) == 1


def test_what_came_ahead_holds_in_blocks_within_and_is_read_anew_each_time(three):
    with asked_ahead(one.of(three[0].pk)), asked_ahead(one.of(three[1].pk)):
        [first], [again] = one(three[0].pk), one(three[0].pk)
        assert (first, again, one(three[1].pk)) == (three[0], three[0], [three[1]])
        assert first is not again


def test_a_prepared_question_answers_what_is_so_now_for_other_values_too(three):
    for record in [*three, *three]:
        with asked_ahead(one.of(record.pk)):
            assert one(record.pk) == [record]
    Organisation.objects.filter(pk=three[0].pk).update(short_fr="z")
    with asked_ahead(one.of(three[0].pk)):
        assert [record.short_fr for record in one(three[0].pk)] == ["z"]
    assert prepared() == 1


def test_questions_of_the_same_sql_and_other_words_are_not_mixed_up(three):
    """A shape may be another role, language or day."""
    for _time in range(OFTEN):
        with asked_ahead(called.of(name="a")):
            assert called(name="a") == [("a", "100 %")]
        with asked_ahead(called.of(name="b")):
            assert called(name="b") == [("b", "100 %")]
    assert prepared() == 2


def test_a_value_that_no_column_holds_and_an_empty_list_are_no_error(three):
    for _time in range(OFTEN):
        with asked_ahead(one.of(UNKNOWN), names.of([], datetime.date(2020, 1, 1)), one.of(three[0].pk)):
            assert (one(UNKNOWN), names([], datetime.date(2020, 1, 1)), one(three[0].pk)) == ([], [], [three[0]])
    assert prepared() == 1


def test_a_shape_without_an_answer_is_not_asked():
    nothing = Question(lambda key: Organisation.objects.none().filter(pk=key))
    with CaptureQueriesContext(connection) as queries, asked_ahead(nothing.of(1)):
        assert nothing(1) == []
    assert len(queries) == 0


def test_of_many_questions_the_prepared_ones_are_let_go(three, monkeypatch):
    monkeypatch.setattr(messages, "MOST_KNOWN", 3)
    for number in range(4):
        question = Question(lambda key, *, number: Organisation.objects.filter(pk=key))
        for _time in range(OFTEN):
            with asked_ahead(question.of(three[0].pk, number=number)):
                assert question(three[0].pk, number=number) == [three[0]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'asked_%'")
        assert cursor.fetchone() == (prepared(),)
    assert prepared() <= 3


def test_a_page_that_is_kept_knows_each_question_of_a_message(three):
    """In the same words and with the same answers as if they had been asked one by one."""
    noted = []
    for ahead in ((), (one.of(three[0].pk), names.of([three[1].pk], datetime.date(2020, 1, 1)))):
        for _time in range(OFTEN):
            recorder = Recorder(datetime.datetime.now(datetime.UTC))
            with connection.execute_wrapper(recorder), asked_ahead(*ahead):
                one(three[0].pk)
                names([three[1].pk], datetime.date(2020, 1, 1))
            assert recorder.can_be_asked
            noted.append(recorder.asked)
    assert all(asked == noted[0] for asked in noted)
    assert len(noted[0]) == 2


def test_behind_a_pooler_that_shares_connections_nothing_is_prepared(three, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    for _time in range(OFTEN):
        with asked_ahead(one.of(three[0].pk)):
            assert one(three[0].pk) == [three[0]]
    assert prepared() == 0
