"""What a page of calls and projects exports: the rows that it shows its reader."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from amif_network.accounts.models import User
from amif_network.exchange.writing import Written

from ..models import Call, Project
from .tables import TABLES


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

    def written(self, tables: Collection[str] = ()) -> list[Written]:
        """Return the tables named, all where none is, with their records."""
        kinds = [kind for kind in TABLES if not tables or kind.name in tables]
        return [Written(kind(), kind.visible(self.user, self.calls, self.projects)) for kind in kinds]
