"""A step that was sent twice, as a double click does: the second time it is answered like the first."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _


def taken_already(request: HttpRequest, found: QuerySet, target: str | None) -> bool:
    """Tell the person so and return True when `found`, refused in its present state, is where the step leads."""
    if request.method != "POST" or not found.filter(state=target).exists():
        return False
    messages.info(request, _("This was done already; nothing was done a second time."))
    return True
