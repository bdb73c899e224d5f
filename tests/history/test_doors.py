"""The log of the doors: sign-ins, refusals and sign-outs by themselves, files that go out, and who reads it."""

import pytest
from django.contrib.auth.signals import user_login_failed
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from amif_network.accounts import access_log
from amif_network.accounts.models import AccessEntry, AccessKind
from tests.factories.accounts import PASSWORD
from tests.factories.projects import CallFactory

LOGIN = reverse("account_login")
LOG = "/fr/history/access/"


def entries() -> list[tuple]:
    found = AccessEntry.objects.order_by("pk")
    return [(one.kind, one.user, one.about, one.address) for one in found]


def test_coming_in_and_leaving_are_noted_with_the_address_behind_the_trusted_server(db, host_member, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = Client(headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    client.post(LOGIN, {"login": host_member.email, "password": PASSWORD})
    client.post(reverse("account_logout"))
    assert entries() == [
        ("signed_in", host_member, None, "198.51.100.7"),
        ("signed_out", host_member, None, "198.51.100.7"),
    ]


@pytest.mark.parametrize("login", ["host@example.org", "unknown@example.org"])
def test_a_refused_sign_in_keeps_nothing_of_what_was_typed(client, host_member, login):
    client.post(LOGIN, {"login": login, "password": "wrong words of somebody"})
    about = host_member if login == host_member.email else None
    assert entries() == [("refused", None, about, "127.0.0.1")]
    entry = AccessEntry.objects.get()
    assert (entry.subject_fr, entry.subject_nl) == ("", "")


def test_a_refusal_without_a_request_is_noted_as_well(db):
    user_login_failed.send(sender=__name__, credentials={"username": "x"}, request=None)
    assert entries() == [("refused", None, None, None)]


def test_a_changed_password_is_noted_without_it(signed_in, observer):
    new = "another long phrase for tests"
    client = signed_in(observer)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    changed = AccessEntry.objects.get(kind=AccessKind.SECURITY)
    assert (changed.user, new in f"{changed.subject_fr}{changed.subject_nl}") == (observer, False)


def test_an_export_is_noted_with_its_rows_and_is_all_that_a_get_writes(signed_in, host_member):
    call = CallFactory()
    response = signed_in(host_member).get(reverse("projects:call-export", args=[call.pk, "csv"]))
    assert response.status_code == 200
    noted = AccessEntry.objects.get()
    assert (noted.kind, noted.user, noted.rows is not None and noted.rows > 0) == ("export", host_member, True)


def test_the_log_is_read_by_who_coordinates_and_filtered(signed_in, french_coordinator, host_member, observer):
    access_log.note(AccessKind.SIGNED_IN, by=host_member, address="192.0.2.1")
    access_log.note(AccessKind.EXPORT, by=observer, subject={"fr": "projets.xlsx", "nl": "projecten.xlsx"}, rows=12)
    reader = signed_in(french_coordinator)
    shown = [len(reader.get(LOG, query).context["page"].object_list) for query in ({}, {"kind": "export"}, {"who": "host@"})]
    assert shown == [2, 1, 1]
    html = reader.get(LOG, {"kind": "export"}).content.decode()
    assert ("projets.xlsx" in html, "192.0.2.1" in html) == (True, False)
    assert reader.get(LOG, {"until": "2020-01-01"}).context["page"].paginator.count == 0


def test_one_sees_the_sign_ins_of_ones_own_account_alone(signed_in, host_member, observer):
    access_log.note(AccessKind.SIGNED_IN, by=host_member, address="192.0.2.1")
    access_log.note(AccessKind.REFUSED, by=None, about=host_member, address="192.0.2.2")
    access_log.note(AccessKind.SIGNED_IN, by=observer, address="192.0.2.3")
    html = signed_in(host_member).get("/fr/profile/").content.decode()
    assert [f"192.0.2.{number}" in html for number in (1, 2, 3)] == [True, True, False]


def test_nobody_changes_the_log(db, observer):
    access_log.note(AccessKind.SIGNED_IN, by=observer)
    for change in (lambda: AccessEntry.objects.update(user=None), lambda: AccessEntry.objects.all().delete()):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()
