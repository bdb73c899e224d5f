"""One table of events per record that has a history; triggers of the database fill it, and refuse to change it.

So what was changed by a page, an import, the administration or SQL is there alike. The names of the classes follow the records'
labels: the history of `projects.Call` is `history.ProjectsCallEvent`.
"""

from typing import Any

import pghistory
from django.db import models
from pghistory.models import Event

from amif_network.core.kept_rows import never_emptied

from .tracked import TRACKED

# Secrets, what the reference data remember of themselves, and counters that no person changes.
UNTOLD = {
    "accounts.User": ("password", "last_login", "calendar_key", "access_noted"),
    "accounts.Invitation": ("digest",),
    "accounts.ApiClient": ("digest", "feed_digest", "last_used_on"),
    "directory.Organisation": ("loaded",),
    "meetings.Attendance": ("link_key",),
}
COUNTERS = ("rev",)


def _untold(model: type[models.Model]) -> list[str]:
    """Return the columns that stay out of the history of `model`: those above, and what the database computes."""
    computed = [field.name for field in model._meta.local_fields if isinstance(field, models.GeneratedField)]
    return [*UNTOLD.get(model._meta.label, ()), *computed, *(name for name in COUNTERS if hasattr(model, name))]


def _history_of(model: type[models.Model]) -> type[Event]:
    history: Any = pghistory.create_event_model(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=_untold(model),
        app_label="history",
        model_name=f"{model._meta.app_label.capitalize()}{model.__name__}Event",
        abstract=False,
        append_only=True,
        meta={
            "default_permissions": (),
            "triggers": [never_emptied()],
            "indexes": [models.Index(fields=["pgh_obj", "pgh_created_at"]), models.Index(fields=["pgh_created_at"])],
        },
    )
    return history  # type: ignore[no-any-return]


EVENTS: dict[type[models.Model], type[Event]] = {model: _history_of(model) for model in TRACKED}


def recorded(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return all events of a kind of record, in no order."""
    return EVENTS[model]._default_manager.order_by()
