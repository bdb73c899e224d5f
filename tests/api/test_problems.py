"""What cannot be answered is said as a problem, in the language of whoever asks; never as a page, never a failure."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("?limit=0", "limit"), ("?limit=101", "limit"), (f"?limit={'9' * 30}", "limit"), ("?limit=%00", "limit"),
        ("?limit=1&limit=2", "limit"), ("?year=20x6", "year"), ("?year=٢٠٢٦", "year"), ("?state=%00", "state"),
        ("?state=gone", "state"),
        ("?updated_since=2026-02-30T10:00:00Z", "updated_since"), ("?updated_since=2026-02-01", "updated_since"),
        ("?updated_since=2026-02-01T10:00:00", "updated_since"), ("?updated_since=0001-01-01T00:00:00%2B14:00", "updated_since"),
        ("?cursor=abc", "cursor"), ("?cursor=%00", "cursor"), ("?cursor=b3RoZXI6MQ", "cursor"), ("?colour=red", "colour"),
    ],
)  # fmt: skip
def test_bad_parameters_are_named(query, parameter, program, ask) -> None:
    response = ask(program().token, "meetings", query)
    assert (response.status_code, response["Content-Type"], response.json()["parameter"]) == (400, PROBLEM, parameter)


@pytest.mark.parametrize("zone", ["-18:44", "%2B23:59", "Z"])
def test_a_moment_may_stand_in_any_zone(zone, program, ask) -> None:
    assert ask(program().token, "organisations", f"?updated_since=0458-08-20T05:51:00{zone}").status_code == 200


@pytest.mark.parametrize("query", ["?valid_on=2026-02-30", "?valid_on=20260101", "?valid_on=%00", "?kind=cpas%00"])
def test_bad_days_and_kinds_are_refused(query, program, ask) -> None:
    assert ask(program().token, "organisations", query).status_code == 400


@pytest.mark.parametrize(
    "path", ["meetings/0", f"meetings/{'9' * 30}", f"editions/{'9' * 30}/pdf", "meetings/x", "nothing", "", "meetings/"]
)
def test_what_does_not_exist_is_a_problem_too(path, program, ask) -> None:
    response = ask(program().token, path)
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)


def test_a_problem_speaks_the_language_asked_for(program, ask) -> None:
    token = program().token
    said = {
        lang: ask(token, "meetings/0", **{"accept-language": lang})
        for lang in ("fr-BE,fr;q=0.9", "nl", "de", "x" * 5000, "nl\x00")
    }
    assert [one["Content-Language"] for one in said.values()][:3] == ["fr", "nl", "fr"]
    assert said["nl"].json()["instance"] == "/api/v1/meetings/0"
    assert {one.status_code for one in said.values()} == {404}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_only_reading_is_understood(method, program) -> None:
    headers = {"authorization": f"Bearer {program().token}"}
    response = getattr(Client(), method)("/api/v1/meetings", headers=headers)
    assert (response.status_code, response["Allow"], response["Content-Type"]) == (405, "GET, HEAD, OPTIONS", PROBLEM)


def test_options_say_what_is_understood() -> None:
    response = Client().options("/api/v1/meetings")
    assert (response.status_code, response["Allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    ("path", "accept"), [("meetings", "text/html"), ("editions/1/pdf", "application/json"), ("published.atom", "image/png")]
)
def test_another_form_is_not_to_be_had(path, accept, program, ask) -> None:
    assert ask(program().token, path, accept=accept).status_code == 406


def test_a_database_that_is_away_is_no_fault_of_the_program(program) -> None:
    """Who asks too early comes back, as Retry-After says; 400 would tell a program never to ask again."""
    headers = {"authorization": f"Bearer {program().token}", "accept": "application/json", "accept-language": "fr"}

    def away(*_asked: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away):
        response = Client(raise_request_exception=False).get("/api/v1/meetings", headers=headers)
    assert (response.status_code, response["Content-Type"], response["Retry-After"]) == (503, PROBLEM, "5")
    assert response.json()["status"] == 503
