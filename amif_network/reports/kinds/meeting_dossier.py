"""The dossier of a meeting: its editions, documents and lists, what organisations remarked, who did what, which mails left."""

import io
from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, localised
from amif_network.exchange.writing import Written, write_workbook
from amif_network.outbox.models import OutgoingMail
from meetings.documents.sheet import sheet_name, sheet_pdf
from meetings.editions import name_of
from meetings.exchange.meetings import Meetings
from meetings.exchange.rows import Agenda, Attendances
from meetings.models import Attachment, Edition, Meeting, Remark
from meetings.wording import states_of

from ..forms import ReportForm
from .dossier import Box, Chapter, Dossier, history_of, moment
from .genuine import genuine
from .kind import Asked, Unbuildable

# Meetings that the form offers; the page of any other leads here too.
OFFERED = 100
# Bytes of attached documents that are packed at a time.
TOGETHER = 50 * 2**20
GONE = gettext_lazy("This meeting does not exist any more.")


class MeetingForm(ReportForm):
    """Which meeting."""

    meeting = forms.ModelChoiceField(label=gettext_lazy("Meeting"), queryset=Meeting.objects.none())

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Meeting.objects.order_by("-date", "-pk")
        asked = str((data or {}).get("meeting", ""))
        offered = Meeting.objects.order_by("-date", "-pk")[:OFFERED]
        chosen = Meeting.objects.filter(pk=int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 10 else ()
        known = {meeting.pk: f"{meeting.date:%Y-%m-%d} – {meeting.title}" for meeting in (*offered, *chosen)}
        field.choices = [("", "–"), *known.items()]


class MeetingDossier(Dossier):
    """Everything on one meeting."""

    key = "meeting-dossier"
    title = gettext_lazy("Dossier of a meeting")
    question = gettext_lazy("What can be shown of one meeting at an audit?")
    form = MeetingForm

    def about(self, parameters: Any, lang: str) -> str:
        """Return the day and title of the meeting."""
        meeting = Meeting.objects.filter(pk=parameters["meeting"]).first()
        return str(self.name(meeting, lang)) if meeting else ""

    def subject(self, asked: Asked) -> Meeting:
        """Return the meeting. Raises Unbuildable where it is gone."""
        found = Meeting.objects.visible_to(asked.user).filter(pk=asked.parameters["meeting"]).first()
        if found is None:
            raise Unbuildable(GONE)
        return found

    def name(self, subject: Any, lang: str) -> Localised:
        """Return "2026-03-02 – Rencontre des CPAS"."""
        title = localised(subject, "title", lang)
        return Localised(f"{subject.date:%Y-%m-%d} – {title}", title.lang, title.fallback)

    def chapters(self, asked: Asked, subject: Any) -> Sequence[Chapter]:
        """Return the folders."""
        user, lang = asked.user, asked.language
        return (
            Chapter("1-editions", gettext_lazy("All editions of its minutes, as published"), partial(_editions, subject)),
            *(
                Chapter("2-documents", gettext_lazy("Its documents"), partial(_documents, batch))
                for batch in _batches(subject, user)
            ),
            Chapter("3-lists", gettext_lazy("Attendance and agenda"), partial(_lists, subject, user, lang)),
            Chapter(
                "4-remarks", gettext_lazy("Remarks of the organisations, and what became of each"), partial(_remarks, subject)
            ),
            Chapter("5-log", gettext_lazy("Who did what, and which mails left"), partial(_log, subject, user)),
        )


KIND = MeetingDossier()


def _editions(meeting: Meeting, box: Box) -> None:
    """Put in every edition, each checked against its fingerprint."""
    found = Edition.objects.filter(minutes__meeting=meeting).order_by("version", "audience", "language")
    for key in found.values_list("pk", flat=True):
        edition = Edition.objects.select_related("minutes__meeting").defer("content").get(pk=key)
        pdf = genuine(bytes(edition.pdf), edition.sha256, name_of(edition))
        words = {
            "version": edition.version_name,
            "language": edition.get_language_display(),
            "for": edition.get_audience_display(),
        }
        box.add(name_of(edition), pdf, _("Minutes, version %(version)s, %(language)s, %(for)s") % words)


def _batches(meeting: Meeting, user: User) -> list[list[tuple[int, Attachment]]]:
    """Return its documents, numbered, in heaps that one process can hold."""
    batches: list[list[tuple[int, Attachment]]] = []
    size = TOGETHER
    for number, attachment in enumerate(Attachment.objects.visible_to(user).filter(meeting=meeting).order_by("pk"), start=1):
        if size + attachment.size > TOGETHER:
            batches.append([])
            size = 0
        batches[-1].append((number, attachment))
        size += attachment.size
    return batches


def _documents(batch: Sequence[tuple[int, Attachment]], box: Box) -> None:
    """Put in files that were attached, each checked against its fingerprint."""
    for number, attachment in batch:
        with attachment.file.open() as file:
            data = genuine(file.read(), attachment.sha256, attachment.filename)
        box.add(f"{number:02}-{attachment.filename}", data, f"{attachment.get_kind_display()}: {attachment.title}")


def _lists(meeting: Meeting, user: User, lang: str, box: Box) -> None:
    """Put in the list to sign, and the tables of the meeting as a workbook."""
    box.add(sheet_name(meeting, lang), sheet_pdf(meeting, lang), _("Attendance sheet"))
    stream = io.BytesIO()
    rows = [
        Written(Meetings(), Meetings.everything(user).filter(pk=meeting.pk)),
        Written(Attendances(), Attendances.everything(user).filter(meeting=meeting)),
        Written(Agenda(), Agenda.everything(user).filter(meeting=meeting)),
    ]
    write_workbook(stream, rows)
    box.add("meeting.xlsx", stream.getvalue(), _("Meeting, attendance and agenda as a workbook"))


def _remarks(meeting: Meeting, box: Box) -> None:
    """Put in what organisations remarked in every round, and what became of it; drafts that were not sent are their own."""
    sent = Remark.objects.filter(request__circulation__minutes__meeting=meeting, sent_at__isnull=False)
    remarks = sent.select_related(
        "request__organisation", "request__circulation", "section", "author__person", "settled_by__person"
    )
    headings = (
        _("round"), _("organisation"), _("section"), _("kind"), _("passage of the minutes"), _("remark"), _("proposed wording"),
        _("written by"), _("sent on"), _("outcome"), _("answer"), _("settled by"), _("settled on"),
    )  # fmt: skip
    rows = [
        (
            one.request.circulation.number, str(one.request.organisation), one.section.label if one.section else "",
            one.get_kind_display(), one.quote, one.text, one.proposal, one.written_by, moment(one.sent_at),
            one.get_outcome_display(), str(one.answer), str(one.settled_by or ""), moment(one.settled_at),
        )
        for one in remarks.order_by("request__circulation", "request__organisation", "position", "pk")
    ]  # fmt: skip
    box.table("remarks.csv", headings, rows, gettext_lazy("Remarks of the organisations, and what became of each"))


def _log(meeting: Meeting, user: User, box: Box) -> None:
    """Put in the log of steps, the history of every change, and the mails without their words."""
    headings = (_("moment"), _("by"), _("what it concerns"), _("state before"), _("state after"), _("comment"))
    steps = meeting.log.steps().select_related("by__person").order_by("at", "pk")
    rows = [
        (moment(one.at), str(one.by or one.by_name), one.get_subject_display(), *states_of(one), one.comment) for one in steps
    ]
    box.table("steps.csv", headings, rows, gettext_lazy("The steps of the meeting and its minutes"))
    history_of(Meeting, meeting.pk, user, box)
    mails = OutgoingMail.objects.about(f"meeting:{meeting.pk}").order_by("created_at", "pk")
    sent = [(moment(one.created_at), one.to, one.subject, one.carrier.get_state_display()) for one in mails]
    box.table(
        "mails.csv",
        (_("moment"), _("to"), _("subject"), _("state")),
        sent,
        gettext_lazy("The mails that left, without their words"),
    )
