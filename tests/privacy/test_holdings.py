"""Every table that refers to a person is given out, or it is said why not."""

from django.apps import apps
from django.db.models import ForeignKey

from amif_network.accounts.models import User
from amif_network.directory.models import Person
from amif_network.privacy.holdings import LEFT_OUT, MENTIONED, WHOLE, Reference, columns_that_refer, references


def every_foreign_key() -> set[str]:
    """Walk all models again, also of other people's apps and tables between two, without the module under test."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignKey) and field.model is model and field.related_model in (Person, User)
    }


def test_every_foreign_key_to_a_person_or_account_is_given_out_or_has_a_reason() -> None:
    given = {reference.label for reference in references()}
    assert every_foreign_key() - given - set(LEFT_OUT) == set()


def test_no_reference_is_both_given_out_and_left_out() -> None:
    given = {reference.label for reference in references()}
    assert {name for name, reason in LEFT_OUT.items() if name in given or not reason} == set()


def test_somebody_decided_for_every_table_whether_its_rows_are_given_out_whole() -> None:
    tables = {model._meta.label for model, _field, _leads_to in columns_that_refer()}
    undecided = tables - WHOLE - MENTIONED - {name.rpartition(".")[0] for name in LEFT_OUT}
    assert undecided == set()
    assert set() == WHOLE & MENTIONED


def test_no_table_is_named_that_does_not_exist() -> None:
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert (WHOLE | MENTIONED) - labels == set()


def test_the_walk_sees_events_and_other_peoples_tables() -> None:
    found = every_foreign_key()
    assert {"history.MeetingsAttendanceEvent.person", "mfa.Authenticator.user", "accounts.User_groups.user"} <= found
    assert Reference(Person, "pk", "person").whole
