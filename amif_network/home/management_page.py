"""The page from which whoever leads the network finds what is managed: two clicks from home (UX §1, screens 17 and 18)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amif_network.accounts.roles import coordinator


@dataclass(frozen=True, slots=True)
class Room:
    """One place of management: its page, its name, and the questions it answers."""

    view: str
    title: Promise
    question: Promise
    for_administrators: bool = False

    @property
    def address(self) -> str:
        """Where it is."""
        return reverse(self.view)


ROOMS = (
    Room("access:accounts", _("Access"), _("Who has an account, in which role? Who is invited, and who still needs access?")),
    Room("reports:overview", _("Reports"), _("What happened in the network in a year, who was there, what became of it?")),
    Room("exchange:overview", _("Import and export"), _("Which tables go out, and what would a file change that comes in?")),
    Room("history:search", _("History"), _("Who changed what, when, from what to what? Who signed in, who exported?")),
    Room(
        "privacy:overview",
        _("Personal data"),
        _("Which corrections were asked for? What is held on a person, and how long is it kept?"),
    ),
    Room(
        "clients:clients",
        _("API"),
        _("Which programs read the portal, what may each read, and when did it last?"),
        for_administrators=True,
    ),
    Room(
        "admin:index",
        pgettext_lazy("all records", "Administration"),
        _("All records as the database holds them."),
        for_administrators=True,
    ),
)


@require_safe
def management(request: HttpRequest) -> HttpResponse:
    """List the places that the person may enter."""
    user = coordinator(request)
    rooms = [room for room in ROOMS if user.is_administrator or not room.for_administrators]
    return render(request, "home/management.html", {"rooms": rooms})
