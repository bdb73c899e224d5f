"""The paper of a partnership: write its text, record what councils decided and who signed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.core.collisions import locked_if_posted
from amif_network.core.fingerprint import Overtaken
from amif_network.core.requests import posted, require_form

from ... import signing
from ...actions import agreements as actions
from ...forms.agreements import AgreementForm, AmendmentForm, DecisionForm, OfPartyForm, SignatureForm
from ...models import Agreement, Partnership, Party
from ...models.choices import LogSubject
from ..scope import partnership_for, partnership_to_write


@require_safe
def agreement(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Show a version of the text, with who signed it."""
    partnership, _can = partnership_for(request, pk)
    found = get_object_or_404(Agreement.objects.filter(partnership=partnership), version=version)
    paper = signing.of_partnership(partnership)
    context = {"partnership": partnership, "text": found, "paper": paper, "stands": paper.text == found}
    return render(request, "partnerships/partnerships/agreement.html", context)


@require_form
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the text, as long as it is not put to sign by all."""
    return _write(request, pk, "write", AgreementForm)


@require_form
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Write another text in the place of the one that was signed; everybody signs anew."""
    return _write(request, pk, "amend", AmendmentForm)


@transaction.atomic
def _write(request: HttpRequest, pk: int, action: str, form_class: type[AgreementForm]) -> HttpResponse:
    """Save the text. Of two writers the second sees both versions and decides."""
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, action, locked_if_posted(request, Partnership.objects.for_head()))
    paper = signing.of_partnership(partnership)
    form = form_class(posted(request), instance=paper.text or Agreement(partnership=partnership))
    if request.method == "POST" and form.is_valid() and not closed:
        values = form.cleaned_data
        try:
            written = actions.write(
                partnership, text_fr=values["text_fr"], text_nl=values["text_nl"], comment=values.get("comment", ""),
                amending=action == "amend", by=request.user, at=timezone.now(),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error("text_fr", error.messages)
        else:
            messages.success(request, _("Version %(number)d of the agreement is saved.") % {"number": written.version})
            return redirect(partnership)
    signed = [one for one in paper.parties if one.signature or one.decision]
    context = {
        "partnership": partnership, "form": form, "amending": action == "amend", "signed": signed, "closed": closed,
        "last": _last_writer(partnership) if form.differences else None,
    }  # fmt: skip
    status = 409 if closed or form.differences else 422 if form.errors else 200
    return render(request, "partnerships/partnerships/agreement_form.html", context, status=status)


def _last_writer(partnership: Partnership) -> Any:
    """Return who wrote the text last, and when."""
    written = partnership.log.filter(subject=LogSubject.AGREEMENT, action__in=("write", "amend"))
    return written.select_related("by__person").first()


@dataclass(frozen=True, slots=True)
class OfParty:
    """What tells a decision of a council from a signature."""

    name: str
    form: type[OfPartyForm]
    title: Lazy
    lead: Lazy
    done: Lazy
    twice: Lazy
    left: Callable[[signing.Paper], list[Party]]
    record: Callable[..., Any]


DECISION = OfParty(
    "decide",
    DecisionForm,
    gettext_lazy("Record the decision of a council"),
    gettext_lazy("On which day the council of a party approved the text as it stands."),
    gettext_lazy("The decision is recorded."),
    gettext_lazy("The decision of every council that you act for is recorded already."),
    lambda paper: paper.undecided,
    actions.decide,
)
SIGNATURE = OfParty(
    "sign",
    SignatureForm,
    gettext_lazy("Record a signature"),
    gettext_lazy("The signature counts for the text as it stands. Another text would have to be signed anew."),
    gettext_lazy("The signature is recorded."),
    gettext_lazy("Every party that you act for has signed the text already."),
    lambda paper: paper.unsigned,
    actions.sign,
)


@require_form
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the decision of a council."""
    return _record(request, pk, DECISION)


@require_form
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the signature of a party."""
    return _record(request, pk, SIGNATURE)


def _record(request: HttpRequest, pk: int, kind: OfParty) -> HttpResponse:
    assert isinstance(request.user, User)
    partnership, can = partnership_for(request, pk, kind.name)
    paper = signing.of_partnership(partnership)
    left = own_parties(request.user, kind.left(paper)) if paper.text else []
    initial = {"text_hash": paper.text.text_hash if paper.text else ""}
    form = kind.form(posted(request), parties=left, initial=initial)
    overtaken = False
    if request.method == "POST" and left and form.is_valid():
        try:
            kind.record(partnership, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Overtaken:
            overtaken = True
        except ValidationError as error:
            form.add_error("party", error.messages)
        else:
            messages.success(request, str(kind.done))
            return redirect(partnership)
    context = {
        "partnership": partnership, "form": form, "kind": kind, "paper": paper, "left": left, "overtaken": overtaken,
        "can": can, "stands": initial["text_hash"],
    }  # fmt: skip
    status = 409 if overtaken else 422 if form.errors else 200
    return render(request, "partnerships/partnerships/agreement_sign.html", context, status=status)


def own_parties(user: User, parties: list[Party]) -> list[Party]:
    """Return those of `parties` for which a person acts: coordinators for all, members for their organisations."""
    if user.is_coordinating:
        return parties
    own = set(user.organisations().values_list("pk", flat=True))
    return [party for party in parties if party.organisation_id in own]


def refuse_strange(user: User, party: Party) -> None:
    """Raise PermissionDenied for a party that the person does not act for."""
    if not own_parties(user, [party]):
        raise PermissionDenied
