"""The page on which an organisation reads the minutes it was sent, drafts its answer with its colleagues, and sends it.

Each function is a page behind a door (`doors.py`): the same for an account and for a signed link.
"""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.core.fingerprint import Overtaken
from amif_network.core.formats import format_date
from amif_network.core.requests import site_of
from amif_network.core.workflow import WrongState

from ...actions.review.answering import MOST_REMARKS, TooMany, Words, note_opening, remove_remark, save_remark, send_answer
from ...concerns import concerns
from ...forms.answering import RemarkForm, SendForm
from ...models import PendingContribution, Remark, ReviewRequest, Section
from ...printed import PrintedMinutes, PrintedPassage
from ..rows import moment
from ..scope import number
from .doors import Door
from .reading import reading

# Where the name that the holder of a link gave is kept, so that it is typed once.
NAME = "review-name"
WHOLE = "all"


def page(request: HttpRequest, door: Door) -> HttpResponse:
    """Show the minutes with the remarks of the organisation; `?on=` opens a form at a passage, `?edit=` one for a remark."""
    printed = door.review.circulation.printed()
    if not door.may_write:
        return _show(request, door, printed)
    remark = _draft(door, request.GET.get("edit"))
    on = _place(remark, printed) if remark else request.GET.get("on", "")
    if on != WHOLE and _passage(printed, on) is None:
        return _show(request, door, printed)
    form = RemarkForm(initial=_initial(request, on, remark), passage=_passage(printed, on), asks_name=door.by_link)
    return _show(request, door, printed, form=form, on=on)


def save(request: HttpRequest, door: Door) -> HttpResponse:
    """Write a remark into the shared draft; what cannot be saved is shown again as it was typed."""
    if request.method != "POST":
        return redirect(door.address())
    if not door.inside:
        raise PermissionDenied
    printed = door.review.circulation.printed()
    on = request.POST.get("section") or WHOLE
    passage, section = _passage(printed, on), _section(door.review, on)
    if on != WHOLE and (passage is None or section is None):
        raise Http404
    form = RemarkForm(request.POST, passage=passage, asks_name=door.by_link)
    if not form.is_valid():
        return _show(request, door, printed, form=form, on=on, status=422)
    data = form.cleaned_data
    if door.by_link:
        request.session[NAME] = data["name"]
    try:
        saved = _save(door, data, section, passage)
    except (WrongState, Overtaken, TooMany, Remark.DoesNotExist) as refused:
        standing = _explain(refused, form, door)
        return _show(request, door, printed, form=form, on=on, standing=standing, status=409)
    messages.success(request, _("Your remark is in the draft of your organisation. It goes out when the answer is sent."))
    return redirect(f"{door.address()}#r-{saved.pk}")


def remove(request: HttpRequest, door: Door) -> HttpResponse:
    """Take a remark out of the shared draft, unless a colleague changed it since it was shown."""
    if request.method != "POST":
        return redirect(door.address())
    remark = _draft(door, request.POST.get("remark"))
    if not door.inside:
        raise PermissionDenied
    if remark is None:
        messages.info(request, _("This remark was removed already."))
        return redirect(door.address())
    try:
        remove_remark(door.review, remark, writer=door.writer(), seen=request.POST.get("seen", ""))
    except WrongState as refused:
        messages.error(request, str(refused))
    except (Overtaken, Remark.DoesNotExist):
        messages.warning(request, _("A colleague changed this remark meanwhile. Look once more before you remove it."))
    else:
        messages.success(request, _("The remark is removed from the draft."))
    return redirect(door.address())


def check(request: HttpRequest, door: Door) -> HttpResponse:
    """Show what would be sent, and ask for the last word."""
    if not door.inside:
        raise PermissionDenied
    if door.closed:
        return redirect(door.address())
    return _last_look(request, door)


def send(request: HttpRequest, door: Door) -> HttpResponse:
    """Send the answer of the organisation; sent twice, it goes out once."""
    if request.method != "POST":
        return redirect(f"{door.address('check')}")
    if not door.inside:
        raise PermissionDenied
    form = SendForm(request.POST, asks_name=door.by_link)
    if not form.is_valid():
        return _last_look(request, door, form, status=422)
    data = form.cleaned_data
    if door.by_link:
        request.session[NAME] = data["name"]
    site = site_of(request)
    no_remarks = data["answer"] == "none"
    writer = door.writer(data.get("name", ""))
    try:
        send_answer(door.review, writer=writer, seen=data["seen"], no_remarks=no_remarks, at=timezone.now(), site=site)
    except Overtaken:
        changed = _(
            "A colleague changed the draft since you looked at it. This is how it stands now: look once more, then send it."
        )
        return _last_look(request, door, notice=changed, status=409)
    except WrongState as refused:
        messages.error(request, str(refused))
        return redirect(door.address())
    messages.success(request, _("The answer of your organisation was sent. A receipt is on its way to you and your colleagues."))
    return redirect(door.address())


def opened(request: HttpRequest, door: Door) -> HttpResponse:
    """Note that the organisation has its page open: sent by a script of the page, never by following a link."""
    if not door.inside:
        raise PermissionDenied
    note_opening(door.review, at=timezone.now())
    return HttpResponse(status=204)


def _show(
    request: HttpRequest,
    door: Door,
    printed: PrintedMinutes,
    *,
    form: RemarkForm | None = None,
    on: str = "",
    standing: Remark | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page; `form` stands at the passage `on`, `standing` is what a colleague made of the remark meanwhile."""
    review, lang = door.review, active_language()
    minutes = review.circulation.minutes
    awaited = list(_awaited(review))
    own = list(Section.objects.standing().filter(minutes=minutes, organisation=review.organisation))
    concerned = concerns(printed.sections, review.organisation, own, awaited)
    remarks = list(_remarks(door))
    earlier = list(_earlier(review))
    context = {
        **frame(door),
        "reading": reading(printed, lang, concerned=concerned, remarks=remarks, form=form, form_at=f"s-{on}"),
        "awaited": awaited,
        "form": form,
        "form_on_whole": form if on == WHOLE else None,
        "standing": standing,
        "drafts": [remark for remark in remarks if remark.state == Remark.State.DRAFT],
        "sent": [remark for remark in remarks if remark.state != Remark.State.DRAFT],
        "open_outcomes": sum(remark.state == Remark.State.SENT for remark in remarks),
        "earlier": [] if door.by_link else earlier,
        # The round in which the organisation was asked before this one.
        "before": next((one.circulation for one in earlier if one.circulation.number < review.circulation.number), None),
        "links": [] if door.inside else list(review.links.order_by("-created_at")),
        "now": timezone.now(),
    }
    return render(request, "meetings/answering/organisation.html", context, status=status)


def _last_look(
    request: HttpRequest, door: Door, form: SendForm | None = None, *, notice: str = "", status: int = 200
) -> HttpResponse:
    """Render the page that shows the whole draft before it is sent."""
    review = ReviewRequest.objects.get(pk=door.review.pk)
    drafts = [remark for remark in _remarks(door) if remark.state == Remark.State.DRAFT]
    initial = {"seen": review.draft_rev, "answer": "remarks" if drafts else "none"}
    typed = request.POST.get("name") or request.session.get(NAME, "")
    # What was looked at is what is shown now, whatever the form that was sent said.
    shown = SendForm(initial={**initial, "name": typed}, asks_name=door.by_link)
    if form is not None:
        shown = SendForm({**request.POST.dict(), **initial}, asks_name=door.by_link)
    return render(
        request,
        "meetings/answering/check.html",
        {**frame(door), "drafts": drafts, "form": shown, "notice": notice},
        status=status,
    )


def frame(door: Door) -> dict[str, Any]:
    """Return what every page behind a door shows around its content."""
    review = door.review
    pages = ("", "save", "remove", "check", "send", "opened", "since")
    return {
        "door": door,
        "frame": "components/by_link.html" if door.by_link else "base.html",
        "frame_languages": review.organisation.languages if door.by_link else LANGUAGES,
        "review": review,
        "circulation": review.circulation,
        "meeting": review.circulation.minutes.meeting,
        "organisation": review.organisation,
        "deadline": format_date(review.deadline, active_language(), weekday=True),
        "days_left": (review.deadline - timezone.localdate()).days,
        "answered_on": moment(review.answered_at) if review.answered_at else "",
        "addresses": {name or "page": door.address(name) for name in pages},
    }


def _save(door: Door, data: dict[str, Any], section: Section | None, passage: PrintedPassage | None) -> Remark:
    """Write what the form says into the draft. Raises as `save_remark`; Remark.DoesNotExist for one that is gone."""
    remark = door.review.remarks.select_related("section").get(pk=data["remark"]) if data["remark"] else None
    # A quote is in the language in which the passage really is.
    lang = passage.html.lang if passage is not None and passage.html.text else active_language()
    # What was about a passage that this round does not hold any more keeps its anchor and its quote.
    section = section or (remark.section if remark else None)
    quote = data.get("quote", remark.quote if remark else "")
    words = Words(data["kind"], lang, section, quote=quote, text=data["text"], proposal=data["proposal"])
    writer = door.writer(data.get("name", ""))
    return save_remark(door.review, words, writer=writer, at=timezone.now(), remark=remark, seen=data["seen"])


def _explain(refused: Exception, form: RemarkForm, door: Door) -> Remark | None:
    """Say on the form why nothing was saved, and prepare it for one more try; return the remark a colleague changed meanwhile."""
    assert isinstance(form.data, QueryDict)
    sent = form.data.copy()
    form.data = sent
    if isinstance(refused, WrongState):
        form.add_error(None, _("Nothing was saved. Your words are still below: copy them if you need them.") + f" {refused}")
    elif isinstance(refused, TooMany):
        form.add_error(None, _("The draft holds %(most)d remarks already. Put some of them together.") % {"most": MOST_REMARKS})
    elif isinstance(refused, Remark.DoesNotExist):
        sent["remark"] = sent["seen"] = ""
        form.add_error(None, _("A colleague removed this remark meanwhile. Save it to put it back with your words."))
    else:
        standing: Remark = door.review.remarks.select_related("author__person").get(pk=form.cleaned_data["remark"])
        sent["seen"] = standing.fingerprint
        form.add_error(None, _("A colleague changed this remark meanwhile. Compare both, then save what should stand."))
        return standing
    return None


def _remarks(door: Door) -> QuerySet[Remark]:
    """Return the remarks to show: nobody but the organisation sees its draft."""
    remarks = door.review.remarks.select_related("section", "author__person", "settled_by__person").order_by("position", "pk")
    return remarks if door.inside else remarks.exclude(state=Remark.State.DRAFT)


def _draft(door: Door, key: str | None) -> Remark | None:
    """Return a remark of the draft by its key; None for what is none."""
    drafts = door.review.remarks.filter(state=Remark.State.DRAFT).select_related("section")
    return drafts.filter(pk=number(key)).first() if door.inside else None


def _awaited(review: ReviewRequest) -> QuerySet[PendingContribution]:
    """Return what the minutes still wait for from this organisation."""
    waiting = PendingContribution.objects.filter(minutes=review.circulation.minutes_id, closed_at=None)
    return waiting.filter(organisations=review.organisation_id).select_related("section").order_by("pk")


def _earlier(review: ReviewRequest) -> QuerySet[ReviewRequest]:
    """Return the requests of the other rounds to the same organisation, the latest first."""
    same = ReviewRequest.objects.filter(circulation__minutes=review.circulation.minutes_id, organisation=review.organisation_id)
    rounds = same.exclude(pk=review.pk).select_related("circulation").defer("circulation__content")
    return rounds.order_by("-circulation__number")


def _initial(request: HttpRequest, on: str, remark: Remark | None) -> dict[str, Any]:
    """Return what the form starts from: a remark that stands, or nothing but its place and kind."""
    place = {"section": "" if on == WHOLE else on, "name": request.session.get(NAME, "")}
    if remark is None:
        asked = request.GET.get("kind", "")
        return {**place, "kind": asked if asked in Remark.Kind.values else Remark.Kind.CORRECTION}
    said = {name: getattr(remark, name) for name in ("kind", "quote", "text", "proposal")}
    return {**place, **said, "remark": remark.pk, "seen": remark.fingerprint}


def _place(remark: Remark, printed: PrintedMinutes) -> str:
    """Return what names the passage of a remark in an address; the whole for one that this round does not hold any more."""
    key = str(remark.section.uuid) if remark.section else WHOLE
    return key if _passage(printed, key) is not None else WHOLE


def _passage(printed: PrintedMinutes, key: str) -> PrintedPassage | None:
    """Return the passage of the round that `key` names, in the language that is read; None when it holds no such."""
    place = printed.languages.index(active_language())
    return next((one.passages[place] for one in printed.sections if one.anchor == f"s-{key}"), None)


def _section(review: ReviewRequest, key: str) -> Section | None:
    """Return the section of the minutes that `key` names."""
    try:
        uuid = uuids.UUID(key)
    except ValueError:
        return None
    return Section.objects.filter(minutes=review.circulation.minutes_id, uuid=uuid).first()
