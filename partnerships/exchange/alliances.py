"""What the rows of a file refer to of partnerships, read once and locked."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from amif_network.directory.models import Organisation
from amif_network.exchange.cells import read_text
from amif_network.exchange.world import World
from projects.models import AuthorityPayment, Call, Project

from ..models import Claim, Partnership, Party

# A claim in a table: code of the partnership, partner, reference, which of this reference.
ClaimKey = tuple[str, Organisation, str, int]


class Alliances:
    """Partnerships as one import finds them; what the import itself makes is added.

    Those named in the file are locked, in the order of their keys, until the transaction ends: what was compared is what is
    changed.
    """

    def __init__(self, world: World) -> None:
        # What came in with this file: its paper and its money come along as they stood; later changes are steps of their own.
        self.new: set[int] = set()
        named = {read_text(cells.get("partnership")) for cells in world.cells()}
        visible = Partnership.objects.visible_to(world.by).filter(code__in=named)
        locked = visible.select_related("call__programme", "project", "predecessor").order_by("pk")
        self.partnerships = {one.code: one for one in locked.select_for_update(of=("self",), no_key=True)}
        self.parties: dict[tuple[str, Organisation], Party] = {}
        for party in Party.objects.filter(partnership__in=self.partnerships.values()).select_related(
            "organisation", "owner", "contact"
        ):
            self.add_party(party)
        self.claims: dict[ClaimKey, Claim] = {}
        calls = Call.objects.visible_to(world.by).select_related("programme")
        self._calls = {(call.programme.code, call.number): call for call in calls}
        self._projects: dict[tuple[str, str, str], Project] = {}
        self._by = world.by

    def add(self, partnership: Partnership) -> None:
        """Let rows name a partnership that came in with this file."""
        self.partnerships[partnership.code] = partnership
        self.new.add(partnership.pk)

    def add_party(self, party: Party) -> None:
        """Let rows name a party."""
        party.partnership = self.by_key(party.partnership_id)
        self.parties[(party.partnership.code, party.organisation)] = party

    def by_key(self, key: int) -> Partnership:
        """Return a loaded partnership."""
        return next(one for one in self.partnerships.values() if one.pk == key)

    def partnership(self, code: str) -> Partnership:
        """Return a partnership. Raises ValueError."""
        if code not in self.partnerships:
            raise ValueError(_("There is no partnership “%(code)s”. Put it on the sheet “partnerships”.") % {"code": code})
        return self.partnerships[code]

    def party(self, code: str, organisation: Organisation | None) -> Party:
        """Return the party that an organisation is in a partnership. Raises ValueError."""
        self.partnership(code)
        if organisation is None or (code, organisation) not in self.parties:
            sentence = _("“%(organisation)s” is no party of %(code)s. Put it on the sheet “parties”.")
            raise ValueError(sentence % {"organisation": organisation.code if organisation else "", "code": code})
        return self.parties[(code, organisation)]

    def claim(self, key: ClaimKey) -> Claim:
        """Return a claim. Raises ValueError."""
        if key not in self.claims:
            raise ValueError(
                _("There is no claim “%(reference)s” of this partner. Put it on the sheet “claims”.") % {"reference": key[2]}
            )
        return self.claims[key]

    def funds(self, row: dict[str, Any]) -> tuple[Call | None, Project | None]:
        """Return the call and the project that a row names, None where its cells are empty. Raises ValueError."""
        programme, number, code = (read_text(row.get(name)) for name in ("programme", "call", "project"))
        if not number:
            return None, None
        call = self._calls.get((programme, number))
        if call is None:
            raise ValueError(
                _("There is no call “%(number)s” in the programme “%(code)s”.") % {"number": number, "code": programme}
            )
        return call, self._project(call, code) if code else None

    def _project(self, call: Call, code: str) -> Project:
        key = (call.programme.code, call.number, code)
        if key not in self._projects:
            found = Project.objects.visible_to(self._by).filter(call=call, code=code).first()
            if found is None:
                raise ValueError(_("There is no project “%(code)s” in call %(number)s.") % {"code": code, "number": call.number})
            self._projects[key] = found
        return self._projects[key]

    @staticmethod
    def payment(partnership: Partnership, reference: str) -> AuthorityPayment:
        """Return a payment of the authority to the project of a partnership. Raises ValueError."""
        found = AuthorityPayment.objects.filter(project=partnership.project_id, reference=reference, reverses=None).first()
        if found is None:
            sentence = _("There is no payment “%(reference)s” of the project of this partnership.")
            raise ValueError(sentence % {"reference": reference})
        return found

    def all(self) -> Iterable[Partnership]:
        """Return the partnerships that the file names."""
        return self.partnerships.values()
