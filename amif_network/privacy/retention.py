"""How long things are kept: the rules, what each would take today, and taking it.

No rule touches what the house never deletes: published editions, signed agreements, money, logs of decisions.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import DateTimeField, Exists, Max, OuterRef, Q, QuerySet, Subquery

from amif_network.accounts import access_log
from amif_network.accounts.models import AccessEntry, AccessKind, Invitation, User
from amif_network.core.bilingual import in_both
from amif_network.core.rate import counted
from amif_network.directory.models import Affiliation, Person
from amif_network.exchange.models import AT_WORK
from amif_network.exchange.models import Importation as TableImportation
from amif_network.outbox.models import MailState, OutgoingMail
from meetings.models import Importation, ReviewLink, SectionRevision

from . import erasing, scrubbing
from .holdings import columns_that_refer, events_of
from .models import CorrectionRequest, CorrectionState, RetentionRule, RetentionSubject
from .subject import Subject as Whom

EXAMPLES = 5
REASON = "retention"
FOUR_TIMES_A_DAY = 6 * 60 * 60
Moment = datetime.datetime
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """What one subject is about: its rows older than a moment, how they go, and the rule where nobody made another."""

    older: Callable[[Moment], Rows]
    go: Callable[[Rows, Moment], int]
    days: int
    active: bool
    fr: str
    nl: str


@dataclass(frozen=True, slots=True)
class Due:
    """What a rule would take today."""

    rule: RetentionRule
    number: int
    examples: list[str]


def rules() -> list[RetentionRule]:
    """Return the rule of every subject: as it was decided, else as the portal comes."""
    decided = {rule.subject: rule for rule in RetentionRule.objects.all()}
    return [decided.get(subject) or default(subject) for subject in RetentionSubject.values]


def default(subject: str) -> RetentionRule:
    """Return the rule with which the portal comes, not saved."""
    come = SUBJECTS[RetentionSubject(subject)]
    return RetentionRule(subject=subject, days=come.days, active=come.active, reason_fr=come.fr, reason_nl=come.nl)


def due(rule: RetentionRule, *, at: Moment) -> Due:
    """Return what the rule would take at the moment `at`; nothing is changed."""
    rows = _rows(rule, at)
    return Due(rule, rows.count(), [str(row) for row in rows[:EXAMPLES]])


def apply(rule: RetentionRule, *, by: User | None, at: Moment) -> int:
    """Take what is older than the rule allows, note it in the access log, and return how much it was."""
    with transaction.atomic():
        taken = SUBJECTS[RetentionSubject(rule.subject)].go(_rows(rule, at), at)
        if taken:
            subject = in_both(lambda: str(RetentionSubject(rule.subject).label))
            access_log.note(AccessKind.RETENTION, by=by, subject=subject, rows=taken, at=at)
    return taken


def run(*, at: Moment) -> None:
    """Apply the active rules, a few times a day however often it is called."""
    if counted("retention", "rules", most=1, seconds=FOUR_TIMES_A_DAY, at=at):
        for rule in rules():
            if rule.active:
                apply(rule, by=None, at=at)


def _rows(rule: RetentionRule, at: Moment) -> Rows:
    return SUBJECTS[RetentionSubject(rule.subject)].older(at - datetime.timedelta(days=rule.days))


def _sign_ins(before: Moment) -> Rows:
    kinds = (AccessKind.SIGNED_IN, AccessKind.REFUSED, AccessKind.SIGNED_OUT)
    return AccessEntry.objects.filter(kind__in=kinds, at__lt=before)


def _mails(before: Moment) -> Rows:
    """Mails with which nothing will happen any more; one that a daily mail carries goes with it."""
    ended = (MailState.SENT, MailState.GATHERED, MailState.CANCELLED, MailState.DECLINED, MailState.FAILED)
    return OutgoingMail.objects.filter(state__in=ended, created_at__lt=before).exclude(text="", subject="").order_by("pk")


def _accounts(before: Moment) -> Rows:
    """Closed accounts that nobody touched since: the last event of their history is their closing, or later."""
    touched = events_of(User).filter(pgh_obj=OuterRef("pk")).values("pgh_obj").annotate(last=Max("pgh_created_at"))
    closed = User.objects.filter(is_active=False, erasure=None).filter(Q(person=None) | Q(person__erasure=None))
    last = Subquery(touched.values("last"), output_field=DateTimeField())
    return closed.annotate(touched=last).filter(Q(touched__lt=before) | Q(touched=None, date_joined__lt=before)).order_by("pk")


def _people(before: Moment) -> Rows:
    """People whom nothing mentions but affiliations and invitations that ended, and whose record nobody touched since."""
    found = Person.objects.filter(erasure=None)
    for model, field, leads_to in columns_that_refer():
        if leads_to == "person" and model is not Affiliation and model is not Invitation and not hasattr(model, "pgh_obj"):
            found = found.exclude(Exists(model._base_manager.filter(**{field.name: OuterRef("pk")})))
    living = Affiliation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=before.date()), person=OuterRef("pk"))
    waiting = Invitation.objects.filter(person=OuterRef("pk"), expires_at__gte=before)
    touched = events_of(Person).filter(pgh_obj=OuterRef("pk"), pgh_created_at__gte=before)
    return found.exclude(Exists(living)).exclude(Exists(waiting)).exclude(Exists(touched)).order_by("pk")


def _autosaves(before: Moment) -> Rows:
    return SectionRevision.objects.rolled_over().filter(at__lt=before)


def _invitations(before: Moment) -> Rows:
    ended = Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | Q(accepted_at=None, revoked_at=None, expires_at__lt=before)
    return Invitation.objects.filter(ended).exclude(email__endswith=f"@{scrubbing.NOWHERE}")


def _links(before: Moment) -> Rows:
    return ReviewLink.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))


def _sessions(before: Moment) -> Rows:
    living = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=before)
    ended: Rows = UserSession.objects.filter(last_seen_at__lt=before).exclude(Exists(living))
    return ended


def _sources(before: Moment) -> Rows:
    return Importation.objects.filter(at__lt=before).exclude(source=b"").defer("source").order_by("pk")


def _tables(before: Moment) -> Rows:
    """Files at which the portal is at work are left to it."""
    found = TableImportation.objects.filter(at__lt=before).exclude(source=b"").exclude(state__in=AT_WORK)
    return found.defer("source", "outcome").order_by("pk")


def _corrections(before: Moment) -> Rows:
    return CorrectionRequest.objects.exclude(state=CorrectionState.OPEN).filter(settled_at__lt=before)


def _delete(rows: Rows, at: Moment) -> int:
    number: int = rows.model._base_manager.filter(pk__in=rows.values("pk")).delete()[0]
    return number


def _forget_sources(rows: Rows, at: Moment) -> int:
    """Empty what was imported; an import that nobody confirmed goes whole."""
    confirmed = Q(meeting__isnull=False) if rows.model is Importation else Q(confirmed_at__isnull=False)
    kept = rows.filter(confirmed)
    gone = _delete(rows.exclude(confirmed), at)
    return gone + (kept.update(source=b"") if rows.model is Importation else kept.update(source=b"", outcome={}))


def _erase_people(rows: Rows, at: Moment) -> int:
    """Erase people one by one; whoever must not be erased yet stays."""
    people = [one for one in rows if not erasing.refusals(Whom(one, None), by=None, on=at.date())]
    for one in people:
        erasing.erase("people", one.pk, by=None, reason=REASON, typed=None, at=at)
    return len(people)


def _close_accounts(rows: Rows, at: Moment) -> int:
    """Make closed accounts anonymous; the people of the directory stay."""
    keys = list(rows.values_list("pk", flat=True))
    for pk in keys:
        erasing.close_for_good(pk, reason=REASON, at=at)
    return len(keys)


SUBJECTS: dict[RetentionSubject, Subject] = {
    RetentionSubject.SIGN_INS: Subject(
        _sign_ins, lambda rows, at: scrubbing.forget_sign_ins(rows), 365, True,
        "Une année suffit pour constater et expliquer un accès abusif.",
        "Een jaar volstaat om misbruik van een toegang vast te stellen en uit te leggen.",
    ),
    RetentionSubject.MAILS: Subject(
        _mails, lambda rows, at: scrubbing.blank_mails(rows), 730, True,
        "Après deux ans, savoir qu’un courriel est parti suffit ; ses mots se trouvent dans le dossier.",
        "Na twee jaar volstaat het te weten dat een e-mail verstuurd werd; de inhoud staat in het dossier.",
    ),
    RetentionSubject.ACCOUNTS: Subject(
        _accounts, _close_accounts, 730, False,
        "Le temps de rouvrir le compte d’une personne qui revient.",
        "De tijd om de account te heropenen van iemand die terugkomt.",
    ),
    RetentionSubject.PEOPLE: Subject(
        _people, _erase_people, 1826, False,
        "Une personne que rien ne mentionne plus depuis cinq ans n’a plus de place dans l’annuaire.",
        "Wie al vijf jaar nergens meer vermeld staat, hoort niet meer in de adresgids.",
    ),
    RetentionSubject.AUTOSAVES: Subject(
        _autosaves, _delete, 1, True,
        "Les enregistrements de passage ne servent qu’à réunir ce que plusieurs écrivent en même temps.",
        "Tussentijdse bewaringen dienen enkel om samen te voegen wat meerdere mensen tegelijk schrijven.",
    ),
    RetentionSubject.INVITATIONS: Subject(
        _invitations, lambda rows, at: scrubbing.blank_invitations(rows), 90, True,
        "Une invitation qui a pris fin ne sert plus à écrire à la personne.",
        "Een uitnodiging die afgelopen is, dient niet meer om de persoon te schrijven.",
    ),
    RetentionSubject.LINKS: Subject(
        _links, _delete, 90, True,
        "Un lien qui ne fonctionne plus n’a plus d’utilité.",
        "Een link die niet meer werkt, heeft geen nut meer.",
    ),
    RetentionSubject.SESSIONS: Subject(
        _sessions, _delete, 30, True,
        "Un mois permet à la personne de reconnaître ses propres connexions.",
        "Een maand laat de persoon toe zijn eigen aanmeldingen te herkennen.",
    ),
    RetentionSubject.SOURCES: Subject(
        _sources, _forget_sources, 180, True,
        "Le document d’origine sert à vérifier l’import, ensuite le procès-verbal fait foi.",
        "Het brondocument dient om de invoer na te kijken, daarna geldt het verslag.",
    ),
    RetentionSubject.TABLES: Subject(
        _tables, _forget_sources, 90, True,
        "Le fichier sert à vérifier l’import, ensuite les données du portail font foi.",
        "Het bestand dient om de invoer na te kijken, daarna gelden de gegevens van het portaal.",
    ),
    RetentionSubject.CORRECTIONS: Subject(
        _corrections, _delete, 365, True,
        "La demande et sa réponse servent de preuve pendant un an.",
        "De vraag en het antwoord dienen een jaar als bewijs.",
    ),
}  # fmt: skip
