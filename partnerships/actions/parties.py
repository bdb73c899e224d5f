"""The people of a party: who answers for it, and whom to ask."""

import datetime

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.bilingual import in_both
from amif_network.core.workflow import advance
from projects.actions.steps import stood

from ..models import Party
from ..models.choices import Edit, LogSubject
from ..workflow import PARTNERSHIP
from .agreements import refuse_strange_party
from .steps import locked_partnership, log

PEOPLE = ("owner", "contact")


@transaction.atomic
def name_people(party: Party, *, by: User, at: datetime.datetime) -> Party:
    """Save the people of a party in memory. Raises PermissionDenied for a party of others, else as `core.workflow.advance`."""
    standing = locked_partnership(party.partnership, by=by)
    before, after = advance(PARTNERSHIP, "follow", standing, by=by)
    refuse_strange_party(standing, party, by)
    stands = Party.objects.select_related(*PEOPLE, "organisation").get(pk=party.pk)
    changed = [name for name in PEOPLE if getattr(stands, name) != getattr(party, name)]
    if changed:
        party.save(update_fields=changed)
        words = in_both(lambda: f"{stands.organisation}\n{stood(stands, changed)}")
        log(standing, LogSubject.PARTY, Edit.CHANGE, before, after, by=by, at=at, words=words)
    return party
