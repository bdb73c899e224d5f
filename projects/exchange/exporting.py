"""What a person exports: the tables of the calls and projects that a page shows them, never more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from amif_network.accounts.models import User

from ..models import Call, Project
from .tables import TABLES, Table
from .writing import CSV, XLSX, ZIP, comma_separated, workbook, zipped

FORMATS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class Export:
    """A file ready to be sent."""

    data: bytes
    name: str
    content_type: str


class Exportable(Protocol):
    """Tables with the rows that a person sees; `name` begins the name of the file."""

    @property
    def name(self) -> str:
        """What the file is called."""

    def written(self, tables: Collection[str] = ()) -> list[tuple[type[Table], Any]]:
        """Return the tables named, all where none is, with their rows as a dataset each."""


@dataclass(frozen=True)
class Scope:
    """Calls and projects that exist for `user`, narrowed by what the page shows; `name` begins the name of the file."""

    user: User
    calls: Any
    projects: Any
    name: str

    @classmethod
    def everything(cls, user: User) -> "Scope":
        """Return all that exists for the person."""
        return cls(user, Call.objects.visible_to(user), Project.objects.visible_to(user), "calls-and-projects")

    @classmethod
    def of_call(cls, user: User, call: Call) -> "Scope":
        """Return one call with what the person sees of its projects."""
        projects = Project.objects.visible_to(user).filter(call=call)
        return cls(user, Call.objects.visible_to(user).filter(pk=call.pk), projects, f"call-{call.pk}")

    @classmethod
    def of_projects(cls, user: User, projects: Any, name: str) -> "Scope":
        """Return these projects, which `Project.objects.visible_to(user)` annotated, with their calls."""
        calls = Call.objects.visible_to(user).filter(pk__in=projects.order_by().values("call"))
        return cls(user, calls, projects, name)

    def written(self, tables: Collection[str] = ()) -> list[tuple[type[Table], Any]]:
        """Return the tables named, all where none is, with their rows as a dataset each."""
        kinds = [kind for name, kind in TABLES.items() if not tables or name in tables]
        return [(kind, kind().export(kind.visible(self.user, self.calls, self.projects))) for kind in kinds]


def as_workbook(scope: Exportable, tables: Sequence[str] = ()) -> Export:
    """Write the tables into one workbook."""
    return Export(workbook(scope.written(tables)), f"{scope.name}.xlsx", XLSX)


def as_csv(scope: Exportable, tables: Sequence[str] = ()) -> Export:
    """Write one table as a CSV file, several as a zip of such files."""
    files = {kind.name: comma_separated(dataset) for kind, dataset in scope.written(tables)}
    if len(files) == 1:
        [(name, data)] = files.items()
        return Export(data, f"{scope.name}-{name}.csv", CSV)
    return Export(zipped({f"{name}.csv": data for name, data in files.items()}), f"{scope.name}.zip", ZIP)
