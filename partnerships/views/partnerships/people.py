"""Who answers for a party, and whom to ask there."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.collisions import locked_if_posted
from amif_network.core.requests import posted, require_form

from ...actions import parties as actions
from ...actions.partnerships import last_change
from ...forms.people import PeopleForm
from ...models import Party
from ...models.choices import LogSubject
from ..scope import partnership_to_write
from .agreements import refuse_strange


@require_form
@transaction.atomic
def people(request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
    """Name the people of a party; who comes second sees both versions and decides."""
    assert isinstance(request.user, User)
    partnership, closed = partnership_to_write(request, pk, "follow")
    parties = locked_if_posted(request, Party.objects.select_related("organisation", "owner", "contact"))
    party = get_object_or_404(parties.filter(partnership=partnership), pk=party_pk)
    refuse_strange(request.user, party)
    form = PeopleForm(posted(request), instance=party)
    if request.method == "POST" and form.is_valid() and not closed:
        actions.name_people(form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, _("The people are saved."))
        return redirect(partnership)
    context = {
        "partnership": partnership, "party": party, "form": form, "closed": closed,
        "last": last_change(partnership, LogSubject.PARTY) if form.differences else None,
    }  # fmt: skip
    status = 409 if closed or form.differences else 422 if form.errors else 200
    return render(request, "partnerships/partnerships/people_form.html", context, status=status)
