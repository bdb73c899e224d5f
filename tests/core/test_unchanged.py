"""A page is kept until an answer changes that it was drawn from: nobody ever gets an old one, or that of somebody else."""

import datetime
import re
import threading

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection, connections
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Engine
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from amif_network.core import unchanged
from amif_network.core.unchanged import SHELF, kept_until_changed, token_place
from amif_network.directory.models import Organisation
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db
FORM = Engine().from_string("{{ said }}<form>{% csrf_token %}</form>")


@pytest.fixture(autouse=True)
def empty_shelf():
    SHELF.forget()
    yield
    SHELF.forget()


@pytest.fixture
def drawn():
    """What was drawn, in its order."""
    return []


@pytest.fixture
def names(drawn):
    """A page of all names."""

    def draw(request):
        said = ", ".join(Organisation.objects.order_by("pk").values_list("short_fr", flat=True))
        drawn.append(said)
        return HttpResponse(FORM.render(Context({"said": said, **token_place(request)})))

    return kept_until_changed(draw)


def asked(user, address="/fr/names/", **headers):
    request = RequestFactory().get(address, headers=headers)
    request.user, request.session = user, {}
    request._messages = FallbackStorage(request)
    return request


def text(response) -> str:
    return response.text.partition("<form>")[0]


def keep(view, request, drawn) -> str:
    """Open a page until it is kept: while others work on the same server, a drawing may not be."""
    for _ in range(200):
        shown, number = text(view(request)), len(drawn)
        if text(view(request)) == shown and len(drawn) == number:
            return shown
    raise AssertionError("The page is never kept.")


def by_sql(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_it_is_drawn_once_and_anew_after_any_change(names, drawn, observer):
    first, request = OrganisationFactory(short_fr="A"), asked(observer)
    assert keep(names, request, drawn) == "A"
    changes = (
        ("UPDATE directory_organisation SET short_fr = 'B' WHERE id = %s", first.pk, "B"),
        ("UPDATE directory_organisation SET short_fr = %s", '("C",\n\')', '("C",\n\')'),
        ("DELETE FROM directory_organisation WHERE id = %s", first.pk, ""),
    )
    for sql, value, shown in changes:
        by_sql(sql, value)
        assert text(names(request)).replace("&quot;", '"').replace("&#x27;", "'") == shown
    OrganisationFactory(short_fr="D")
    assert text(names(request)) == "D"


def test_what_changes_elsewhere_leaves_it_as_it_is(names, drawn, observer):
    one = OrganisationFactory(short_fr="A")
    keep(names, asked(observer), drawn)
    before = len(drawn)
    by_sql("UPDATE directory_organisation SET short_nl = 'X' WHERE id = %s", one.pk)
    assert (text(names(asked(observer))), len(drawn)) == ("A", before)


@translation.override("fr")
def test_every_reader_account_address_language_and_day_has_its_own(names, drawn, observer, host_member, monkeypatch):
    OrganisationFactory(short_fr="A")
    keep(names, asked(observer), drawn)

    def draws(request) -> int:
        before = len(drawn)
        names(request)
        return len(drawn) - before

    assert draws(asked(observer)) == 0
    assert draws(asked(host_member)) == 1
    assert draws(asked(observer, "/fr/names/?q=1")) == 1
    with translation.override("nl"):
        assert draws(asked(observer)) == 1
    observer.role = "coordinator"
    assert draws(asked(observer)) == 1
    observer.role = "observer"
    assert draws(asked(observer)) == 0
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(unchanged.timezone, "localdate", lambda: tomorrow)
    assert draws(asked(observer)) == 1


def test_fragments_and_pages_with_a_message_are_drawn_each_time(names, drawn, observer):
    keep(names, asked(observer), drawn)
    told = asked(observer)
    messages.success(told, "Saved.")
    before = len(drawn)
    for request in (told, asked(observer, **{"HX-Request": "true"}), RequestFactory().head("/fr/names/")):
        request.user = observer
        request._messages = getattr(request, "_messages", [])
        names(request)
    assert len(drawn) == before + 3


def test_each_reader_gets_a_token_of_their_own(names, drawn, observer):
    keep(names, asked(observer), drawn)
    tokens = set()
    for _ in range(2):
        response = names(asked(observer))
        token = response.text.partition('value="')[2].partition('"')[0]
        assert re.fullmatch(r"\w{64}", token)
        tokens.add(token)
    assert len(tokens) == 2
    assert unchanged.TOKEN_PLACE not in response.text


def test_what_asks_for_the_time_of_day_locks_or_writes_is_drawn_each_time(drawn, observer):
    OrganisationFactory()
    asks = (
        lambda: observer.__class__.objects.filter(date_joined__lte=timezone.now()).count(),
        lambda: list(Organisation.objects.select_for_update()),
        lambda: Organisation.objects.update(short_nl="x"),
    )
    for ask in asks:

        @kept_until_changed
        def view(request, ask=ask):
            ask()
            drawn.append("")
            return HttpResponse("")

        view(asked(observer))
        assert not SHELF.pages


@pytest.mark.parametrize(
    "value",
    [
        "'a b'::text", "''", "NULL", "NULL::int[]", "E'\\t'", "E'\\n'", "E'\\x0b'", "E'\\\\'", "'\"'", "','", "'('", "')'",
        "'\u00a0é€'", "1.50", "true", "1e-9::float8", "now()::date", "'2026-03-29 01:30+00'::timestamptz", "'10:00'::time",
        "ARRAY['a', 'b c', NULL]", "'{\"a\": [1, \"b\"]}'::jsonb", "'\\x00ff'::bytea", "daterange('2026-01-01', NULL)",
        "interval '1 day'",
    ],
)  # fmt: skip
def test_every_value_is_known_again(value, drawn, observer):
    """The hash of an answer, as this process makes it, is the one that the database makes."""
    one = OrganisationFactory(short_fr="A")

    @kept_until_changed
    def view(request):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT short_fr, {value} AS value, NULL AS none, {value} AS again FROM directory_organisation")  # noqa: S608
            drawn.append(str(cursor.fetchall()))
        return HttpResponse(drawn[-1])

    view(asked(observer))
    by_sql("UPDATE directory_organisation SET short_nl = 'X' WHERE id = %s", one.pk)
    view(asked(observer))
    assert len(drawn) == 1


def test_an_answer_without_rows_is_another_than_an_empty_row(drawn, observer):
    OrganisationFactory(short_fr="A")

    @kept_until_changed
    def view(request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT NULL FROM directory_organisation WHERE short_fr = 'B'")
            drawn.append(str(len(cursor.fetchall())))
        return HttpResponse(drawn[-1])

    shown = [view(asked(observer)).text, view(asked(observer)).text]
    by_sql("UPDATE directory_organisation SET short_fr = 'B'")
    assert (shown, view(asked(observer)).text, drawn) == (["0", "0"], "1", ["0", "1"])


def test_what_others_add_to_a_question_is_no_part_of_it(drawn, observer):
    """The history of records sets variables before a statement that begins with a bracket, as a union does."""
    one = OrganisationFactory(short_fr="A")

    @kept_until_changed
    def view(request):
        named = Organisation.objects.order_by().values_list("short_fr", flat=True)
        drawn.append(", ".join(named.filter(pk=one.pk).union(named.filter(short_fr="Z")).order_by()))
        return HttpResponse(drawn[-1])

    def add(execute, sql, params, many, context):
        cursor = execute(f"SELECT 1; {sql}" if sql.startswith("(") else sql, params, many, context)
        while cursor.nextset():
            pass
        return cursor

    with connection.execute_wrapper(add):
        assert keep(view, asked(observer), drawn) == "A"


def test_only_whole_pages_are_kept(observer):
    refused = HttpResponse("", status=404)
    with_cookie, told, large = HttpResponse(""), HttpResponse("", headers={"ETag": "1"}), HttpResponse("x" * unchanged.LARGEST)
    with_cookie.set_cookie("a", "b")
    for answer in (refused, with_cookie, told, large):
        view = kept_until_changed(lambda request, answer=answer: answer)
        assert view(asked(observer)).content == answer.content
        assert not SHELF.pages


def test_the_oldest_goes_first_and_none_stays_where_none_is_wanted(names, drawn, observer, settings):
    settings.KEPT_PAGES = 2
    for page in "abc":
        keep(names, asked(observer, f"/fr/{page}/"), drawn)
    assert [key[2] for key in SHELF.pages] == ["/fr/b/", "/fr/c/"]
    settings.KEPT_PAGES = 0
    before = len(drawn)
    names(asked(observer, "/fr/c/"))
    assert len(drawn) == before + 1


def elsewhere(work) -> None:
    """Do something on a connection of its own, and commit it."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_change_between_question_and_answer_is_never_passed_over(observer):
    one = OrganisationFactory(short_fr="A")
    interruptions = [lambda: Organisation.objects.filter(pk=one.pk).update(short_fr="B")]

    @kept_until_changed
    def view(request):
        said = get_object_or_404(Organisation, pk=one.pk).short_fr
        while interruptions:
            elsewhere(interruptions.pop())
        return HttpResponse(said)

    assert view(asked(observer)).text == "A"
    assert view(asked(observer)).text == "B"


@pytest.mark.django_db(transaction=True)
def test_what_was_asked_twice_and_answered_twice_never_holds(drawn, observer):
    one = OrganisationFactory(short_fr="A")
    interruptions = [lambda: Organisation.objects.filter(pk=one.pk).update(short_fr="B")]

    @kept_until_changed
    def view(request):
        said = [get_object_or_404(Organisation, pk=one.pk).short_fr]
        while interruptions:
            elsewhere(interruptions.pop())
        drawn.append("".join([*said, get_object_or_404(Organisation, pk=one.pk).short_fr]))
        return HttpResponse(drawn[-1])

    for shown in ("AB", "BB"):
        assert view(asked(observer)).text == shown
    Organisation.objects.filter(pk=one.pk).update(short_fr="A")
    assert view(asked(observer)).text == "AA"


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_elsewhere_shows_at_once(names, drawn, observer):
    one = OrganisationFactory(short_fr="A")
    keep(names, asked(observer), drawn)
    elsewhere(lambda: Organisation.objects.filter(pk=one.pk).update(short_nl="X"))
    before = len(drawn)
    assert (text(names(asked(observer))), len(drawn)) == ("A", before)
    elsewhere(lambda: Organisation.objects.filter(pk=one.pk).update(short_fr="B"))
    assert text(names(asked(observer))) == "B"


@pytest.mark.django_db(transaction=True)
def test_where_nothing_was_committed_nothing_is_asked_again(names, drawn, observer):
    keep(names, asked(observer), drawn)
    fewest = 9
    for _ in range(200):
        with CaptureQueriesContext(connection) as queries:
            names(asked(observer))
        fewest = min(fewest, len(queries))
    assert fewest == 1


def test_forms_of_a_kept_page_are_accepted(french_coordinator, drawn):
    client = Client(enforce_csrf_checks=True)
    client.force_login(french_coordinator)
    for _ in range(2):
        page = client.get("/fr/calls/")
        token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert client.post("/fr/accounts/logout/", {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert client.post(page.wsgi_request.path, {"csrfmiddlewaretoken": token}).status_code == 405


@pytest.mark.parametrize(("ordered", "drawings"), [(False, 1), (True, 2)])
def test_the_order_of_an_answer_counts_where_it_was_asked_for(drawn, observer, ordered, drawings):
    """The database gives rows that nobody ordered as its plan has them: where a row was written anew, it comes last."""
    first, second = OrganisationFactory(short_fr="Ä", short_nl="1"), OrganisationFactory(short_fr="A", short_nl="2")

    def draw(request):
        found = Organisation.objects.filter(pk__in=[first.pk, second.pk])
        names = list(found.order_by(*["short_nl"] * ordered).values_list("short_fr", flat=True))
        drawn.append(names)
        return HttpResponse(FORM.render(Context({"said": ", ".join(names), **token_place(request)})))

    view = kept_until_changed(draw)
    keep(view, asked(observer), drawn)
    before = len(drawn)
    by_sql("UPDATE directory_organisation SET short_nl = '3' WHERE id = %s", first.pk)
    view(asked(observer))
    assert len(drawn) - before == drawings - 1
