"""Find a committee for a person: does it exist for them, and what may they do with it?"""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ...models import Committee
from ..scope import partnership_for, partnership_to_write


def committee_for(request: HttpRequest, pk: int, committee_pk: int, committees: Any = None) -> tuple[Any, set[str]]:
    """Return a committee of partnership `pk` (loaded as `committees` says) and what may be done with the partnership.

    Raises Http404 where one of both does not exist for the person.
    """
    partnership, can = partnership_for(request, pk)
    return _of(partnership, committee_pk, committees), can


def committee_to_write(request: HttpRequest, pk: int, committee_pk: int, committees: Any = None) -> tuple[Any, bool]:
    """Return a committee for a form that changes it, and whether the state of the partnership forbids that by now.

    Raises as `partnership_to_write`.
    """
    partnership, closed = partnership_to_write(request, pk, "committee")
    return _of(partnership, committee_pk, committees), closed


def _of(partnership: Any, committee_pk: int, committees: Any) -> Any:
    loaded = Committee.objects.select_related("convened_by__organisation") if committees is None else committees
    found = get_object_or_404(loaded, partnership=partnership, pk=committee_pk)
    found.partnership = partnership
    return found
