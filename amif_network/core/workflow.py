"""One way to change state: a table of steps per kind of object, and `advance()` that obeys it.

A workflow maps an action's name to a `Step`: the states it starts from, the state it ends in
(None: the action leaves the state as it is) and the question that decides who may take it.
`allowed()` answers for views, templates and tests alike, without a query.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _


class Actor(Protocol):
    """What a workflow asks of a user; `accounts.User` and the anonymous user fit."""

    @property
    def is_authenticated(self) -> Any:
        """True for a person who has signed in."""


class Stateful(Protocol):
    """An object with a state column."""

    state: Any


Who = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a workflow table."""

    sources: frozenset[str]
    target: str | None
    who: Who
    comment_required: bool = False


Workflow = Mapping[str, Step]


class WrongState(PermissionDenied):
    """The action does not start from the state the object is in; says so unless a better sentence is given."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _("This is not possible any more: the state has changed meanwhile."))


class CommentRequired(ValueError):
    """The action sends something back and needs a reason."""


def allowed(workflow: Workflow, user: Actor, obj: Stateful) -> set[str]:
    """Return the names of the actions `user` may take on `obj` now. Never queries."""
    return {name for name, step in workflow.items() if obj.state in step.sources and step.who(user, obj)}


def advance(
    workflow: Workflow, action: str, obj: models.Model, *, by: Any, comment: str = "", saving: Sequence[str] = ()
) -> tuple[str, str]:
    """Move `obj` (locked by the caller) along `workflow` and return the states (from, to).

    `saving`: fields, set by the caller, that the database must see in the same change as the state. Raises WrongState
    or PermissionDenied when the table refuses, CommentRequired when a reason is missing.
    """
    step, state = workflow[action], obj.state  # type: ignore[attr-defined]
    if state not in step.sources:
        raise WrongState
    if not step.who(by, obj):
        raise PermissionDenied
    if step.comment_required and not comment.strip():
        raise CommentRequired(_("Please give a reason."))
    if step.target is not None and step.target != state:
        obj.state = step.target  # type: ignore[attr-defined]
        obj.save(update_fields=["state", *saving])
    elif saving:
        obj.save(update_fields=saving)
    return state, step.target or state


def take_over(obj: Stateful, state: str) -> None:
    """Set, unsaved, the state that a record has reached elsewhere: it comes in with a file, as history, and takes no step."""
    obj.state = state
