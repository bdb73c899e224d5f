"""Pages of calls and projects are kept until something changes that they show: each kind of row is changed here, by SQL."""

import pytest
from django.utils import timezone

from projects.models import CallDateNotice, LogEntry
from tests.factories.directory import OrganisationFactory
from tests.factories.projects import (
    BudgetLineFactory,
    CallDateFactory,
    CallFactory,
    CallTemplateFactory,
    DecreeFactory,
    DecreeLineFactory,
    EnvelopeFactory,
    FundingFactory,
    InterestFactory,
    PaymentFactory,
    ProjectFactory,
    SupplementFactory,
)
from tests.kept import by_sql, changes_shown, kept, shown
from tests.projects.pages import address

pytestmark = pytest.mark.django_db

OF_THE_PROJECT = {
    "projects_project": "summary_fr = 'Autre but'",
    "projects_call": "number = 'X9'",
    "projects_projectfunding": "asked = 12345",
    "projects_budgetline": "planned = 4321",
    "projects_partnershipsupplement": "asked = 777",
    "projects_envelope": "ceiling = 1",
    "projects_ministerialdecree": "reference = 'AM-autre'",
    "projects_decreeline": "amount = 888",
    "projects_authoritypayment": "amount = 999",
    "projects_logentry": "comment = 'Autre motif'",
    "directory_organisation": "short_fr = short_fr || ' (bis)'",
}
OF_THE_CALL = {
    "projects_call": "number = 'X8'",
    "projects_calldate": "earliest = earliest + 1, latest = latest + 1",
    "projects_envelope": "amount = 1234567",
    "projects_calltemplate": "version = 'v9'",
    "projects_expressionofinterest": "answer = 'undecided'",
    "projects_project": "title_fr = 'Autre titre'",
    "projects_ministerialdecree": "reference = 'AM-tout-autre'",
    "projects_logentry": "comment = 'Encore un motif'",
}


@pytest.fixture
def project(french_coordinator):
    """A project with money of every kind, in a call with something of every kind."""
    made = ProjectFactory(decreed=True)
    CallDateFactory(call=made.call)
    CallTemplateFactory(call=made.call)
    EnvelopeFactory(call=made.call)
    InterestFactory(call=made.call)
    FundingFactory(project=made)
    BudgetLineFactory(project=made)
    SupplementFactory(project=made)
    DecreeLineFactory(project=made, decree=DecreeFactory(call=made.call))
    PaymentFactory(project=made)
    done = {"call": made.call, "by": french_coordinator, "at": timezone.now()}
    LogEntry.objects.create(**done, project=made, subject="project", action="change", comment="Motif")
    LogEntry.objects.create(**done, subject="call", action="change", comment="Motif")
    return made


def test_every_change_shows_at_once(signed_in, french_coordinator, project):
    client, call = signed_in(french_coordinator), project.call
    for page, changes in (
        (address("project", project.pk), OF_THE_PROJECT),
        (address("call", call.pk), OF_THE_CALL),
        (address("projects"), {"projects_project": "title_fr = 'Titre'", "projects_projectfunding": "asked = 54321"}),
        (address("calls"), {"projects_call": "title_fr = 'Titre'"}),
        (address("interests", call.pk), {"projects_expressionofinterest": "answer = 'undecided', reason = 'Pourquoi'"}),
    ):
        assert changes_shown(client, page, changes) == list(changes)


def test_what_a_member_has_opened_is_no_longer_new(signed_in, host_member, host):
    """Reading a page is written down by a script: the page that is kept knows of it."""
    client = signed_in(host_member)
    date = CallDateFactory(call=CallFactory())
    call = date.call
    CallDateNotice.objects.create(date=date, organisation=host, told_at=timezone.now())
    assert 'class="call-news' in kept(client, call.get_absolute_url())
    client.post(address("call-opened", call.pk))
    assert 'class="call-news' not in client.get(call.get_absolute_url()).text


def test_a_member_who_has_another_name_or_lost_the_rights_sees_it_at_once(signed_in, host_member, host):
    client, project = signed_in(host_member), ProjectFactory(lead=host)
    assert str(host_member.person) in kept(client, project.get_absolute_url())
    by_sql("UPDATE directory_person SET family_name = 'Toutautre'")
    assert "Toutautre" in shown(client, project.get_absolute_url())
    kept(client, project.get_absolute_url())
    OrganisationFactory(code="elsewhere")
    by_sql("UPDATE directory_affiliation SET organisation_id = (SELECT id FROM directory_organisation WHERE code = 'elsewhere')")
    assert client.get(project.get_absolute_url()).status_code == 404
