"""The fixed vocabularies of partnerships, as stored and as shown (DOMAIN §6)."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Form(TextChoices):
    """How two CPAS work together; a partnership may have several forms."""

    IMMERSION = "immersion", _("immersion")
    LEARNING_NETWORK = "learning_network", _("learning network")
    GROUP_SESSIONS = "group_sessions", _("group sessions")
    INDIVIDUAL_FOLLOW_UP = "individual_follow_up", _("individual follow-up")
    CLIENT_PARTICIPATION = "client_participation", _("participation of clients in each other's projects")
    COACHING = "coaching", _("coaching of the team")
    OTHER = "other", pgettext_lazy("form of a partnership", "other")


class Formal(TextChoices):
    """What is agreed on paper; `workflow.PARTNERSHIP` moves it. What really happens is another axis (`Activity`)."""

    IDEA = "idea", pgettext_lazy("partnership", "idea")
    NEGOTIATING = "negotiating", pgettext_lazy("partnership", "being negotiated")
    TEXT_AGREED = "text_agreed", pgettext_lazy("partnership", "text agreed")
    TO_SIGN = "to_sign", pgettext_lazy("partnership", "to be signed")
    SIGNED = "signed", pgettext_lazy("partnership", "signed")
    AMENDED = "amended", pgettext_lazy("partnership", "amended, to be signed again")
    ENDED = "ended", pgettext_lazy("partnership", "ended")
    NOT_RENEWED = "not_renewed", pgettext_lazy("partnership", "ended and not renewed")
    TERMINATED = "terminated", pgettext_lazy("partnership", "terminated early")
    ABANDONED = "abandoned", pgettext_lazy("partnership", "abandoned")


class Activity(TextChoices):
    """What really happens, derived from dates and facts: never stored."""

    NOT_STARTED = "not_started", pgettext_lazy("activity", "not started")
    STARTING_UP = "starting_up", pgettext_lazy("activity", "starting up")
    RUNNING = "running", pgettext_lazy("activity", "running")
    OVER = "over", pgettext_lazy("activity", "over")


class Role(TextChoices):
    """On which side of a partnership an organisation stands."""

    HOST = "host", pgettext_lazy("side", "host")
    PARTNER = "partner", pgettext_lazy("side", "partner")


class CommitmentState(TextChoices):
    """What became of a commitment."""

    OPEN = "open", pgettext_lazy("commitment", "open")
    PARTLY = "partly", pgettext_lazy("commitment", "partly realised")
    REALISED = "realised", pgettext_lazy("commitment", "realised")
    NOT_REALISED = "not_realised", pgettext_lazy("commitment", "not realised")


class FteKind(TextChoices):
    """How sure a share of working time is."""

    PLANNED = "planned", pgettext_lazy("working time", "planned")
    ACTUAL = "actual", pgettext_lazy("working time", "actual")
    WISHED = "wished", pgettext_lazy("working time", "wished")


class NoPartnershipReason(TextChoices):
    """Why a CPAS has no partnership."""

    NO_PARTNER = "no_partner", _("no partner found")
    TARGET_GROUP = "target_group", _("too few people of the target group")
    STAFF = "staff", _("no staff available")
    FUNDING = "funding", _("not enough money")
    DISTANCE = "distance", _("too far away")
    OTHER = "other", pgettext_lazy("reason", "other")


class DocumentKind(TextChoices):
    """What a file of a partnership is."""

    AGREEMENT = "agreement", _("signed agreement")
    COUNCIL_DECISION = "council_decision", _("decision of the council")
    JOB_DESCRIPTION = "job_description", _("job description")
    CLAIM = "claim", _("supporting document of a claim")
    REPORT = "report", _("report")
    OTHER = "other", pgettext_lazy("document", "other")


class Half(TextChoices):
    """Half of a working day."""

    MORNING = "am", _("morning")
    AFTERNOON = "pm", _("afternoon")


class Place(TextChoices):
    """Where the agent of an immersion spends a half-day. Why somebody is absent is not asked."""

    HOST = "host", _("at the host")
    EMPLOYER = "employer", _("at the employer")
    TRAINING = "training", _("in training")
    ELSEWHERE = "elsewhere", _("elsewhere for the partnership")
    ABSENT = "absent", _("absent")


class StatementState(TextChoices):
    """Where a month of presence stands; `workflow.STATEMENT` moves it."""

    OPEN = "open", pgettext_lazy("statement of presence", "open")
    SUBMITTED = "submitted", pgettext_lazy("statement of presence", "submitted by the employer")
    CONFIRMED = "confirmed", pgettext_lazy("statement of presence", "confirmed by the host")
    LOCKED = "locked", pgettext_lazy("statement of presence", "locked")


class CommitteeKind(TextChoices):
    """What a committee is for."""

    ACCOMPANIMENT = "accompaniment", _("accompaniment committee")
    STEERING = "steering", _("steering committee")


class SeatSide(TextChoices):
    """Which side fills a seat."""

    HOST = "host", pgettext_lazy("side", "host")
    PARTNER = "partner", pgettext_lazy("side", "partner")
    EITHER = "either", pgettext_lazy("side", "either side")
    OUTSIDE = "outside", pgettext_lazy("side", "outside the partnership")


class CostHeading(TextChoices):
    """On what the money of a year is spent."""

    SALARY = "salary", _("salary")
    INSURANCE = "insurance", _("compulsory insurance")
    UNION_BONUS = "union_bonus", _("trade-union bonus")
    MEAL_VOUCHERS = "meal_vouchers", _("meal vouchers")
    HOLIDAY_PAY = "holiday_pay", _("holiday pay and end-of-year bonus")
    TRAVEL = "travel", _("travel")
    TRAINING = "training", _("training")
    OTHER = "other", pgettext_lazy("cost", "other costs")


class ClaimKind(TextChoices):
    """For what a partner asks money of the host."""

    ADVANCE = "advance", pgettext_lazy("claim", "advance")
    INTERIM = "interim", pgettext_lazy("claim", "interim claim")
    BALANCE = "balance", pgettext_lazy("claim", "balance")
    CORRECTION = "correction", pgettext_lazy("claim", "correction")


class ClaimState(TextChoices):
    """Where a claim stands; `workflow.CLAIM` moves it."""

    DRAFT = "draft", pgettext_lazy("claim", "draft")
    SUBMITTED = "submitted", pgettext_lazy("claim", "submitted")
    RETURNED = "returned", pgettext_lazy("claim", "returned")
    ACCEPTED = "accepted", pgettext_lazy("claim", "accepted")
    REJECTED = "rejected", pgettext_lazy("claim", "rejected")
    PART_PAID = "part_paid", pgettext_lazy("claim", "partly paid")
    PAID = "paid", pgettext_lazy("claim", "paid")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim", "withdrawn")


class TransferState(TextChoices):
    """Where a transfer stands; `workflow.TRANSFER` moves it."""

    ORDERED = "ordered", pgettext_lazy("transfer", "ordered")
    EXECUTED = "executed", pgettext_lazy("transfer", "executed")
    FAILED = "failed", pgettext_lazy("transfer", "failed")
    REVERSED = "reversed", pgettext_lazy("transfer", "reversed")


class WouldRedo(TextChoices):
    """Whether a side would do it again."""

    YES = "yes", pgettext_lazy("would redo", "yes")
    YES_IF = "yes_if", pgettext_lazy("would redo", "yes, if")
    NO = "no", pgettext_lazy("would redo", "no")
    UNKNOWN = "unknown", pgettext_lazy("would redo", "not known yet")


class ItemKind(TextChoices):
    """What one sentence of an evaluation is."""

    ADVANTAGE = "advantage", _("advantage")
    DRAWBACK = "drawback", _("drawback")
    DIFFICULTY = "difficulty", _("difficulty")
    ADDED_VALUE = "added_value", _("added value")
    ATTENTION = "attention", _("point of attention")
    SUCCESS_FACTOR = "success_factor", _("success factor")


class Theme(TextChoices):
    """What one sentence of an evaluation is about."""

    AGENT = "agent", _("agent between two teams")
    RECRUITMENT = "recruitment", _("recruitment and profile")
    EXCHANGE = "exchange", _("exchange of expertise")
    RECIPROCITY = "reciprocity", _("reciprocity")
    FOLLOW_UP = "follow_up", _("meetings and follow-up")
    ADMINISTRATION = "administration", _("administration and agreements")
    MONEY = "money", _("money and prefinancing")
    TARGET_GROUP = "target_group", _("target group")
    DISTANCE = "distance", _("distance and travel")
    CAPACITY = "capacity", _("staff and capacity")
    CIRCUMSTANCES = "circumstances", _("circumstances")
    OTHER = "other", pgettext_lazy("theme", "other")


class LogSubject(TextChoices):
    """What a row of the log is about."""

    PARTNERSHIP = "partnership", _("partnership")
    PARTY = "party", _("party")
    COMMITMENT = "commitment", _("commitment")
    AGREEMENT = "agreement", _("agreement")
    FTE = "fte", _("working time")
    IMMERSION = "immersion", _("immersion")
    PRESENCE = "presence", _("presence")
    COMMITTEE = "committee", _("committee")
    BUDGET = "budget", _("budget")
    CLAIM = "claim", _("claim")
    ALLOCATION = "allocation", _("allocation")
    TRANSFER = "transfer", _("transfer")
    EVALUATION = "evaluation", _("evaluation")
    EVIDENCE = "evidence", _("evidence")
    DOCUMENT = "document", _("document")


class Edit(StrEnum):
    """What is logged beside the steps of the workflows: a change that moves no state."""

    RECORD = "record"
    CHANGE = "change"
    REMOVE = "remove"
    SIGN = "sign"
    SHARE = "share"
    WITHDRAW = "withdraw"
    IMPORT = "import"


# Groups of states, named once.
# Not agreed upon by signature, and not given up.
UNSIGNED = (Formal.IDEA, Formal.NEGOTIATING, Formal.TEXT_AGREED, Formal.TO_SIGN, Formal.AMENDED)
# Closed on paper.
FINISHED = (Formal.ENDED, Formal.NOT_RENEWED, Formal.TERMINATED, Formal.ABANDONED)
# Claims that count: neither withdrawn nor refused.
LIVE_CLAIMS = (
    ClaimState.DRAFT,
    ClaimState.SUBMITTED,
    ClaimState.RETURNED,
    ClaimState.ACCEPTED,
    ClaimState.PART_PAID,
    ClaimState.PAID,
)
# Claims that the host accepted.
ACCEPTED_CLAIMS = (ClaimState.ACCEPTED, ClaimState.PART_PAID, ClaimState.PAID)
# Months on which both sides agree.
SETTLED_MONTHS = (StatementState.CONFIRMED, StatementState.LOCKED)
