"""The list of partnerships, and the form of one."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import active_language
from amif_network.core.collisions import locked_if_posted
from amif_network.core.questions import Question, asked_ahead, attach
from amif_network.core.requests import posted, require_form
from amif_network.core.unchanged import kept_until_changed
from amif_network.directory.models.organisation import NAMES

from ... import attention
from ...actions import partnerships as actions
from ...alerts import loading
from ...forms.partnerships import NewPartnershipForm, PartnershipFilter, PartnershipForm, asks_of_filter
from ...models import Partnership, Party
from ...portfolio import Line, in_lines, with_activity
from ..scope import partnership_to_write

PAGE_SIZE = 25


@require_safe
@kept_until_changed
def partnerships(request: HttpRequest) -> HttpResponse:
    """List the partnerships that exist for the person, narrowed by the filters of the address."""
    user, day, number = taking_part(request), timezone.localdate(), request.GET.get("page")
    unfiltered = () if request.GET else (_number.of(user), _keys.of(user, start=0))
    with asked_ahead(*asks_of_filter(user, active_language()), *unfiltered, *loading.asks_of_reader(user)):
        filters = PartnershipFilter(request.GET, user=user)
        found: Any = _found(filters, user, day) if filters.active else AllKeys(user)
        page = Paginator(found, PAGE_SIZE).get_page(number)
        keys = list(page)
        lines = _lines(keys, user, day) if keys else []
    return render(request, "partnerships/partnerships.html", {"filters": filters, "page": page, "lines": lines})


def _found(filters: PartnershipFilter, user: User, day: datetime.date) -> Any:
    return filters.applied(Partnership.objects.visible_to(user), day).in_order().values_list("pk", flat=True)


class AllKeys:
    """The keys of all partnerships that exist for a reader, as a list that nobody loads: `Paginator` asks for one page of it."""

    def __init__(self, user: User) -> None:
        self.user = user

    def __len__(self) -> int:
        return sum(_number(self.user))

    def __getitem__(self, part: slice) -> list[int]:
        return _keys(self.user, start=part.start)


@ReaderQuestion
def _number(reader: User) -> Any:
    """Return one row with the number of partnerships, or none."""
    visible = Partnership.objects.visible_to(reader).order_by().annotate(all=Value(1))
    return visible.values("all").annotate(number=Count("pk")).values_list("number", flat=True)


@ReaderQuestion
def _keys(reader: User, *, start: int) -> Any:
    return Partnership.objects.visible_to(reader).in_order().values_list("pk", flat=True)[start : start + PAGE_SIZE]


def _lines(keys: list[int], user: User, day: datetime.date) -> list[Line]:
    """Return the partnerships with these keys as lines, with what needs attention in each."""
    with asked_ahead(_rows.of(user, keys, day), _parties.of(keys), *attention.asks(keys, user, day)):
        return in_lines(_loaded(keys, user, day), attention.pressing(keys, user, day))


def _loaded(keys: list[int], user: User, day: datetime.date) -> list[Any]:
    """Return the partnerships with these keys as `for_list` loads them, with their activity."""
    rows = _rows(user, keys, day)
    attach(rows, "parties", _parties(keys), "partnership_id")
    return rows


@ReaderQuestion
def _rows(reader: User, keys: list[int], day: datetime.date) -> Any:
    """Select what a line shows, neither call nor project."""
    visible = Partnership.objects.visible_to(reader).filter(pk__among=keys)
    return with_activity(visible, day).in_order().only("code", "title_fr", "title_nl", "state", "starts_on", "ends_on")


@Question
def _parties(partnerships: list[int]) -> Any:
    found = Party.objects.filter(partnership__among=partnerships).select_related("organisation")
    return found.only("partnership", "role", *(f"organisation__{name}" for name in NAMES))


@require_form
def new(request: HttpRequest) -> HttpResponse:
    """Start a partnership."""
    user = taking_part(request)
    form = NewPartnershipForm(posted(request), instance=Partnership(), user=user)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            started = actions.start(
                form.save(commit=False), host=values["host"], partners=values["partners"], by=user, at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The partnership is started. Write down who promises what now."))
            return redirect(started)
    context = {"form": form, "partnership": None}
    return render(request, "partnerships/partnerships/form.html", context, status=422 if form.errors else 200)


@require_form
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a partnership; who comes second sees both versions and decides."""
    user = taking_part(request)
    found, closed = partnership_to_write(request, pk, "edit", locked_if_posted(request, Partnership.objects.for_head()))
    shown = str(found)
    form = PartnershipForm(posted(request), instance=found, user=user)
    if request.method == "POST" and form.is_valid() and not closed:
        try:
            actions.change(form.save(commit=False), by=user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The partnership is saved."))
            return redirect(found)
    context = {
        "form": form, "partnership": found, "shown": shown, "closed": closed,
        "last": actions.last_change(found) if form.differences else None,
    }  # fmt: skip
    status = 409 if closed or form.differences else 422 if form.errors else 200
    return render(request, "partnerships/partnerships/form.html", context, status=status)


def taking_part(request: HttpRequest) -> User:
    """Return the person; observers have nothing to do with partnerships. Raises PermissionDenied for them."""
    assert isinstance(request.user, User)
    if request.user.role != "member" and not request.user.is_coordinating:
        raise PermissionDenied
    return request.user
