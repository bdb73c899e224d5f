"""The paper of a partnership: its text, decisions of councils, signatures bound to the text (DOMAIN §6, §7.2)."""

import datetime
import hashlib
import json

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import in_both
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import advance
from amif_network.directory.models import Person

from ..models import Agreement, CouncilDecision, Partnership, Party, Signature
from ..models.choices import LogSubject
from ..workflow import PARTNERSHIP
from .steps import locked_partnership, log, partnership_step


def hash_of(text_fr: str, text_nl: str) -> str:
    """Return the SHA-256 (hex) of both texts: what a signature is bound to."""
    return hashlib.sha256(json.dumps([text_fr, text_nl]).encode()).hexdigest()


def current(partnership: Partnership) -> Agreement | None:
    """Return the last version of the agreement."""
    return Agreement.objects.filter(partnership=partnership).order_by("-version").first()


@transaction.atomic
def write(
    partnership: Partnership, *, text_fr: str, text_nl: str, by: User, at: datetime.datetime, comment: str = "",
    amending: bool = False,
) -> Agreement:  # fmt: skip
    """Write the text: in place as long as nobody decided on it or signed it, else as a new version that all sign anew.

    `amending` an agreement that was put to sign by all moves the partnership, for a reason. Raises CommentRequired,
    ValidationError for no text or the same text, WrongState or PermissionDenied as `core.workflow.advance`.
    """
    standing = locked_partnership(partnership, by=by)
    last = current(standing)
    fingerprint = hash_of(text_fr, text_nl)
    if last is not None and last.text_hash == fingerprint:
        if amending:
            raise ValidationError(_("This is the text that stands already: change it, or leave it."))
        return last
    action = "amend" if amending else "write"
    standing.rev += 1
    before, after = advance(PARTNERSHIP, action, standing, by=by, comment=comment, saving=("rev",))
    if last is None or amending or _is_settled(last):
        number = last.version + 1 if last else 1
        text = Agreement(partnership=standing, version=number)
    else:
        text = last
        text.rev += 1
    text.text_fr, text.text_nl, text.text_hash, text.written_by, text.written_at = text_fr, text_nl, fingerprint, by, at
    text.full_clean()
    text.save()
    words = in_both(lambda: _("Version %(number)d") % {"number": text.version})
    log(standing, LogSubject.AGREEMENT, action, before, after, by=by, at=at, comment=comment.strip(), words=words, about=text)
    return text


def _is_settled(text: Agreement) -> bool:
    """Tell whether somebody signed the text, or a council decided on it."""
    return text.signatures.exists() or text.decisions.exists()


@transaction.atomic
def decide(
    partnership: Partnership, *, party: Party, text_hash: str, decided_on: datetime.date, reference: str = "", by: User,
    at: datetime.datetime,
) -> CouncilDecision:  # fmt: skip
    """Record on which day the council of a party approved the text that stands, whose fingerprint the form showed.

    Raises Overtaken where another text stands by now, ValidationError for a second decision, PermissionDenied for a party
    that the person does not act for, else as `core.workflow.advance`.
    """
    standing = locked_partnership(partnership, by=by)
    before, after = advance(PARTNERSHIP, "decide", standing, by=by)
    text = _shown(standing, text_hash)
    refuse_strange_party(standing, party, by)
    decision = CouncilDecision(agreement=text, party=party, decided_on=decided_on, reference=reference)
    decision.full_clean()
    decision.save()
    words = in_both(lambda: f"{party}: {decided_on:%d/%m/%Y}")
    log(standing, LogSubject.AGREEMENT, "decide", before, after, by=by, at=at, comment=reference, words=words, about=text)
    return decision


@transaction.atomic
def sign(
    partnership: Partnership, *, party: Party, text_hash: str, signed_on: datetime.date, signatory: Person | None = None,
    by: User, at: datetime.datetime,
) -> Signature:  # fmt: skip
    """Record the signature of a party under the text that stands; the last one makes the partnership signed.

    Raises Overtaken where another text stands by now, ValidationError for a second signature, PermissionDenied for a party
    that the person does not act for, else as `core.workflow.advance`.
    """
    standing = locked_partnership(partnership, by=by)
    before, after = advance(PARTNERSHIP, "sign", standing, by=by)
    text = _shown(standing, text_hash)
    refuse_strange_party(standing, party, by)
    signature = Signature(
        agreement=text, party=party, signed_on=signed_on, signatory=signatory, text_hash=text.text_hash, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    signature.full_clean()
    signature.save()
    words = in_both(lambda: _("%(party)s signed version %(number)d.") % {"party": party.organisation, "number": text.version})
    log(standing, LogSubject.AGREEMENT, "sign", before, after, by=by, at=at, words=words, about=text)
    if not standing.parties.exclude(pk__in=text.signatures.values("party")).exists():
        standing.rev += 1
        partnership_step(standing, "complete", by=by, at=at, saving=("rev",))
    return signature


def _shown(partnership: Partnership, text_hash: str) -> Agreement:
    """Return the text that stands. Raises Overtaken where it is not the one of `text_hash`."""
    text = current(partnership)
    if text is None or text.text_hash != text_hash:
        raise Overtaken
    return text


def refuse_strange_party(partnership: Partnership, party: Party, by: User) -> None:
    """Members act for their own organisations. Raises PermissionDenied for a party of others."""
    if party.partnership_id != partnership.pk:
        raise PermissionDenied
    if not by.is_coordinating and not by.organisations().filter(pk=party.organisation_id).exists():
        raise PermissionDenied
