"""Write down the answer that an organisation gave by mail, by telephone, at a meeting or by letter (UX §5)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.requests import posted, require_form, site_of
from amif_network.core.workflow import WrongState

from ... import documents
from ...actions.review import recording
from ...actions.review.answering import Words
from ...forms.review import BehalfForm, BehalfRemarks
from ...mails.recipients import for_organisation
from ...models import Minutes, ReviewRequest, Section
from ...outline import outline, reading_order
from ..scope import minutes_for, number
from .asking import request_for

# How many remarks the page has room for at first, and how many more are asked for at a time.
ROOM, MORE = 1, 2
RECORDED = 303


@require_form
def on_behalf(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Ask who answered, how, and what; the button "more" only makes room for more remarks."""
    minutes, _can = minutes_for(request, pk, "preview", Minutes.objects.for_workspace())
    _minutes, review = request_for(request, pk, key, "" if request.method == "POST" else "answer", minutes)
    more = "more" in request.POST
    form = BehalfForm(None if more else posted(request), initial=request.POST.dict() if more else {})
    rows = _rows(request, minutes, review.organisation.languages[0], more=more)
    status = 200
    if request.method == "POST" and not more:
        status = _record(request, review, form, rows)
        if status == RECORDED:
            messages.success(request, _("The answer of %(name)s is recorded.") % {"name": review.organisation})
            return redirect("meetings:board-request", pk, key)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "review": review,
        "form": form,
        "rows": rows,
        "readers": for_organisation(review.organisation),
    }
    return render(request, "meetings/review/behalf.html", context, status=status)


def _record(request: HttpRequest, review: ReviewRequest, form: BehalfForm, rows: BaseFormSet) -> int:
    """Record the answer and return RECORDED; else say in the form why not, and return the status of the page."""
    if not (form.is_valid() and rows.is_valid()) or (remarks := _remarks(form, rows)) is None:
        return 422
    assert isinstance(request.user, User)
    said = {"who": form.cleaned_data["who"], "channel": form.cleaned_data["channel"]}
    try:
        recording.answer_on_behalf(review, remarks=remarks, **said, by=request.user, at=timezone.now(), site=site_of(request))
    except ValidationError as refused:
        form.add_error(None, refused)
        return 422
    except WrongState as refused:
        form.add_error(None, str(refused))
        return 409
    return RECORDED


def _rows(request: HttpRequest, minutes: Minutes, lang: str, *, more: bool) -> BaseFormSet:
    """Return the rows for remarks, in the language of the organisation at first."""
    sections = [
        (str(node.section.uuid), f"{node.number} {documents.name_of(node.section, active_language())}".strip())
        for node in reading_order(outline(minutes.sections.all()))
    ]
    about = {"sections": sections, "queryset": Section.objects.standing().filter(minutes=minutes)}
    data = posted(request)
    if data is not None and more:
        data = data.copy()
        data["form-TOTAL_FORMS"] = str(max(number(data.get("form-TOTAL_FORMS")), 0) + MORE)
    if data is not None:
        return BehalfRemarks(data, form_kwargs=about)
    return BehalfRemarks(form_kwargs=about, initial=[{"language": lang}] * ROOM)


def _remarks(form: BehalfForm, rows: BaseFormSet) -> list[Words] | None:
    """Return the remarks of valid forms; None, with the error said, where they contradict the chosen answer."""
    said = [row.cleaned_data for row in rows if not row.says_nothing]
    if form.cleaned_data["answer"] == "remarks" and not said:
        form.add_error("answer", _("Write at least one remark, or choose “no remarks”."))
        return None
    if form.cleaned_data["answer"] == "none" and said:
        form.add_error("answer", _("There are remarks below: choose them, or take their words out."))
        return None
    return [Words(**data) for data in said]
