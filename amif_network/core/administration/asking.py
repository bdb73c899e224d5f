"""Actions on many rows ask first: on how many rows, which ones, and what else has to be known."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

# So many rows are named one by one; of the others the number is said.
NAMED = 50
# What the page sends back: the keys of exactly the rows that it named.
ROWS, CONFIRMED = "rows", "confirmed"

Rows = models.QuerySet[Any]
# Does it for the rows, in one transaction, with what the form said, and returns the sentence that tells what was done.
Doing = Callable[[Any, HttpRequest, Rows, dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks; `possible` leaves aside the rows with which it cannot be done, `form` asks what has to be known."""

    question: Promise
    possible: Callable[[Rows, HttpRequest], Rows] | None = None
    form: type[forms.Form] | None = None


def asks_first(description: Promise, question: Question) -> Callable[[Doing], Callable[..., HttpResponse | None]]:
    """Make an action of the administration of a method that does it: it asks, and does it once that was confirmed.

    All or nothing: a ValidationError or PermissionDenied of the method undoes everything and is shown on the page.
    """

    def action_of(do: Doing) -> Callable[..., HttpResponse | None]:
        @wraps(do)
        def action(self: Any, request: HttpRequest, chosen: Rows) -> HttpResponse | None:
            rows = question.possible(chosen, request) if question.possible else chosen
            confirmed = CONFIRMED in request.POST
            if confirmed:
                rows = rows.filter(pk__in=_keys(request))
            form = (question.form or forms.Form)(request.POST if confirmed else None)
            if confirmed and form.is_valid():
                try:
                    with transaction.atomic():
                        said = do(self, request, rows, form.cleaned_data)
                except forms.ValidationError as error:
                    form.add_error(None, error)
                except PermissionDenied as error:
                    form.add_error(None, str(error) or _("This cannot be done with one of these rows. Nothing was changed."))
                else:
                    messages.success(request, said)
                    return None
            return _page(self, request, do.__name__, description, question, rows, chosen, form)

        return admin.action(action, description=cast(Any, description))

    return action_of


def _keys(request: HttpRequest) -> list[int]:
    """Return the keys that the page sent back, without what somebody else made up."""
    return [int(key) for key in request.POST.get(ROWS, "").split(",") if key.isascii() and key.isdigit() and len(key) < 19]


def _page(
    record: Any, request: HttpRequest, name: str, title: Promise, question: Question, rows: Rows, chosen: Rows, form: forms.Form
) -> HttpResponse:
    keys = list(rows.values_list("pk", flat=True))
    named = list(rows[:NAMED])
    return TemplateResponse(
        request,
        "admin/ask_first.html",
        {
            **record.admin_site.each_context(request),
            "title": title,
            "opts": record.opts,
            "media": record.media,
            "action": name,
            "question": question.question,
            "form": form,
            "named": named,
            "count": len(keys),
            "unnamed": len(keys) - len(named),
            "aside": chosen.count() - len(keys),
            "keys": ",".join(map(str, keys)),
            "first_key": keys[0] if keys else "",
            "rows_name": ROWS,
            "confirmed_name": CONFIRMED,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        },
    )
