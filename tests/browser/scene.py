"""A portal in full use: the demo, and beside it what its pages need to show each of their states."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from amif_network.accounts.models import User
from amif_network.directory.models import Affiliation, Organisation, OrganisationAlias, Person
from amif_network.home.demo.build import DemoBuilder
from amif_network.home.demo.cast import PASSWORD
from meetings.actions import attachments, importing, publishing, steps, structure
from meetings.models import Attachment, Importation, Meeting, PendingContribution, Section, SectionText, SlideReference

DOCUMENTS = Path(__file__).parent.parent / "meetings" / "importing" / "documents"


@dataclass
class Scene:
    """What there is to see, and who looks at it."""

    users: dict[str, User]
    published: Meeting
    draft: Meeting
    approved: Meeting
    planned: Meeting
    cancelled: Meeting
    section: Section
    revision: int
    slides: SlideReference
    pending: PendingContribution
    attachment: Attachment
    importation: Importation
    person: Person
    affiliation: Affiliation
    organisation: Organisation
    sessions: dict[str, str]


def address(name: str, *args: object, lang: str) -> str:
    """Return the address of a page in a language."""
    with translation.override(lang):
        return reverse(name, args=args)


def build_scene() -> Scene:
    """Load the reference data and the demo, and bring its meetings into every state."""
    call_command("load_reference_data", verbosity=0)
    builder, now = DemoBuilder(timezone.localdate()), timezone.now()
    published, draft, approved, planned = builder.build()
    admin, author = builder.users["samira"], builder.users["nathalie"]
    cancelled = _cancelled(planned, by=author, at=now)
    presentation = attachments.attach(
        draft, data=b"Agenda\n", filename="agenda.txt", kind="annex", title="Programme", language="fr", by=author, at=now
    )
    sections = list(Section.objects.filter(minutes__meeting=draft, parent=None).order_by("position"))
    structure.remove_section(
        Section.objects.filter(minutes__meeting=draft).exclude(parent=None).order_by("pk")[1], by=author, at=now
    )
    slides = SlideReference.objects.create(section=sections[0], position=1, first=3, last=6, topic_fr="Enquête")
    publishing.approve(approved.minutes, by=author, at=now)
    organisation = Organisation.objects.get(code="cpas-44021")
    OrganisationAlias.objects.create(organisation=organisation, text="Gand")
    text = SectionText.objects.get(section=sections[0], language="fr")
    users = {"administrator": admin, "coordinator": author, "member": builder.users["hugo"], "observer": builder.users["thomas"]}
    return Scene(
        users=users,
        sessions={role: session_of(user) for role, user in users.items()},
        published=published, draft=draft, approved=approved, planned=planned, cancelled=cancelled,
        section=sections[0],
        revision=text.revisions.order_by("pk").first().pk,
        slides=slides,
        pending=PendingContribution.objects.filter(minutes__meeting=draft).first(),
        attachment=presentation,
        importation=uploaded("mixed_two_agendas.txt", by=author),
        person=builder.people["hugo"],
        affiliation=Affiliation.objects.get(person=builder.people["hugo"]),
        organisation=organisation,
    )  # fmt: skip


def session_of(user: User) -> str:
    """Sign a user in as they do themselves, for some pages ask again who has not, and return the key of the session."""
    client = Client()
    client.post(address("account_login", lang=user.language), {"login": user.email, "password": PASSWORD})
    return client.cookies["sessionid"].value


def uploaded(name: str, *, by: User) -> Importation:
    """Upload one of the documents of the tests."""
    return importing.receive(data=(DOCUMENTS / name).read_bytes(), filename=name, by=by, at=timezone.now())


def _cancelled(like: Meeting, *, by: User, at: datetime.datetime) -> Meeting:
    """Plan a meeting and call it off."""
    meeting = Meeting.objects.create(title_fr="Rencontre annulée", date=like.date)
    return steps.move_meeting(meeting, "cancel", by=by, at=at, comment="Grève des trains")


OF_THEIR_ACCOUNT: list[tuple[str, str, tuple[object, ...]]] = [
    ("profile", "accounts:profile", ()),
    ("password", "account_change_password", ()),
    ("addresses", "account_email", ()),
    ("two factors", "mfa_index", ()),
    ("sign out", "account_logout", ()),
    ("confirm it is you", "account_reauthenticate", ()),
]


def pages(scene: Scene, role: str, lang: str) -> dict[str, str]:
    """Return the addresses of the pages that look different to a person with this role, by a name for the page.

    The administration is not among them: its pages are Django's own, with small targets that axe reports.
    """
    entries: list[tuple[str, str, tuple[object, ...]]] = [
        ("home", "home:home", ()),
        ("organisations", "directory:organisations", ()),
        ("organisation", "directory:organisation", (scene.organisation.pk,)),
        ("people", "directory:people", ()),
        ("person", "directory:person", (scene.person.pk,)),
        ("meetings", "meetings:list", ()),
        ("published meeting", "meetings:meeting", (scene.published.pk,)),
        ("editions", "meetings:editions", (scene.published.pk,)),
    ]
    if role == "member":
        entries += [*OF_THEIR_ACCOUNT, ("convened meeting", "meetings:meeting", (scene.planned.pk,))]
    if role == "coordinator":
        entries += _of_directory(scene) + _of_meetings(scene) + _of_minutes(scene)
    if role == "administrator":
        # Beside their own pages administrators see those of coordinators; where they can do more, they see them here.
        entries += [
            ("meeting in draft", "meetings:meeting", (scene.draft.pk,)),
            ("workspace", "meetings:workspace", (scene.draft.pk,)),
        ]
    return {title: address(name, *args, lang=lang) for title, name, args in entries}


def _of_directory(scene: Scene) -> list[tuple[str, str, tuple[object, ...]]]:
    organisation, person, affiliation = scene.organisation.pk, scene.person.pk, scene.affiliation.pk
    return [
        ("new organisation", "directory:organisation-create", ()),
        ("change an organisation", "directory:organisation-edit", (organisation,)),
        ("new person", "directory:person-create", ()),
        ("change a person", "directory:person-edit", (person,)),
        ("new affiliation", "directory:affiliation-create", (person,)),
        ("change an affiliation", "directory:affiliation-edit", (affiliation,)),
        ("end an affiliation", "directory:affiliation-end", (affiliation,)),
    ]


def _of_meetings(scene: Scene) -> list[tuple[str, str, tuple[object, ...]]]:
    draft, planned = scene.draft.pk, scene.planned.pk
    return [
        ("import", "meetings:import", ()),
        ("check an import", "meetings:import-preview", (scene.importation.uuid,)),
        ("new meeting", "meetings:new", ()),
        ("meeting in draft", "meetings:meeting", (draft,)),
        ("planned meeting", "meetings:meeting", (planned,)),
        ("cancelled meeting", "meetings:meeting", (scene.cancelled.pk,)),
        ("change a meeting", "meetings:edit", (draft,)),
        ("cancel a meeting", "meetings:step", (planned, "cancel")),
        ("agenda", "meetings:agenda", (draft,)),
        ("paste an agenda", "meetings:agenda-paste", (draft,)),
        ("attendance", "meetings:attendance", (draft,)),
        ("paste an attendance", "meetings:attendance-paste", (draft,)),
        ("attach", "meetings:attach", (draft,)),
        ("remove a document", "meetings:remove-attachment", (draft, scene.attachment.pk)),
    ]


def _of_minutes(scene: Scene) -> list[tuple[str, str, tuple[object, ...]]]:
    draft, section = scene.draft.pk, scene.section.uuid
    return [
        ("workspace", "meetings:workspace", (draft,)),
        ("approved workspace", "meetings:workspace", (scene.approved.pk,)),
        ("published workspace", "meetings:workspace", (scene.published.pk,)),
        ("approve", "meetings:approve", (draft,)),
        ("withdraw", "meetings:withdraw", (scene.approved.pk,)),
        ("publish", "meetings:publish", (scene.approved.pk,)),
        ("correct", "meetings:correct", (scene.published.pk,)),
        ("no editions", "meetings:editions", (draft,)),
        ("section settings", "meetings:section-settings", (draft, section)),
        ("section", "meetings:section-edit", (draft, section, "fr")),
        ("history", "meetings:section-history", (draft, section, "fr")),
        ("revision", "meetings:section-revision", (draft, section, "fr", scene.revision)),
        ("new slides", "meetings:slide-add", (draft, section)),
        ("slides", "meetings:slide-edit", (draft, scene.slides.pk)),
        ("awaited", "meetings:pending-add", (draft,)),
        ("change awaited", "meetings:pending-edit", (draft, scene.pending.pk)),
    ]
