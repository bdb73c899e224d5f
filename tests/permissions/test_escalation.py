"""What members try in order to be more than they are: fields, addresses and headers that no page of theirs has."""

import re

import pytest
from django.db import transaction
from django.test import Client

from amif_network.accounts.models import User
from amif_network.directory.models import Affiliation

from .conftest import Portal
from .walk import Place, ask, places

pytestmark = pytest.mark.django_db

EVIL = "https://evil.example/"
TARGETS = ("next", "back", "return", "return_to", "redirect", "redirect_to", "url", "continue", "from")


@pytest.fixture
def forms(portal: Portal) -> list[Place]:
    """Every place, once, with the objects of our own side."""
    return [place for place in places({"own": portal.sides["own"]}) if "/admin/" not in place.path]


def smuggled(portal: Portal) -> dict[str, object]:
    """Return the fields that would make somebody more than they are, if a form took them, and where they would be led."""
    other, admin = portal.sides["other"], portal.users["administrator"]
    return {
        "role": "administrator", "is_staff": "on", "is_superuser": "on", "is_active": "on", "user": admin.pk, "by": admin.pk,
        "person": other.people[0].person_id, "organisation": other.host.pk, "lead": other.host.pk, "partner": other.partner.pk,
        "state": "published", "email": "taken@example.org", "password": "x", "_method": "DELETE", "user_permissions": "1",
        **dict.fromkeys(TARGETS, EVIL),
    }  # fmt: skip


# What its link proves is done for whom the link was made, whoever opens it.
BY_LINK = {"account_confirm_email"}


def standing() -> tuple[list[tuple[object, ...]], set[tuple[object, ...]]]:
    """Return who is who: what decides what a person may do."""
    users = User.objects.order_by("pk").values_list("pk", "role", "is_staff", "is_superuser", "is_active", "person", "email")
    return list(users), set(Affiliation.objects.values_list("pk", "person", "organisation"))


@pytest.mark.parametrize("role", ["host", "observer"])
def test_no_form_makes_its_sender_more_or_leads_to_another_host(portal, forms, role) -> None:
    before, led, gained = standing(), [], []
    for place in forms:
        sent = Place(place.name, place.whose, place.path, {**smuggled(portal), **place.sent})
        with transaction.atomic():
            response = ask("POST", sent, portal.sessions[role])
            if standing() != before and place.name not in BY_LINK:
                gained.append(place.name)
            transaction.set_rollback(True)
        if "evil.example" in response.get("Location", ""):
            led.append(place.name)
    assert (gained, led) == ([], [])


def test_no_page_leads_to_another_host_by_its_address(portal, forms) -> None:
    led = []
    for place in forms:
        for session in ("", portal.sessions["host"]):
            with transaction.atomic():
                query = "&".join(f"{name}={EVIL}" for name in TARGETS)
                response = ask("GET", Place(place.name, "", f"{place.path}{'&' if '?' in place.path else '?'}{query}"), session)
                transaction.set_rollback(True)
            if re.match(r"(https?:)?//", response.get("Location", "")):
                led.append((place.name, response["Location"]))
    assert led == []


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/%2e%2e", "//evil.example/fr", "/\\evil.example/", "/fr//evil.example", "/FR/admin/", "/en/admin/",
        "/fr/admin//",
        "/fr/../admin/", "/fr/%2e%2e/admin/", "/fr/admin%2f", "/fr;/admin/", "/admin/", "/fr/fr/admin/", "/nl/..;/fr/admin/",
        "/static/../manage.py", "/static/%2e%2e/%2e%2e/manage.py", "/static//etc/passwd", "/media/", "/.env", "/fr/.git/config",
    ],
)  # fmt: skip
def test_no_trick_with_an_address_opens_anything(portal, path) -> None:
    for session in ("", portal.sessions["host"]):
        response = ask("GET", Place("", "", path), session)
        location = response.get("Location", "")
        assert response.status_code in (301, 302, 400, 403, 404), path
        assert not re.match(r"(https?:)?//|/\\", location), location


def test_another_host_in_the_headers_is_refused_or_not_believed(portal, mailoutbox) -> None:
    reset, email = "/fr/accounts/password/reset/", portal.users["host"].email
    assert Client().post(reset, {"email": email}, headers={"Host": "evil.example"}).status_code == 400
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Server": "evil.example", "Forwarded": "host=evil.example"}
    with transaction.atomic():
        assert Client().post(reset, {"email": email}, headers=forwarded).status_code == 302
        transaction.set_rollback(True)
    assert [message.to for message in mailoutbox] == [[email]]
    assert "evil.example" not in str(mailoutbox[0].message())


def test_a_method_in_a_header_or_a_field_changes_nothing(portal) -> None:
    side = portal.sides["own"]
    place = Place("", "", f"/fr/calls/projects/{side.places['projects:project']['pk']}/", {"_method": "DELETE"})
    for name in ("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD"):
        assert ask("POST", place, portal.sessions["administrator"], **{name: "DELETE"}).status_code == 405
        assert ask("GET", place, portal.sessions["administrator"], **{name: "POST"}).status_code == 200


def test_looking_at_a_page_that_only_takes_changes_nothing(portal, everywhere) -> None:
    """HEAD is answered where GET is, and nowhere else."""
    wrong = []
    for place in everywhere:
        with transaction.atomic():
            session = portal.sessions["coordinator"]
            if ask("GET", place, session).status_code == 405 and ask("HEAD", place, session).status_code != 405:
                wrong.append(place.name)
            transaction.set_rollback(True)
    assert wrong == []
