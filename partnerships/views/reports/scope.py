"""Which partnerships a report or a table is about: those of the list, with the filters of its address."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from ...forms.partnerships import PartnershipFilter
from ...models import Partnership
from ..partnerships.listing import taking_part


def listed(request: HttpRequest) -> Any:
    """Return the partnerships that exist for the person and pass the filters, as `visible_to` annotates them.

    Raises PermissionDenied for observers, who have nothing to do with partnerships.
    """
    user = taking_part(request)
    visible = Partnership.objects.visible_to(user)
    filters = PartnershipFilter(request.GET, user=user)
    passing = filters.applied(visible, timezone.localdate())
    return visible.filter(pk__in=passing.order_by().values("pk"))
