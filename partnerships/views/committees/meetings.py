"""The meetings of a committee: plan one, or link one that exists."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, in_both
from amif_network.core.requests import posted

from ...actions import committee_meetings as actions
from ...committees import invited, loaded
from ...forms.committees import CommitteeMeetingForm, LinkForm
from ...models import Committee
from .scope import committee_to_write

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_form
def new(request: HttpRequest, pk: int, committee_pk: int) -> HttpResponse:
    """Plan a meeting; who holds a seat on its day stands on its list."""
    assert isinstance(request.user, User)
    committee, closed = committee_to_write(request, pk, committee_pk, loaded(Committee.objects))
    form = CommitteeMeetingForm(posted(request), initial=_titles(committee))
    if request.method == "POST" and form.is_valid() and not closed:
        meeting = actions.plan(committee, form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, _("The meeting is planned. The coordination convenes it."))
        if request.user.is_coordinating:
            return redirect(meeting)
        return redirect("partnerships:committee", pk, committee_pk)
    context = {
        "partnership": committee.partnership, "committee": committee, "form": form, "closed": closed,
        "invited": invited(committee, timezone.localdate()),
    }  # fmt: skip
    status = 409 if closed else 422 if form.errors else 200
    return render(request, "partnerships/committees/meeting_form.html", context, status=status)


def _titles(committee: Committee) -> dict[str, str]:
    """Return the title of a meeting in both languages: what the committee is, of which partnership."""
    kinds = in_both(lambda: str(committee.get_kind_display()).capitalize())
    return {f"title_{lang}": f"{kinds[lang]} – {committee.partnership.code}" for lang in LANGUAGES}


@require_form
def link(request: HttpRequest, pk: int, committee_pk: int) -> HttpResponse:
    """Link a meeting of the portal; coordinators see them all."""
    assert isinstance(request.user, User)
    committee, closed = committee_to_write(request, pk, committee_pk)
    if not request.user.is_coordinating:
        raise PermissionDenied
    form = LinkForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            actions.link(committee, form.cleaned_data["meeting"], by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error("meeting", error)
        else:
            messages.success(request, _("The meeting is linked."))
            return redirect("partnerships:committee", pk, committee_pk)
    context = {"partnership": committee.partnership, "committee": committee, "form": form, "closed": closed}
    status = 409 if closed else 422 if form.errors else 200
    return render(request, "partnerships/committees/link_form.html", context, status=status)
