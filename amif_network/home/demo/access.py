"""Who is invited into the demo, and what its organisations said of their accounts this quarter."""

from collections.abc import Callable, Mapping
from datetime import datetime

from amif_network.accounts import actions
from amif_network.accounts.models import AccessReview, Invitation, ReviewChoice, Role, User
from amif_network.directory.models import Organisation, Person

from .cast import ANTWERPEN, BINCHE, BRUXELLES, GENT

# Whom, of which organisation, how many days before the as-of date: the second one has expired by then.
STANDING, EXPIRED = ("inge", GENT, -4), ("katrien", ANTWERPEN, -20)
WITHDRAWN, ACCEPTED = ("elodie", BRUXELLES, -6), ("claire", BINCHE, -30)
LEAVES = "Elle ne suit plus le dossier depuis l'été."


class AccessBuilder:
    """Invites people and answers one list of the quarter, by the actions of the portal."""

    def __init__(
        self,
        users: Mapping[str, User],
        people: Mapping[str, Person],
        organisations: Mapping[str, Organisation],
        moment: Callable[[int], datetime],
    ) -> None:
        self.users, self.people, self.organisations, self.moment = users, people, organisations, moment

    def build(self) -> None:
        """Make the invitations, then open the lists: Binche has answered, the others are still to."""
        self._invite(STANDING)
        self._invite(EXPIRED)
        actions.withdraw(self._invite(WITHDRAWN), by=self.users["pieter"], at=self.moment(-5))
        leaving = actions.accept(self._invite(ACCEPTED), at=self.moment(-29))
        actions.open_reviews(at=self.moment(-3))
        review = AccessReview.objects.get(organisation=self.organisations[BINCHE])
        answers = {
            self.users["mathieu"].pk: (ReviewChoice.STAYS.value, ""),
            leaving.pk: (ReviewChoice.LEAVES.value, LEAVES),
        }
        actions.confirm(review, answers=answers, by=self.users["mathieu"], at=self.moment(-2))

    def _invite(self, whom: tuple[str, str, int]) -> Invitation:
        key, organisation, day = whom
        person = self.people[key]
        invitation, _secret = actions.invite(
            person,
            organisation=self.organisations[organisation],
            email=person.email,
            role=Role.MEMBER,
            language=person.preferred_language,
            by=self.users["pieter"],
            at=self.moment(day),
        )
        return invitation
