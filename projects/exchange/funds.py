"""What the rows of a file refer to of calls and projects, read once and locked."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from amif_network.exchange.cells import read_text
from amif_network.exchange.world import World

from ..models import Call, Programme, Project

# The names of a call and of a project in a table: programme and number; the code of the project too.
CallKey = tuple[str, str]
ProjectKey = tuple[str, str, str]


def call_key(row: dict[str, Any]) -> CallKey:
    """Return which call a row is about."""
    return (read_text(row.get("programme")), read_text(row.get("call")))


def project_key(row: dict[str, Any]) -> ProjectKey:
    """Return which project a row is about."""
    return (*call_key(row), read_text(row.get("project")))


class Funds:
    """Programmes, calls and projects as one import finds them; what the import itself makes is added.

    Calls named in the file, and their projects, are locked in the order of their keys until the transaction ends: what was
    compared is what is changed.
    """

    def __init__(self, world: World) -> None:
        self.by = world.by
        # What came in with this file: its history comes along, later changes follow the workflow.
        self.new_calls: set[int] = set()
        self.new_projects: set[int] = set()
        self.programmes = {one.code: one for one in Programme.objects.select_for_update(no_key=True).order_by("pk")}
        self.calls = self._named_calls({call_key(cells) for cells in world.cells()})
        self.projects = self._projects_of(self.calls.values())

    def _named_calls(self, named: Collection[CallKey]) -> dict[CallKey, Call]:
        calls = Call.objects.visible_to(self.by).filter(programme__code__in={code for code, _number in named})
        locked = calls.select_related("programme", "managing_body").select_for_update(of=("self",), no_key=True).order_by("pk")
        found = {(call.programme.code, call.number): call for call in locked}
        return {key: call for key, call in found.items() if key in named}

    def _projects_of(self, calls: Collection[Call]) -> dict[ProjectKey, Project]:
        by_key = {call.pk: call for call in calls}
        projects = Project.objects.visible_to(self.by).filter(call__in=by_key).select_related("lead", "contact")
        found = {}
        for project in projects.select_for_update(of=("self",), no_key=True).order_by("pk"):
            project.call = by_key[project.call_id]
            found[(project.call.programme.code, project.call.number, project.code)] = project
        return found

    def programme(self, code: str) -> Programme:
        """Return a programme. Raises ValueError."""
        if code not in self.programmes:
            raise ValueError(_("There is no programme “%(code)s”. Put it on the sheet “programmes”.") % {"code": code})
        return self.programmes[code]

    def call(self, key: CallKey) -> Call:
        """Return a call. Raises ValueError."""
        if key not in self.calls:
            sentence = _("There is no call “%(number)s” in the programme “%(code)s”. Put it on the sheet “calls”.")
            raise ValueError(sentence % {"code": key[0], "number": key[1]})
        return self.calls[key]

    def project(self, key: ProjectKey) -> Project:
        """Return a project. Raises ValueError."""
        if key not in self.projects:
            sentence = _("There is no project “%(code)s” in call %(number)s. Put it on the sheet “projects”.")
            raise ValueError(sentence % {"code": key[2], "number": key[1]})
        return self.projects[key]
