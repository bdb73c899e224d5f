"""A portal in full use: the demo, and beside it what its pages need to show each of their states."""

import datetime
import uuid
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from amif_network.accounts.models import User
from amif_network.directory.models import Affiliation, Organisation, OrganisationAlias, Person
from amif_network.exchange import importing as tables_importing
from amif_network.exchange.models import Importation as TablesImportation
from amif_network.home.demo.build import DemoBuilder
from amif_network.home.demo.cast import PASSWORD
from meetings.actions import attachments, importing, publishing, steps, structure, writing
from meetings.models import (
    Attachment,
    Importation,
    Meeting,
    PendingContribution,
    Section,
    SectionRevision,
    SectionText,
    SlideReference,
)
from projects.actions import projects
from projects.models import Call, Project
from tests.exchange.sheets import zipped
from tests.factories.publishing import OVERRIDE

DOCUMENTS = Path(__file__).parent.parent / "meetings" / "importing" / "documents"


@dataclass
class Scene:
    """What there is to see, and who looks at it."""

    users: dict[str, User]
    published: Meeting
    draft: Meeting
    reviewed: Meeting
    approved: Meeting
    planned: Meeting
    cancelled: Meeting
    section: Section
    question: uuid.UUID
    revision: int
    aside: SectionRevision
    slides: SlideReference
    pending: PendingContribution
    attachment: Attachment
    importation: Importation
    # A file of tables with rows that are new and refused, and a name that the directory does not know.
    tables: TablesImportation
    # A project of which nothing but the title is written.
    empty_project: Project
    person: Person
    affiliation: Affiliation
    organisation: Organisation
    sessions: dict[str, str]
    # Somebody whose sign-in takes a second step, and codes for it.
    careful: User
    recovery_codes: list[str]


def address(name: str, *args: object, lang: str) -> str:
    """Return the address of a page in a language."""
    with translation.override(lang):
        return reverse(name, args=args)


def build_scene() -> Scene:
    """Load the reference data and the demo, and bring its meetings into every state."""
    call_command("load_reference_data", verbosity=0)
    builder, now = DemoBuilder(timezone.localdate(), "https://portal.example"), timezone.now()
    published, draft, reviewed, approved, planned = builder.build()
    admin, author = builder.users["samira"], builder.users["nathalie"]
    # As the mails of the convocation leave it.
    planned.attendances.update(convened_at=now)
    cancelled = _cancelled(planned, by=author, at=now)
    presentation = attachments.attach(
        draft, data=b"Agenda\n", filename="agenda.txt", kind="annex", title="Programme", language="fr", by=author, at=now
    )
    sections = list(Section.objects.filter(minutes__meeting=draft, parent=None).order_by("position"))
    structure.remove_section(
        Section.objects.filter(minutes__meeting=draft).exclude(parent=None).order_by("pk")[1], by=author, at=now
    )
    slides = SlideReference.objects.create(section=sections[0], position=1, first=3, last=6, topic_fr="Enquête")
    publishing.approve(approved.minutes, by=author, at=now, override=OVERRIDE)
    organisation = Organisation.objects.get(code="cpas-44021")
    OrganisationAlias.objects.create(organisation=organisation, text="Gand")
    text = SectionText.objects.get(section=sections[0], language="fr")
    users = {"administrator": admin, "coordinator": author, "member": builder.users["hugo"], "observer": builder.users["thomas"]}
    return Scene(
        users=users,
        sessions={role: session_of(user) for role, user in users.items()},
        published=published, draft=draft, reviewed=reviewed, approved=approved, planned=planned, cancelled=cancelled,
        section=sections[0],
        question=Section.objects.get(minutes__meeting=published, kind="round_table").uuid,
        revision=text.revisions.order_by("pk").first().pk,
        aside=_collided(text, first=author, second=builder.users["pieter"], at=now),
        slides=slides,
        pending=PendingContribution.objects.filter(minutes__meeting=draft).first(),
        attachment=presentation,
        importation=uploaded("mixed_two_agendas.txt", by=author),
        tables=looked_at(by=admin),
        empty_project=_started(organisation, by=author),
        person=builder.people["hugo"],
        affiliation=Affiliation.objects.get(person=builder.people["hugo"]),
        organisation=organisation,
        careful=builder.users["wouter"],
        recovery_codes=_second_step(builder.users["wouter"]),
    )  # fmt: skip


def _started(lead: Organisation, *, by: User) -> Project:
    """Start a project in the call that takes some."""
    call = Call.objects.get(state=Call.State.ANNOUNCED)
    project = Project(call=call, lead=lead, code="AXE-1", title_fr="Un début")
    return projects.start(project, by=by, at=timezone.now())


def session_of(user: User) -> str:
    """Sign a user in as they do themselves, for some pages ask again who has not, and return the key of the session."""
    client = Client()
    client.post(address("account_login", lang=user.language), {"login": user.email, "password": PASSWORD})
    return client.cookies["sessionid"].value


def _second_step(user: User) -> list[str]:
    """Give a user a second step at sign-in, and return codes that pass it."""
    TOTP.activate(user, generate_totp_secret())
    return RecoveryCodes.activate(user).generate_codes()


def uploaded(name: str, *, by: User) -> Importation:
    """Upload one of the documents of the tests."""
    return importing.receive(data=(DOCUMENTS / name).read_bytes(), filename=name, by=by, at=timezone.now())


TABLES = {
    "programmes.csv": "programme;title_fr;title_nl;start;end\namif-axe;AMIF;AMIF;2021-01-01;2027-12-31\n",
    "calls.csv": "programme;call;title_fr;title_nl;remarque\namif-axe;7;Appel;Oproep;?\namif-axe;8;Appel;Oproep;\n",
    "projects.csv": "programme;call;project;lead;title_fr\namif-axe;7;A;CPAS de Gandd;Accueil\namif-axe;7;A;cpas-44021;Accueil\n",
    "envelopes.csv": "programme;call;source;purpose;amount\namif-axe;7;amif;projects;beaucoup\n",
}


def looked_at(*, by: User) -> TablesImportation:
    """Upload tables that a person has to look at before they can be imported."""
    data = zipped(TABLES)
    return tables_importing.receive(data=data, filename="appels.zip", by=by, at=timezone.now())


def _collided(text: SectionText, *, first: User, second: User, at: datetime.datetime) -> SectionRevision:
    """Let two people write the same lines of a text at once, and return what the second one wrote."""
    base = writing.standing_version(text).pk
    for by, words in ((first, "Le tour de table est reporté."), (second, "Le tour de table est annulé.")):
        written = writing.write_text(
            text.section, lang=text.language, heading=words, html=f"<p>{words}</p>", base=base, by=by, at=at
        )
    assert written.set_aside is not None
    return written.set_aside


def _cancelled(like: Meeting, *, by: User, at: datetime.datetime) -> Meeting:
    """Plan a meeting and call it off."""
    meeting = Meeting.objects.create(title_fr="Rencontre annulée", date=like.date)
    return steps.move_meeting(meeting, "cancel", by=by, at=at, comment="Grève des trains")
