"""Take away the second step of somebody who lost it."""

import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.core.bilingual import in_both

from ..access_log import note
from ..models import AccessKind, User
from ..sessions import end_all


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None, at: datetime.datetime) -> int:
    """Remove every second step of a person and end their sessions; return how many steps there were.

    `by` is the administrator who vouches for them, None where it was done on the command line.
    """
    User.objects.select_for_update().get(pk=user.pk)
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    end_all(user)
    note(AccessKind.SECURITY, by=by, about=user, subject=in_both(lambda: _("Second step of signing in taken away")), at=at)
    return removed
