"""Two sides that have everything a portal holds: our own host and partner, and two organisations that are strangers to them."""

import datetime
import uuid
from dataclasses import dataclass, field
from functools import partial

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.utils import timezone

from amif_network.accounts.actions import invitations
from amif_network.accounts.models import AccessReview, AccessReviewAnswer, User
from amif_network.api import actions as clients
from amif_network.core import uploads
from amif_network.directory.models import Affiliation, Organisation
from amif_network.exchange import importing as tables
from amif_network.outbox import unsubscribing
from amif_network.privacy.models import CorrectionRequest
from amif_network.reports.models import Report
from meetings import edition_links, reply_links, review_links
from meetings.actions import attachments, importing, structure
from meetings.actions.review.circulating import circulate, incorporate
from meetings.models import AgendaTemplate, Edition, Meeting, Minutes, PendingContribution, Section, SectionText, SlideReference
from partnerships.actions import evidence
from partnerships.actions.documents import attach as attach_to_partnership
from partnerships.models import Partnership
from projects.actions import templates as call_files
from projects.actions.documents import attach as attach_to_project
from projects.models import Project
from tests.factories import partnerships as together
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.outbox import OutgoingMailFactory
from tests.factories.projects import (
    CallDateFactory,
    CallFactory,
    CallTemplateFactory,
    DecreeFactory,
    EnvelopeFactory,
    InterestFactory,
    PaymentFactory,
    ProjectFactory,
    ScenarioFactory,
)
from tests.factories.publishing import approved_by, published_by
from tests.factories.registers import IdeaFactory, PromiseFactory, SignalFactory
from tests.factories.review import RemarkFactory

SITE = "https://portal.example.org"
# The columns of the table, in its order.
ROLES = ("anonymous", "administrator", "coordinator", "host", "partner", "outsider", "observer")
Pool = dict[str, object]


@dataclass
class Side:
    """A host and a partner with a person each, and the values that addresses of what is theirs are made of."""

    host: Organisation
    partner: Organisation
    people: tuple[Affiliation, Affiliation]
    # Somebody else of the host, with an account.
    colleague: User
    # By the name of an address, or by its application: the values of its parameters.
    places: dict[str, Pool] = field(default_factory=dict)


def side_of(names: str) -> Side:
    """Enter a host and a partner with a person each."""
    organisations = [
        OrganisationFactory(short_fr=f"CPAS de {part} {names}", short_nl=f"OCMW {part} {names}", in_network=True)
        for part in ("Charleroi", "Binche")
    ]
    people = [AffiliationFactory(organisation=one) for one in organisations]
    colleague = UserFactory(member=True, person=AffiliationFactory(organisation=organisations[0]).person)
    return Side(organisations[0], organisations[1], (people[0], people[1]), colleague)


def cast(own: Side) -> dict[str, User]:
    """Return one user of each role; the members of the host and of the partner belong to `own`."""
    member = partial(UserFactory, member=True)
    return {
        "administrator": UserFactory(administrator=True, email="administrator@example.org"),
        "coordinator": UserFactory(coordinator=True, email="coordinator@example.org"),
        "host": member(email="host@example.org", person=own.people[0].person),
        "partner": member(email="partner@example.org", person=own.people[1].person),
        "outsider": member(email="outsider@example.org", person=AffiliationFactory().person),
        "observer": UserFactory(email="observer@example.org"),
    }


def furnish(side: Side, by: User) -> None:
    """Give a side meetings, calls and a partnership in the states in which there is most to do, and note their places."""
    for build in (
        _directory,
        _access,
        _privacy,
        _meetings,
        _published,
        _reviewed,
        _registers,
        _files_on_their_way,
        _reports,
        _calls,
        _projects,
        _alliance,
    ):
        build(side, by)


def _directory(side: Side, by: User) -> None:
    person = side.people[0]
    side.places["directory"] = {"pk": person.person_id}
    side.places["home"] = {"role": "member"}
    for name in ("organisation", "organisation-edit"):
        side.places[f"directory:{name}"] = {"pk": side.host.pk}
    for name in ("affiliation-edit", "affiliation-end"):
        side.places[f"directory:{name}"] = {"pk": person.pk}


def _access(side: Side, by: User) -> None:
    """Somebody with an account, somebody who is invited, the list of the quarter, and the links of mails about accounts."""
    now, newcomer = timezone.now(), AffiliationFactory(organisation=side.host).person
    invited = AffiliationFactory(organisation=side.host)
    invitation, secret = invitations.invite(
        invited.person, organisation=side.host, email=invited.person.email, role="member", language="fr", by=by, at=now
    )
    review = AccessReview.objects.create(organisation=side.host, quarter=datetime.date(2026, 1, 1), opened_at=now)
    answered = AccessReview.objects.create(
        organisation=side.host, quarter=datetime.date(2026, 4, 1), opened_at=now, confirmed_by=by, confirmed_at=now
    )
    answer = AccessReviewAnswer.objects.create(review=answered, user=side.colleague, choice="leaves")
    work = side.colleague.person.affiliations.get()
    side.places["access"] = {"pk": side.colleague.pk, "affiliation": work.pk}
    for name, key in (("invite", newcomer), ("review", review), ("carry-out", answer)):
        side.places[f"access:{name}"] = {"pk": key.pk}
    side.places |= {f"access:{name}": {"pk": invitation.pk} for name in ("invitation", "resend", "withdraw")}
    closed = UserFactory(member=True, is_active=False, person=AffiliationFactory(organisation=side.host).person)
    side.places["access:reopen"] = {"pk": closed.pk}
    side.places["access:accept"] = {"token": secret}
    User.objects.filter(pk=side.colleague.pk).update(calendar_key=uuid.UUID(int=side.colleague.pk))
    side.places["calendar-feed"] = {"key": uuid.UUID(int=side.colleague.pk)}
    side.places["api"] = {"pk": 1}
    program = clients.make(
        name=f"Site {side.host.pk}", contact="Amélie Poncelet", role="observer", organisation=None, scopes=["meetings:read"],
        by=User.objects.get(email="administrator@example.org"), at=now,
    )  # fmt: skip
    side.places["clients"] = {"pk": program.client.pk}
    side.places["mfa_reset"] = {"pk": side.colleague.pk}
    unverified = EmailAddress.objects.create(user=side.colleague, email=f"nouveau{side.colleague.pk}@example.org")
    side.places["account_confirm_email"] = {"key": EmailConfirmationHMAC(unverified).key}
    side.places["account_reset_password_from_key"] = {
        "uidb36": user_pk_to_url_str(side.colleague), "key": EmailAwarePasswordResetTokenGenerator().make_token(side.colleague),
    }  # fmt: skip
    side.places |= {f"openid_connect_{name}": {"provider_id": "none"} for name in ("login", "callback")}
    side.places["history"] = {"app_label": "directory", "model_name": "organisation", "pk": side.host.pk}


def _privacy(side: Side, by: User) -> None:
    """What is held on the colleague, a correction they ask for, a rule."""
    asked = CorrectionRequest.objects.create(asked_by=side.colleague, asked_at=timezone.now(), words="Mon nom s'écrit autrement.")
    side.places["privacy"] = {"pk": asked.pk, "subject": "sessions"}
    for page in ("subject", "file", "erase"):
        side.places[f"privacy:{page}-person"] = {"pk": side.colleague.person_id}
        side.places[f"privacy:{page}-account"] = {"pk": side.colleague.pk}


def _attended(side: Side, **traits: object) -> Meeting:
    """Return a meeting to which both were invited."""
    meeting = MeetingFactory(date=timezone.localdate() + datetime.timedelta(days=5), **traits)
    for one in side.people:
        AttendanceFactory(meeting=meeting, person=one.person, organisation=one.organisation, convened_at=timezone.now())
    return meeting


def _meetings(side: Side, by: User) -> None:
    """A convened meeting, a planned one, and one that was held, whose minutes are being written."""
    convened, planned, held = (_attended(side, **traits) for traits in ({"convened": True}, {}, {"held": True}))
    row, mail = convened.attendances.order_by("pk")[0], OutgoingMailFactory(failed=True, about=f"meeting:{convened.pk}")
    here = {"pk": convened.pk, "attendance": row.pk, "mail_pk": mail.pk, "token": reply_links.token(row)}
    of_convened = (
        "convocation", "convocation-change", "convocation-withdraw", "convocation-again", "reply", "reply-opened", "reply-link",
        "reply-link-opened", "calendar", "mails", "mail-again",
    )  # fmt: skip
    side.places |= {f"meetings:{name}": here for name in of_convened}
    side.places["meetings:step"] = {"pk": planned.pk, "action": "convene"}
    side.places["meetings"] = _draft(side, held, by)


def _draft(side: Side, held: Meeting, by: User) -> Pool:
    """Write the minutes of a meeting and everything beside them; return the values of the addresses below it."""
    minutes = MinutesFactory(meeting=held)
    AgendaItemFactory(meeting=held)
    table = SectionFactory(minutes=minutes, kind="round_table", fr="Tour de table", nl="Tafelronde")
    SectionFactory(minutes=minutes, kind="answer", parent=table, organisation=side.host, fr="Réponse", nl="Antwoord")
    attached = attachments.attach(
        held, data=f"Annexe {held.pk}\n".encode(), filename="annexe.txt", kind="annex", title="Annexe", language="fr", by=by,
        at=timezone.now(),
    )  # fmt: skip
    removed = SectionFactory(minutes=minutes, fr="Supprimé", nl="Weg")
    structure.remove_section(removed, by=by, at=timezone.now())
    side.places["meetings:section-restore"] = {"pk": held.pk, "uuid": removed.uuid}
    text = SectionText.objects.get(section=table, language="fr")
    row = held.attendances.order_by("pk")[0]
    return {
        "pk": held.pk, "attendance": row.pk, "attachment_pk": attached.pk, "uuid": table.uuid, "lang": "fr",
        "revision": text.revisions.get().pk, "reference": SlideReference.objects.create(section=table, first=1, last=2).pk,
        "contribution": PendingContribution.objects.create(minutes=minutes, text_fr="À venir").pk,
    }  # fmt: skip


def _published(side: Side, by: User) -> None:
    """Minutes that were approved, and minutes of which the internal and the public editions are out."""
    approved, published = (MinutesFactory(meeting=_attended(side, held=True)) for _ in range(2))
    for one in (approved, published):
        SectionFactory(minutes=one, fr="Accueil", nl="Onthaal")
        # Both sides speak of it: so it is a topic that came back.
        SectionFactory(minutes=one, fr="Navettes", nl="Pendeldienst")
        table = SectionFactory(minutes=one, kind="round_table", fr="Vos trajets", nl="Uw verplaatsingen")
        approved_by(by, one, timezone.now())
    published_by(by, published, timezone.now(), fr="La traduction suit.")
    side.places |= {f"meetings:{name}": {"pk": approved.meeting_id} for name in ("publish", "withdraw")}
    here = {"pk": published.meeting_id}
    for audience in ("internal", "public"):
        edition = Edition.objects.get(minutes=published, audience=audience, language="fr")
        for name in ("edition", "read"):
            side.places[f"meetings:{name} {audience}"] = here | {"edition": edition.pk}
        link = edition_links.address(edition, "fr", today=timezone.localdate())
        side.places["meetings:edition-link"] = {"token": link.rstrip("/").rsplit("/", 1)[1]}
    side.places |= {f"meetings:{name}": here for name in ("editions", "correct")}
    side.places["search"] = {"name": "distance", "uuid": table.uuid, "key": "navettes"}


def _reviewed(side: Side, by: User) -> None:
    """Minutes in a round of review: the host is still to answer, a remark of the partner waits for its outcome."""
    minutes: Minutes = MinutesFactory(meeting=_attended(side, held=True))
    section: Section = SectionFactory(minutes=minutes, fr="Accueil", nl="Onthaal")
    deadline = timezone.localdate() + datetime.timedelta(days=14)
    now = timezone.now()
    ask_all = partial(circulate, minutes, deadline=deadline, message_fr="", message_nl="", by=by, at=now, site=SITE)
    ask_all()
    # In the second round there is something to compare with the first.
    incorporate(minutes, by=by, at=now)
    round_ = ask_all()
    asked = round_.requests.get(organisation=side.host)
    remark = RemarkFactory(request=round_.requests.get(organisation=side.partner), section=section, sent=True)
    link = review_links.make(asked, "lien@example.org", now)
    board = {"pk": minutes.meeting_id, "key": asked.pk}
    for name in ("board", "changes"):
        side.places[f"meetings:review-{name}"] = board
    of_board = ("tell", "extend-all", "request", "extend", "ask-again", "silence", "behalf")
    side.places |= {f"meetings:board-{name}": board for name in of_board} | {"meetings:incorporate": board}
    for name in ("remark", "reopen"):
        side.places[f"meetings:board-{name}"] = board | {"key": remark.pk}
    pages = ("", "-save", "-remove", "-check", "-send", "-opened", "-since", "-withdraw")
    side.places |= {f"meetings:review{page}": {"pk": asked.pk} for page in pages}
    side.places["meetings:review-withdraw"] = {"pk": asked.pk, "sent": {"email": "lien@example.org"}}
    side.places |= {f"meetings:review-link{page}": {"token": review_links.token(link)} for page in pages[:-1]}


def _registers(side: Side, by: User) -> None:
    """A promise, a signal and an idea, and the meeting they come from."""
    here = {"owed_by": side.host, "asked_by": side.partner, "meeting": _attended(side, held=True)}
    signal = SignalFactory(meeting=here["meeting"], asked_by=side.host)
    for kind, entry, step in (
        ("promise", PromiseFactory(**here), "finish"),
        ("signal", signal, "send"),
        ("idea", IdeaFactory(meeting=here["meeting"]), "plan"),
    ):
        for page in ("", "-edit", "-step"):
            side.places[f"meetings:{kind}{page}"] = {"pk": entry.pk, "action": step}
    side.places["meetings:registers"] = {"register": "promises"}


def _files_on_their_way(side: Side, by: User) -> None:
    """Uploads that a coordinator, or an administrator, has still to look at; a template of agendas; a reader of mails."""
    now = timezone.now()
    text = f"Réunion du 2 mars 2026\n\n1. Accueil {side.host.pk}\n\nBonjour à tous.\n"
    document = importing.receive(data=text.encode(), filename="notes.txt", by=by, at=now)
    side.places |= {f"meetings:import-{name}": {"uuid": document.uuid} for name in ("preview", "discard")}
    sheet = "programme;title_fr;title_nl;start;end\namif-x;AMIF;AMIF;2021-01-01;2027-12-31\n"
    table = tables.receive(data=sheet.encode(), filename="programmes.csv", by=User.objects.get(role="administrator"), at=now)
    side.places["exchange"] = {"uuid": table.uuid}
    template = AgendaTemplate.objects.create(name_fr=f"Modèle {side.host.pk}", created_by=by, created_at=now)
    put_away = AgendaTemplate.objects.create(name_fr=f"Ancien {side.host.pk}", created_by=by, created_at=now, archived_at=now)
    for name in ("agenda-template", "agenda-template-archive"):
        side.places[f"meetings:{name}"] = {"pk": template.pk}
    side.places["meetings:agenda-template-back"] = {"pk": put_away.pk}
    side.places["outbox"] = {"token": unsubscribing.token(f"lecteur{side.host.pk}@example.org")}


def _reports(side: Side, by: User) -> None:
    """A report that is ready, one under way, one that failed."""
    now, file = timezone.now(), f"rapport {side.host.pk}".encode()
    shared = {"kind": "annual", "parameters": {"year": 2025}, "language": "fr", "format": "pdf", "requested_by": by}
    made = {
        state: Report(key=f"{state} {side.host.pk}", state=state, asked_at=now, remark_fr="x", remark_nl="x", **shared)
        for state in ("done", "queued", "failed")
    }
    done = made["done"]
    done.sha256, done.filename, done.content_type = uploads.hash_of(file), "rapport.pdf", "application/pdf"
    done.expires_at = now + datetime.timedelta(days=30)
    uploads.place(done)
    uploads.keep_bytes(done, file)
    for report in made.values():
        report.save()
    side.places["reports"] = {"uuid": done.uuid, "kind": "annual"}
    side.places["reports:withdraw"] = {"uuid": made["queued"].uuid}
    side.places["reports:again"] = {"uuid": made["failed"].uuid}


def _calls(side: Side, by: User) -> None:
    """An announced call with dates, envelopes, a template with a file, answers and scenarios."""
    call = CallFactory(period_start=datetime.date(2026, 1, 1), period_end=datetime.date(2027, 12, 31))
    published = CallDateFactory(call=call, kind="deadline")
    untold = CallDateFactory(call=call, kind="start", unpublished=True)
    EnvelopeFactory(call=call)
    template, mail = CallTemplateFactory(call=call), OutgoingMailFactory(failed=True, about=f"call:{call.pk}")
    sheet = call_files.Upload(f"Fiche {call.pk}\n".encode(), "fiche.txt")
    call_files.save_template(template, {"fr": sheet}, by=by, at=timezone.now())
    InterestFactory(call=call, organisation=side.host)
    side.places["projects"] = {
        "pk": call.pk, "date_pk": untold.pk, "template_pk": template.pk, "file_pk": template.files.get().pk, "mail_pk": mail.pk,
        "scenario_pk": ScenarioFactory(call=call).pk, "decree_pk": DecreeFactory(call=call).pk, "form": "csv",
        "action": "select", "what": "dates",
    }  # fmt: skip
    side.places["projects:date-move"] = {"pk": call.pk, "date_pk": published.pk}
    side.places["projects:programme-edit"] = {"pk": call.programme_id}


def _projects(side: Side, by: User) -> None:
    """A project in preparation, one that was submitted, and a decreed one that is paid."""
    draft, submitted = (ProjectFactory(lead=side.host, **state) for state in ({}, {"submitted": True}))
    decreed: Project = ProjectFactory(lead=side.host, reporting=True)
    document = attach_to_project(
        draft, data=f"Projet {draft.pk}\n".encode(), filename="projet.txt", title="Projet", language="fr", by=by,
        at=timezone.now(),
    )  # fmt: skip
    of_draft = ("project", "edit", "export", "sheet", "funding", "budget", "supplements")
    here = {"pk": draft.pk, "document_pk": document.pk, "form": "csv"}
    side.places |= {f"projects:{name if name == 'project' else f'project-{name}'}": here for name in of_draft[:4]}
    for name in of_draft[4:]:
        side.places |= {f"projects:{name}{page}": here for page in ("", "-arrange")}
    side.places |= {f"projects:{name}": here for name in ("document", "document-attach", "document-detach")}
    paid = {"pk": decreed.pk, "payment_pk": PaymentFactory(project=decreed).pk}
    side.places |= {f"projects:{name}": paid for name in ("accounts", "payment-new", "payment-reverse")}
    side.places["projects:project-step"] = {"pk": submitted.pk, "action": "select"}
    side.places["projects:project-step own"] = {"pk": draft.pk, "action": "withdraw"}


def _alliance(side: Side, by: User) -> None:
    """A partnership that is being negotiated and others further on, with people, months, money and opinions."""
    found = _between(side, "negotiating")
    parties = {"pk": found.pk, "party_pk": found.parties.get(role="partner").pk, "form": "csv", "action": "abandon"}
    attached = attach_to_partnership(
        found, kind="other", data=f"Notes {found.pk}\n".encode(), filename="notes.txt", title="Notes", language="fr", by=by,
        at=timezone.now(),
    )  # fmt: skip
    section = Section.objects.filter(minutes__meeting=side.places["meetings:editions"]["pk"])[0]
    proof = evidence.attach(found, section=section, by=by, at=timezone.now())
    opinion = together.EvaluationFactory(partnership=found, party=found.parties.get(role="host"))
    papers = {"document_pk": attached.pk, "evidence_pk": proof.pk, "evaluation_pk": opinion.pk}
    side.places["partnerships"] = parties | papers | _money(found) | _people(found)
    _signed(side)
    none = together.NoPartnershipFactory(organisation=side.partner)
    side.places["partnerships:no-partnership-withdraw"] = {"pk": none.pk}


def _between(side: Side, state: str) -> Partnership:
    """Return a partnership of the two in a state; what is signed carries both signatures."""
    project = ProjectFactory(lead=side.host, decreed=True)
    found: Partnership = together.PartnershipFactory(project=project, parties=False)
    parties = [
        together.PartyFactory(partnership=found, organisation=side.host, host=True),
        together.PartyFactory(partnership=found, organisation=side.partner),
    ]
    if state in ("to_sign", "signed"):
        agreement = together.AgreementFactory(partnership=found)
        for party in parties if state == "signed" else []:
            together.SignatureFactory(agreement=agreement, party=party)
    Partnership.objects.filter(pk=found.pk).update(state=state)
    found.refresh_from_db()
    return found


def _money(found: Partnership) -> Pool:
    """A budget, a claim that waits for its answer, and money that came in."""
    budget = together.YearBudgetFactory(partnership=found)
    claim, allocation = together.ClaimFactory(budget=budget, submitted=True), together.AllocationFactory(partnership=found)
    return {"claim_pk": claim.pk, "allocation_pk": allocation.pk, "year": budget.year}


def _people(found: Partnership) -> Pool:
    """An agent, of whom a month is written, and a committee with a seat."""
    immersion = together.ImmersionFactory(partnership=found)
    plan = together.PresencePlanFactory(immersion=immersion)
    together.PresenceEntryFactory(immersion=immersion)
    committee = together.SeatFactory(committee__partnership=found).committee
    return {
        "immersion_pk": immersion.pk, "month": 3, "since": plan.starts_on.isoformat(), "committee_pk": committee.pk,
    }  # fmt: skip


def _signed(side: Side) -> None:
    """A partnership with a text to sign, one that is signed, and steps of claims and transfers."""
    to_sign, signed = (_between(side, state) for state in ("to_sign", "signed"))
    for name in ("agreement", "council-decision-new", "signature-new"):
        side.places[f"partnerships:{name}"] = {"pk": to_sign.pk, "version": 1}
    for name in ("agreement-amend", "partnership-renew"):
        side.places[f"partnerships:{name}"] = {"pk": signed.pk}
    budget = together.YearBudgetFactory(partnership=signed)
    draft = together.ClaimFactory(budget=budget)
    accepted = together.ClaimFactory(
        budget=budget, accepted_whole=True, starts_on=datetime.date(2026, 4, 1), ends_on=datetime.date(2026, 6, 30)
    )
    transfer = together.TransferFactory(claim=accepted)
    here: Pool = {"pk": signed.pk}
    side.places |= {
        "partnerships:claim-edit": here | {"claim_pk": draft.pk},
        "partnerships:claim-step submit": here | {"claim_pk": draft.pk, "action": "submit"},
        "partnerships:claim-step accept": side.places["partnerships"] | {"action": "accept"},
        "partnerships:transfer-new": here | {"claim_pk": accepted.pk},
        "partnerships:transfer-step": here | {"transfer_pk": transfer.pk, "action": "fail"},
        "partnerships:statement-step": side.places["partnerships"] | {"action": "submit"},
    }
