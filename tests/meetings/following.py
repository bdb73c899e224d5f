"""The feed of a person as their calendar program asks for it, read by a library that is not ours."""

import uuid

import icalendar
from django.test import Client

from amif_network.accounts.models import User


def events(response) -> dict[str, icalendar.Event]:
    """Return the events of an answer by their identifiers; the library must find nothing wrong."""
    parsed = icalendar.Calendar.from_ical(response.content.decode())
    assert [component.errors for component in parsed.walk() if component.errors] == []
    return {str(event["UID"]): event for event in parsed.walk("VEVENT")}


def follow(user: User, client: Client | None = None, **headers: str):
    if user.calendar_key is None:
        user.calendar_key = uuid.uuid4()
        user.save(update_fields=["calendar_key"])
    return (client or Client()).get(f"/calendar/{user.calendar_key}.ics", headers=headers)
