"""The fixed vocabularies of meetings and their minutes, as stored and as shown."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingMode(TextChoices):
    """How people take part."""

    ONLINE = "online", _("online")
    IN_PERSON = "in_person", _("in person")
    HYBRID = "hybrid", _("hybrid")


class MeetingSeries(TextChoices):
    """To which row of meetings this one belongs."""

    NETWORK = "network", _("network")
    COMMITTEE = "committee", _("committee of a partnership")


class MeetingState(TextChoices):
    """Where the meeting stands; `meetings.workflow.MEETING` moves it."""

    PLANNED = "planned", _("planned")
    CONVENED = "convened", _("convened")
    HELD = "held", _("held")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class MinutesState(TextChoices):
    """Where the minutes stand in law; `meetings.workflow.MINUTES` moves them."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    INCORPORATING = "incorporating", _("remarks being incorporated")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")


class AgendaKind(TextChoices):
    """What happens during the slot."""

    TOPIC = "topic", _("topic")
    WELCOME = "welcome", _("welcome")
    BREAK = "break", _("break")
    LUNCH = "lunch", _("lunch break")
    CHECK_IN = "check_in", _("check-in")
    CHECK_OUT = "check_out", _("check-out")
    ANY_OTHER_BUSINESS = "any_other_business", _("any other business")


class AttendanceStatus(TextChoices):
    """What is known of the person's presence."""

    PRESENT = "present", _("present")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")
    GUEST = "guest", _("guest")
    UNKNOWN = "unknown", _("not yet known")


class SectionKind(TextChoices):
    """What the section holds."""

    TEXT = "text", _("text")
    REMARKS = "remarks", _("remarks")
    ROUND_TABLE = "round_table", _("round table")
    ANSWER = "answer", _("answer of an organisation")


class AnswerType(TextChoices):
    """What an organisation's answer in a round table is about."""

    ADVANTAGE = "advantage", _("advantage")
    DRAWBACK = "drawback", _("drawback")
    DIFFICULTY = "difficulty", _("difficulty")
    ADDED_VALUE = "added_value", _("added value")
    ATTENTION_POINT = "attention_point", _("point of attention")
    SUCCESS_FACTOR = "success_factor", _("success factor")
    BUDGET = "budget", _("budget")
    EXPERIENCE = "experience", _("experience")


class TextOrigin(TextChoices):
    """Where the words came from; a copy or a machine translation waits for a person to confirm it."""

    HUMAN = "human", _("written by a person")
    COPY = "copy", _("copied from the other language")
    MACHINE = "machine", _("translated by a machine")


class RevisionKind(TextChoices):
    """How the version came about."""

    SAVED = "saved", pgettext_lazy("version", "saved")
    MERGED = "merged", pgettext_lazy("version", "put together with somebody else's changes")
    SENT = "sent", pgettext_lazy("version", "as it was sent, before it was put together with somebody else's changes")
    SET_ASIDE = "set_aside", pgettext_lazy("version", "set aside")


class TranslationStep(TextChoices):
    """What was said."""

    CONFIRMED = "confirmed", pgettext_lazy("translation step", "both languages say the same")
    TYPO = "typo", pgettext_lazy("translation step", "only a slip of the pen: the other language stays valid")
    ASKED = "asked", pgettext_lazy("translation step", "a translation was asked for")
    COPIED = "copied", pgettext_lazy("translation step", "started as a copy of the other language")


class AttachmentKind(TextChoices):
    """What the file is."""

    PRESENTATION = "presentation", _("presentation")
    TEMPLATE = "template", _("template")
    ANNEX = "annex", _("annex")
    SOURCE = "source", _("imported document")


class EditionLanguage(TextChoices):
    """The language of the edition; a bilingual one gives both equal room."""

    FRENCH = "fr", _("French")
    DUTCH = "nl", _("Dutch")
    BOTH = "both", _("bilingual")


class EditionAudience(TextChoices):
    """For whom an edition is."""

    INTERNAL = "internal", _("internal")
    PUBLIC = "public", _("public")


class ReviewState(TextChoices):
    """Where one organisation stands in a review; `meetings.workflow.REVIEW` moves it."""

    AWAITED = "awaited", pgettext_lazy("review", "awaited")
    ANSWERED = "answered", pgettext_lazy("review", "answered")
    SILENT = "silent", pgettext_lazy("review", "no answer received")


class ReviewChannel(TextChoices):
    """How an answer reached us; those after the link were written down by a coordinator."""

    ACCOUNT = "account", pgettext_lazy("channel", "signed in")
    LINK = "link", pgettext_lazy("channel", "by the link of the mail")
    MAIL = "mail", pgettext_lazy("channel", "by e-mail")
    PHONE = "phone", pgettext_lazy("channel", "by telephone")
    MEETING = "meeting", pgettext_lazy("channel", "at a meeting")
    LETTER = "letter", pgettext_lazy("channel", "by letter")


class RemarkKind(TextChoices):
    """What a remark asks for."""

    CORRECTION = "correction", _("correction")
    ADDITION = "addition", _("addition")
    QUESTION = "question", _("question")
    COMMENT = "comment", pgettext_lazy("remark", "comment")


class RemarkState(TextChoices):
    """Where a remark stands; `meetings.workflow.REMARK` moves it."""

    DRAFT = "draft", pgettext_lazy("remark", "being written")
    SENT = "sent", pgettext_lazy("remark", "sent")
    SETTLED = "settled", pgettext_lazy("remark", "settled")


class Outcome(TextChoices):
    """What became of a remark (DOMAIN §4)."""

    ACCEPTED = "accepted", _("accepted as proposed")
    INCORPORATED = "incorporated", _("incorporated differently")
    ANSWERED = "answered", pgettext_lazy("outcome", "answered")
    NOT_RETAINED = "not_retained", _("not retained")
    PASSED_ON = "passed_on", _("passed on")


class PromiseState(TextChoices):
    """Where a promise stands; `meetings.workflow.PROMISE` moves it."""

    OPEN = "open", pgettext_lazy("promise", "open")
    ANSWERED = "answered", pgettext_lazy("promise", "answered")
    DONE = "done", pgettext_lazy("promise", "done")
    DROPPED = "dropped", pgettext_lazy("promise", "dropped")


class SignalState(TextChoices):
    """Where a signal stands; `meetings.workflow.SIGNAL` moves it."""

    TO_SEND = "to_send", pgettext_lazy("signal", "to be passed on")
    SENT = "sent", pgettext_lazy("signal", "passed on")
    REPLIED = "replied", pgettext_lazy("signal", "replied")
    DROPPED = "dropped", pgettext_lazy("signal", "dropped")


class Addressee(TextChoices):
    """To whom the network passes a signal on."""

    IBZ = "ibz", _("FPS Interior (IBZ)")
    COMMISSION = "commission", _("European Commission")
    RESEARCHERS = "researchers", _("researchers")
    MINISTER = "minister", _("the minister")
    OTHER = "other", pgettext_lazy("addressee", "somebody else")


class IdeaState(TextChoices):
    """Where an idea stands; `meetings.workflow.IDEA` moves it."""

    PROPOSED = "proposed", pgettext_lazy("idea", "proposed")
    PLANNED = "planned", pgettext_lazy("idea", "planned")
    DONE = "done", pgettext_lazy("idea", "done")
    DROPPED = "dropped", pgettext_lazy("idea", "dropped")


class LogSubject(TextChoices):
    """What a row of the log is about."""

    MEETING = "meeting", _("meeting")
    MINUTES = "minutes", _("minutes")
    REVIEW = "review", _("review")
    REMARK = "remark", _("remark")
    PROMISE = "promise", _("promise")
    SIGNAL = "signal", _("signal")
    IDEA = "idea", _("idea")


class Edit(StrEnum):
    """What is logged beside the steps of the workflow: a change that moves no state."""

    CHANGE = "change"
    AGENDA = "agenda"
    ATTENDANCE = "attendance"
    ATTEST = "attest"
    ATTACH = "attach"
    DETACH = "detach"
    MOVE_SECTION = "move_section"
    REMOVE_SECTION = "remove_section"
    RESTORE_SECTION = "restore_section"
    MAIL_AGAIN = "mail_again"
    ANNOUNCE = "announce"
    WITHDRAW_LINK = "withdraw_link"
    NEW_LINK = "new_link"


# Groups of states, named once.
AHEAD = (MeetingState.PLANNED, MeetingState.CONVENED)
TOOK_PLACE = (MeetingState.HELD, MeetingState.CLOSED)
# While coordinators write in the minutes.
WRITABLE = (MinutesState.DRAFT, MinutesState.INCORPORATING)
# Before anybody approved them.
UNAPPROVED = (MinutesState.DRAFT, MinutesState.IN_REVIEW, MinutesState.INCORPORATING)
# Answers that a coordinator writes down for an organisation.
ON_BEHALF = (ReviewChannel.MAIL, ReviewChannel.PHONE, ReviewChannel.MEETING, ReviewChannel.LETTER)
# Who took part.
PRESENT = (AttendanceStatus.PRESENT, AttendanceStatus.GUEST)
# Of whom something is known at a meeting: somebody was there for the organisation, or said that nobody would be.
SPOKEN_FOR = (AttendanceStatus.PRESENT, AttendanceStatus.EXCUSED, AttendanceStatus.GUEST)
# The versions of a text that were the text for a while.
STOOD = (RevisionKind.SAVED, RevisionKind.MERGED)
