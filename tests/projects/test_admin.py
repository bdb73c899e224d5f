"""Calls and projects in the administration: to look at, never to change."""

import pytest

from projects.models import LogEntry, Project
from tests.administration.addresses import admin_address
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def test_what_is_posted_changes_no_state(signed_in, administrator):
    project = ProjectFactory(decreed=True)
    signed_in(administrator).post(admin_address(Project, "change", project.pk), {"state": "closed", "code": "other"})
    project.refresh_from_db()
    assert (project.state, LogEntry.objects.count()) == ("decreed", 0)
