"""How tests invite somebody, and find the link in the mail."""

import re
from email.message import EmailMessage
from typing import Any

from django.utils import timezone

from amif_network.accounts import actions
from amif_network.accounts.models import Invitation, User
from amif_network.directory.models import Organisation, Person
from tests.factories.directory import OrganisationFactory, PersonFactory


def invited(
    by: User, *, person: Person | None = None, organisation: Organisation | None = None, **values: Any
) -> tuple[Invitation, str]:
    """Invite somebody, a new person by default, and return the invitation with its secret."""
    person = person or PersonFactory(email="lisa@example.org")
    data = {"email": person.email, "role": "member", "language": "fr", **values}
    return actions.invite(person, organisation=organisation or OrganisationFactory(), by=by, at=timezone.now(), **data)


def link_in(message: Any) -> str:
    """Return the path of the invitation that a mail carries."""
    text = message.get_body(("plain",)).get_content() if isinstance(message, EmailMessage) else message.body
    found = re.search(r"https?://[^/]+(/(?:fr|nl)/access/invitation/[\w-]+/)", text)
    assert found
    return found[1]
