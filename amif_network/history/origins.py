"""Who made a change, in words: a person, an import, the portal itself, or whoever was at the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core import origin
from amif_network.directory.folding import words_of

WORKS = {
    origin.DUE: gettext_lazy("as time passed"),
    origin.DEMO: gettext_lazy("the demo network"),
    origin.REFERENCE_DATA: gettext_lazy("the reference data of the CPAS"),
    origin.MINUTES: gettext_lazy("import of minutes from the command line"),
}
# What a filter can ask for.
PERSON, IMPORT, PORTAL, DATABASE = "person", "import", "portal", "database"
KINDS = (
    (PERSON, gettext_lazy("people on the pages")),
    (IMPORT, gettext_lazy("imports")),
    (PORTAL, gettext_lazy("the portal itself")),
    (DATABASE, gettext_lazy("the command line or the database")),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Who it was, and how or where."""

    who: str
    how: str = ""


def of(context: Mapping[str, Any] | None, people: Mapping[int, User]) -> Origin:
    """Say in the active language where a change came from; `context` is what stands beside it."""
    if not context:
        return Origin(_("SQL or the command line"), _("no page asked for it"))
    work, key = context.get("work", ""), context.get("user")
    if key is None:
        who = _("the portal itself") if work else _("somebody without signing in")
    else:
        who = str(people.get(key) or _("an account that is gone (number %(number)s)") % {"number": key})
    if work == origin.IMPORT:
        return Origin(who, _("import of %(file)s") % {"file": context.get("about") or "?"})
    if work:
        return Origin(who, str(WORKS.get(work, work)))
    return Origin(who, _("in the administration") if str(context.get("page", "")).startswith("admin:") else "")


def people_of(contexts: Iterable[Mapping[str, Any] | None]) -> dict[int, User]:
    """Return the accounts named in contexts; one query."""
    keys = {context["user"] for context in contexts if context and context.get("user") is not None}
    return User.objects.select_related("person").in_bulk(keys) if keys else {}


def named(text: str) -> Q:
    """Return the condition of an event made by somebody of this name or address."""
    found = User.objects.filter(known_as(text))
    return Q(pgh_context__user__in=list(found.values_list("pk", flat=True)[:200]))


def known_as(text: str, path: str = "") -> Q:
    """Return the condition that the account at `path` ("", or such as "user__") has an address or a name that holds `text`.

    Of a name every word is looked for, whatever its accents.
    """
    of_name = Q(**{f"{path}person__isnull": False})
    for word in words_of(text):
        of_name &= Q(**{f"{path}person__search_text__contains": word})
    of_address = Q(**{f"{path}email__icontains": text})
    return of_address | of_name if words_of(text) else of_address


def made_by(kind: str) -> Q:
    """Return the condition of an event that came this way (`KINDS`)."""
    imported = Q(pgh_context__work=origin.IMPORT)
    worked = Q(pgh_context__has_key="work")
    return {
        PERSON: Q(pgh_context__isnull=False) & ~worked,
        IMPORT: imported,
        PORTAL: worked & ~imported,
        DATABASE: Q(pgh_context__isnull=True),
    }[kind]
