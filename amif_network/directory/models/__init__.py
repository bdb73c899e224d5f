"""Organisations, people, and who works where and when (DOMAIN §3).

Nothing here is deleted: an organisation, a membership or an affiliation ends.
"""

from amif_network.directory.models.organisation import (
    Organisation,
    OrganisationAlias,
    OrganisationMembership,
    OrganisationQuerySet,
)
from amif_network.directory.models.person import Affiliation, AffiliationQuerySet, Person, PersonQuerySet

__all__ = [
    "Affiliation",
    "AffiliationQuerySet",
    "Organisation",
    "OrganisationAlias",
    "OrganisationMembership",
    "OrganisationQuerySet",
    "Person",
    "PersonQuerySet",
]
