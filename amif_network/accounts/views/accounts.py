"""Who has access, as what: the list of accounts, the page of one, and what may be changed there."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amif_network.directory.models import Affiliation

from .. import actions
from ..forms_access import AccountFilter, RoleForm
from ..listing import listed, rows
from ..models import AccessEntry, Invitation, User
from ..roles import account_steps, coordinator, require_step

PAGE_SIZE = 50
LOG_SHOWN = 20


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """List accounts and invitations, narrowed by the filters of the address."""
    coordinator(request)
    filters, now = AccountFilter(request.GET), timezone.now()
    chosen = filters.chosen()
    page = Paginator(listed(chosen, at=now), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"filters": filters, "active": bool(chosen), "page": page, "rows": rows(page, at=now)}
    return render(request, "accounts/accounts.html", context)


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account: whose it is, what rests on it, and what was done with it."""
    user, today = coordinator(request), timezone.localdate()
    found = get_object_or_404(_accounts(), pk=pk)
    affiliations = list(found.person.affiliations.all()) if found.person else []
    goes_on = set(Affiliation.objects.giving_access_on(today).filter(person=found.person_id).values_list("pk", flat=True))
    invitations = Invitation.objects.filter(Q(user=found) | Q(person=found.person_id)).select_related(
        "organisation", "invited_by__person"
    )
    log = AccessEntry.objects.visible_to(user).filter(Q(about=found) | Q(user=found)).select_related("user__person")
    return render(
        request,
        "accounts/account.html",
        {
            "account": found,
            "access": User.objects.with_access(today).filter(pk=found.pk).exists(),
            "affiliations": [(one, one.pk in goes_on) for one in affiliations],
            "invitations": [(one, one.state_at(timezone.now())) for one in invitations],
            "log": log[:LOG_SHOWN],
            "erased_at": found.erased_at,
            "can": account_steps(user, found) if found.erased_at is None else set(),
            "role_form": RoleForm(initial={"role": found.role}),
        },
    )


def _accounts() -> QuerySet[User]:
    affiliations = Affiliation.objects.select_related("organisation").order_by("-valid_from", "pk")
    accounts = User.objects.select_related("person__erasure", "erasure")
    return accounts.prefetch_related(Prefetch("person__affiliations", affiliations))


@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account another role."""
    user, found = coordinator(request), get_object_or_404(User, pk=pk)
    require_step(user, found, "role")
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the four roles."))
        return redirect(found)
    role = form.cleaned_data["role"]
    return _done(
        request, found, lambda: actions.change_role(found, role=role, by=user, at=timezone.now()), _("The role is changed.")
    )


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Let nobody in by this account until it is opened again."""
    user, found = coordinator(request), get_object_or_404(User, pk=pk)
    require_step(user, found, "close")
    said = _("The account is closed: nobody signs in with it any more.")
    return _done(request, found, lambda: actions.close_account(found, by=user, at=timezone.now()), said)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    user, found = coordinator(request), get_object_or_404(User, pk=pk)
    require_step(user, found, "open")
    return _done(request, found, lambda: actions.open_account(found, by=user, at=timezone.now()), _("The account is open again."))


@require_POST
def end_affiliation(request: HttpRequest, pk: int, affiliation: int) -> HttpResponse:
    """End an affiliation of the account's person today."""
    user, found = coordinator(request), get_object_or_404(User.objects.exclude(person=None), pk=pk)
    ended = get_object_or_404(Affiliation, pk=affiliation, person=found.person_id)
    require_step(user, found, "end")
    said = _("The affiliation has ended, and with it the access that rested on it.")
    return _done(request, found, lambda: actions.end_affiliation(ended, by=user, at=timezone.now()), said)


def _done(request: HttpRequest, account: User, step: Callable[[], object], said: str) -> HttpResponse:
    """Do a step with an account, and say on its page that it is done, or why it may not be."""
    try:
        step()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(account)
