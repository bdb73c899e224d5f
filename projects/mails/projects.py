"""The mails about a project that moves: to the people of its lead, or to the coordinators where they must act (UX §7).

They carry no word of a comment or a reason: these stand on the page of the project, behind the sign-in.
"""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import localised
from amif_network.outbox.actions import post
from meetings.mails import recipients

from ..models import Project

TOPIC = "project"
TO_LEAD = _("You get this mail because your organisation leads this project.")
TO_COORDINATORS = _("You get this mail because you coordinate the network.")


@dataclass(frozen=True, slots=True)
class Event:
    """What a mail says of a step: in its subject, and in a sentence."""

    headline: Lazy
    sentence: Lazy


FOR_LEAD = {
    "return": Event(
        _("Project returned"),
        _("The coordination returned the project with a comment. Read it, change what it asks for, and submit again."),
    ),
    "select": Event(_("Project selected"), _("The project is selected. It now waits for the ministerial decree.")),
    "reserve": Event(
        _("Project on the reserve list"), _("The project is on the reserve list: it is paid where money becomes free.")
    ),
    "refuse": Event(_("Project refused"), _("The project is refused. The reason stands on its page.")),
    "decree": Event(_("Project decreed"), _("A ministerial decree gives money to the project. The amounts stand on its page.")),
    "withdraw": Event(_("Project withdrawn"), _("The coordination withdrew the project. The reason stands on its page.")),
    "reconsider": Event(_("Project taken up again"), _("The project counts as submitted again. The reason stands on its page.")),
}
FOR_COORDINATORS = {
    "submit": Event(
        _("Project submitted"), _("A project is submitted. Select it, put it on the reserve list, return it or refuse it.")
    ),
    "withdraw": Event(_("Project withdrawn"), _("The lead organisation withdrew its project. The reason stands on its page.")),
}


def readers(project: Project, action: str, *, by: User) -> list[recipients.Recipient]:
    """Return who gets a mail when `by` takes a step; nobody where the step tells nobody.

    A step of a coordinator is told to the lead, one of the lead to the coordinators; whoever takes it knows.
    """
    if by.is_coordinating and action in FOR_LEAD:
        found = recipients.for_organisation(project.lead)
    elif action == "submit" or (action == "withdraw" and not by.is_coordinating):
        found = recipients.coordinators()
    else:
        found = []
    return [one for one in found if one.email.lower() != by.email.lower()]


def tell(project: Project, action: str, *, by: User, site: str, at: datetime.datetime) -> int:
    """Write the mails of a step that was taken; return how many. `site` is the portal's address, without a path."""
    found = readers(project, action, by=by)
    for one in found:
        _post(project, action, one, for_lead=by.is_coordinating and action in FOR_LEAD, site=site, at=at)
    return len(found)


def _post(project: Project, action: str, to: recipients.Recipient, *, for_lead: bool, site: str, at: datetime.datetime) -> None:
    """Write one mail. The project counts its steps, so that the same step taken a second time is another mail."""
    event = (FOR_LEAD if for_lead else FOR_COORDINATORS)[action]
    with translation.override(to.lang):
        page = site + reverse("projects:project", args=[project.pk])
    post(
        key=f"project-{project.pk}-{action}-{project.rev}-{to.email.lower()}",
        topic=TOPIC,
        about=f"project:{project.pk}",
        to=to.email,
        lang=to.lang,
        template="projects/mails/project_moved",
        context={
            "headline": event.headline,
            "sentence": event.sentence,
            "code": project.code,
            "project": localised(project, "title", to.lang),
            "number": project.call.number,
            "lead": project.lead.localised_name(to.lang),
            "link": page,
            "no_account": to.user is None,
        },
        why=TO_LEAD if for_lead else TO_COORDINATORS,
        at=at,
        user=to.user,
        organisation=project.lead if for_lead else None,
        page=page if to.user else "",
    )
