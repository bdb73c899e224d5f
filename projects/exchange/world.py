"""What the rows of a file refer to: programmes, calls, projects, organisations and people, read once and locked."""

import datetime
from collections.abc import Collection, Mapping
from functools import cached_property

from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.directory.matching import Matcher, PersonMatcher
from amif_network.directory.models import Organisation, Person

from ..models import Call, Programme, Project

# The names of a call and of a project in a table: programme and number; the code of the project too.
CallKey = tuple[str, str]
ProjectKey = tuple[str, str, str]


class World:
    """The portal as one import finds it; what the import itself makes is added to it.

    Calls named in the file, and their projects, are locked in the order of their keys until the transaction ends: what was
    compared is what is changed.
    """

    def __init__(
        self, *, by: User, at: datetime.datetime, filename: str, named: Collection[CallKey], choices: Mapping[str, int]
    ) -> None:
        self.by, self.at, self.filename = by, at, filename
        # Names that the directory does not know, with whom may be meant.
        self.unknown: dict[str, list[Organisation]] = {}
        # What came in with this file: its history comes along, later changes follow the workflow.
        self.new_calls: set[int] = set()
        self.new_projects: set[int] = set()
        # How many rows were entered or changed so far.
        self.changes = 0
        self._choices = choices
        self._day = at.date()
        self.programmes = {one.code: one for one in Programme.objects.select_for_update(no_key=True).order_by("pk")}
        self.calls = self._named_calls(named)
        self.projects = self._projects_of(self.calls.values())

    def _named_calls(self, named: Collection[CallKey]) -> dict[CallKey, Call]:
        calls = Call.objects.visible_to(self.by).filter(programme__code__in={code for code, _number in named})
        locked = calls.select_related("programme", "managing_body").select_for_update(of=("self",), no_key=True).order_by("pk")
        found = {(call.programme.code, call.number): call for call in locked}
        return {key: call for key, call in found.items() if key in set(named)}

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

    def organisation(self, text: str) -> Organisation:
        """Return the organisation of this code or name, or the one chosen for it. Raises ValueError and notes the name."""
        if text in self._codes:
            return self._codes[text]
        if text in self._choices and self._choices[text] in self._keys:
            return self._keys[self._choices[text]]
        match = self._organisations.match(text)
        if match.organisation is not None:
            return self._keys[match.organisation.pk]
        self.unknown[text] = match.candidates
        raise ValueError(_("“%(name)s” is no organisation that the portal knows for certain.") % {"name": text})

    def person(self, text: str) -> Person:
        """Return the person of this name. Raises ValueError where it is nobody's, or several people's."""
        found = self._people.match(text).person
        if found is None:
            raise ValueError(_("“%(name)s” is not the name of exactly one person of the directory.") % {"name": text})
        return found

    @cached_property
    def _keys(self) -> dict[int, Organisation]:
        return {one.pk: one for one in Organisation.objects.for_list(active_language()).defer("loaded", "search_text")}

    @cached_property
    def _codes(self) -> dict[str, Organisation]:
        return {one.code: one for one in self._keys.values()}

    @cached_property
    def _organisations(self) -> Matcher:
        return Organisation.objects.matcher(self._day)

    @cached_property
    def _people(self) -> PersonMatcher:
        return Person.objects.matcher(self._day)
