"""Erasing a person: nothing of theirs is left where it may go, and the official record stands."""

import datetime
from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amif_network.accounts.models import AccessEntry, AccessKind, Invitation, User
from amif_network.directory.models import Affiliation, Person
from amif_network.directory.models.person import REMOVED
from amif_network.history.models import EVENTS
from amif_network.outbox.models import OutgoingMail
from amif_network.prints.keeping import kept_pdf
from amif_network.prints.models import Print
from amif_network.privacy import erasing
from amif_network.privacy.models import Erasure
from amif_network.privacy.subject import Subject
from meetings.models import Attendance, ReviewLink
from tests.factories.accounts import UserFactory
from tests.factories.meetings import MinutesFactory, SectionFactory
from tests.factories.partnerships import ImmersionFactory

SignIn = Callable[[User], Client]
TRACES = ("Dubrulle", "mireille.dubrulle@example.org", "rendez-vous médical", "192.0.2.7", "Chère Mireille")


def erase(whom: User, by: User | None, **given: str) -> Erasure:
    assert whom.person is not None
    typed = {"typed": "Mireille Dubrulle", "reason": "Demande écrite", **given}
    return erasing.erase("people", whom.person.pk, by=by, at=timezone.now(), **typed)


def traces() -> Iterator[tuple[str, str]]:
    """Search every column of every table of the database for what was personal: the tables of this test are short."""
    tables = set(connection.introspection.table_names())
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values() if model._meta.db_table in tables else ():
            for column, value in row.items():
                yield from ((f"{model._meta.label}.{column}", trace) for trace in TRACES if trace.lower() in str(value).lower())


def test_no_table_of_the_database_holds_the_person_any_more(somebody: User, administrator: User) -> None:
    assert len(set(traces())) > 8
    erase(somebody, administrator)
    assert sorted(set(traces())) == []


def test_no_kept_print_shows_the_name_any_more(somebody: User, administrator: User) -> None:
    kept_pdf('<!doctype html><html lang="fr"><title>Dubrulle</title><body><h1>Dubrulle</h1></body></html>')
    assert Print.objects.count() == 1
    erase(somebody, administrator)
    assert not Print.objects.exists()


def test_the_record_stays_without_the_name(somebody: User, administrator: User) -> None:
    person = somebody.person
    assert person is not None
    erase(somebody, administrator)
    person = Person.objects.get(pk=person.pk)
    assert str(person) == f"{REMOVED} {person.pk}"
    assert (person.email, person.phone, person.preferred_language) == ("", "", "")
    attendance = Attendance.objects.get(person=person)
    assert (attendance.excuse, attendance.link_key) == ("", None)
    assert Affiliation.objects.get(person=person).valid_to == timezone.localdate()
    events = EVENTS[Person]._base_manager.filter(pgh_obj=person.pk)
    assert {event.family_name for event in events} == {str(person)}


def test_the_account_is_closed_with_all_its_ways_in(somebody: User, administrator: User, signed_in: SignIn) -> None:
    client = signed_in(somebody)
    erase(somebody, administrator)
    user = User.objects.get(pk=somebody.pk)
    assert (user.is_active, user.role, user.calendar_key, user.has_usable_password()) == (False, "observer", None, False)
    assert client.get(reverse("home:home")).status_code == 302
    assert Invitation.objects.get(person=somebody.person_id).revoked_at is not None
    assert ReviewLink.objects.get().revoked_at is not None
    mail = OutgoingMail.objects.get(key__startswith="emptied")
    assert (mail.subject, mail.text, mail.html, mail.to, mail.state) == ("", "", "", "nobody@removed.invalid", "cancelled")


def test_words_that_people_wrote_are_shown_before_and_stay(somebody: User, administrator: User, sure: SignIn) -> None:
    section = SectionFactory(minutes=MinutesFactory(), fr="Mireille Dubrulle présente le budget.")
    page = sure(administrator).get(reverse("privacy:erase-person", args=[somebody.person_id])).content.decode()
    assert section.minutes.get_absolute_url() in page
    erase(somebody, administrator)
    assert "Mireille Dubrulle" in section.texts.first().html


def test_the_log_says_that_it_was_done_but_not_to_whom(somebody: User, administrator: User) -> None:
    erasure = erase(somebody, administrator)
    entry = AccessEntry.objects.get(kind=AccessKind.ERASURE)
    assert (entry.user, entry.about_id, entry.subject_fr) == (administrator, somebody.pk, entry.subject_fr)
    assert str(somebody.person_id) in entry.subject_fr
    assert erasure.reason == "Demande écrite"


def test_the_triggers_stand_again_after_an_erasure(somebody: User, administrator: User) -> None:
    erasure = erase(somebody, administrator)
    for rows in (AccessEntry.objects.all(), EVENTS[Person]._base_manager.all(), Erasure.objects.filter(pk=erasure.pk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_a_second_erasure_is_refused(somebody: User, administrator: User) -> None:
    erase(somebody, administrator)
    with pytest.raises(ValidationError, match=r"effacées|erased"):
        erase(somebody, administrator)
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"typed": "Mireille"}, "typed"), ({"reason": "demandé par mireille dubrulle"}, "reason")],
)
def test_a_wrong_name_and_a_name_in_the_reason_are_refused(
    given: dict[str, str], field: str, somebody: User, administrator: User
) -> None:
    with pytest.raises(ValidationError) as refused:
        erase(somebody, administrator, **given)
    assert list(refused.value.message_dict) == [field]
    assert Person.objects.get(pk=somebody.person_id).family_name == "Dubrulle"


def test_the_agent_of_a_running_immersion_stays(somebody: User, administrator: User) -> None:
    immersion = ImmersionFactory(agent=somebody.person)
    while_it_runs, after = immersion.ends_on, immersion.ends_on + datetime.timedelta(days=1)
    subject = Subject.of(somebody)
    assert [immersion.partnership.code in one for one in erasing.refusals(subject, by=administrator, on=while_it_runs)] == [True]
    assert erasing.refusals(subject, by=administrator, on=after) == []


def test_the_last_administrator_stays_and_nobody_erases_themselves(administrator: User, french_coordinator: User) -> None:
    today, other = timezone.localdate(), UserFactory(administrator=True, is_active=False)
    assert len(erasing.refusals(Subject.of(administrator), by=None, on=today)) == 1
    other.is_active = True
    other.save(update_fields=["is_active"])
    assert erasing.refusals(Subject.of(administrator), by=other, on=today) == []
    assert len(erasing.refusals(Subject.of(administrator), by=administrator, on=today)) == 1


def test_a_page_that_was_opened_before_does_not_bring_the_name_back(
    somebody: User, administrator: User, french_coordinator: User, signed_in: SignIn
) -> None:
    client, edit = signed_in(french_coordinator), reverse("directory:person-edit", args=[somebody.person_id])
    base = client.get(edit).context["form"].initial["base"]
    erase(somebody, administrator)
    answer = client.post(edit, {"given_name": "Mireille", "family_name": "Dubrulle", "email": "", "base": base})
    assert answer.status_code in (200, 409)
    assert Person.objects.get(pk=somebody.person_id).family_name.startswith(REMOVED)


def test_the_page_shows_what_goes_and_stays_then_erases(somebody: User, administrator: User, sure: SignIn) -> None:
    client, address = sure(administrator), reverse("privacy:erase-person", args=[somebody.person_id])
    page = client.get(address)
    assert [line.number for line in page.context["goes"]][:2] == [1, 1]
    assert any(line.number for line in page.context["stays"])
    wrong = client.post(address, {"typed": "Quelqu’un", "reason": "Demande écrite"})
    assert wrong.status_code == 200
    assert "Quelqu’un" in wrong.content.decode()
    done = client.post(address, {"typed": "mireille dubrulle", "reason": "Demande écrite"}, follow=True)
    assert done.redirect_chain == [(reverse("privacy:subject-person", args=[somebody.person_id]), 302)]
    assert Erasure.objects.get().by == administrator
    again = client.post(address, {"typed": f"{REMOVED} {somebody.person_id}", "reason": "Encore"})
    assert again.status_code == 200
    assert Erasure.objects.count() == 1


def test_an_account_without_a_person_is_erased_by_its_address(administrator: User, observer: User, sure: SignIn) -> None:
    sent = {"typed": observer.email, "reason": "Compte d’essai"}
    sure(administrator).post(reverse("privacy:erase-account", args=[observer.pk]), sent)
    assert User.objects.get(pk=observer.pk).email == f"{observer.pk}@removed.invalid"
