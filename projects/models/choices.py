"""The fixed vocabularies of calls and projects, as stored and as shown (DOMAIN §5)."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.directory.choices import Kind


class CallState(TextChoices):
    """What was decided about a call; whether it is open follows from its dates (`CallPhase`). `workflow.CALL` moves it."""

    DRAFT = "draft", pgettext_lazy("call", "draft")
    ANNOUNCED = "announced", pgettext_lazy("call", "announced")
    IN_SELECTION = "in_selection", pgettext_lazy("call", "in selection")
    DECIDED = "decided", pgettext_lazy("call", "decided")
    ARCHIVED = "archived", pgettext_lazy("call", "archived")
    CANCELLED = "cancelled", pgettext_lazy("call", "cancelled")


class CallPhase(TextChoices):
    """What people are told: the state, and for an announced call whether its dates make it open or closed."""

    DRAFT = "draft", pgettext_lazy("call", "draft")
    ANNOUNCED = "announced", pgettext_lazy("call", "announced")
    OPEN = "open", pgettext_lazy("call", "open")
    CLOSED = "closed", pgettext_lazy("call", "closed")
    IN_SELECTION = "in_selection", pgettext_lazy("call", "in selection")
    DECIDED = "decided", pgettext_lazy("call", "decided")
    ARCHIVED = "archived", pgettext_lazy("call", "archived")
    CANCELLED = "cancelled", pgettext_lazy("call", "cancelled")


class DateKind(TextChoices):
    """What happens on a date of a call, in the order in which it usually happens."""

    INFO_SESSION = "info_session", _("information session")
    OPENING = "opening", pgettext_lazy("call", "opening")
    QUESTIONS_UNTIL = "questions_until", _("questions until")
    DEADLINE = "deadline", _("deadline for submission")
    DECISION = "decision", pgettext_lazy("call", "decision")
    START = "start", _("start of the projects")
    END = "end", _("end of the projects")


class Source(TextChoices):
    """Where money of a project comes from."""

    AMIF = "amif", _("AMIF")
    POD_MI = "pod_mi", _("POD MI")
    OWN = "own", _("own contribution")
    OTHER = "other", pgettext_lazy("source of money", "other")


class EnvelopeSource(TextChoices):
    """Who puts money into a call."""

    AMIF = "amif", _("AMIF")
    POD_MI = "pod_mi", _("POD MI")
    OTHER = "other", pgettext_lazy("source of money", "other")


class CeilingBase(TextChoices):
    """Of what a ceiling is a percentage."""

    TOTAL = "total", _("total cost of the project")
    ELIGIBLE = "eligible", _("eligible cost of the project")


class EnvelopePurpose(TextChoices):
    """For what an envelope may be used."""

    PROJECTS = "projects", _("projects")
    SUPPLEMENT = "supplement", _("supplement for a partnership")


class TemplateKind(TextChoices):
    """Which form a CPAS fills in."""

    PROJECT_SHEET = "project_sheet", _("project sheet")
    BUDGET_SHEET = "budget_sheet", _("budget sheet")
    PARTNERSHIP_ANNEX = "partnership_annex", _("partnership annex")


class Readiness(TextChoices):
    """What a template can be used for."""

    USABLE = "usable", _("usable")
    CONTENT_ONLY = "content_only", _("usable to prepare the content")
    BEING_REPLACED = "being_replaced", _("being replaced: wait for the new one")
    OBSOLETE = "obsolete", _("obsolete")


class InterestAnswer(TextChoices):
    """What an organisation says about a call."""

    INTERESTED = "interested", _("interested")
    NOT_INTERESTED = "not_interested", _("not interested")
    UNDECIDED = "undecided", _("undecided")
    PARTNERSHIP = "partnership", _("prefers a partnership")


class Certainty(TextChoices):
    """How sure the answer is."""

    STATED = "stated", pgettext_lazy("answer", "stated")
    TO_CONFIRM = "to_confirm", pgettext_lazy("answer", "to be confirmed")


class InterestReason(TextChoices):
    """Why an organisation does not take part, or hesitates."""

    TARGET_GROUP = "target_group", _("too few people of the target group")
    OWN_FUNDS = "own_funds", _("no own contribution available")
    STAFF = "staff", _("no staff available")
    TIMING = "timing", _("the calendar does not fit")
    ADMINISTRATION = "administration", _("too much administration")
    OTHER_FUNDING = "other_funding", _("funded otherwise")
    OTHER = "other", pgettext_lazy("reason", "other")


class ProjectState(TextChoices):
    """Where a project stands; `workflow.PROJECT` moves it."""

    PREPARATION = "preparation", pgettext_lazy("project", "in preparation")
    SUBMITTED = "submitted", pgettext_lazy("project", "submitted")
    RETURNED = "returned", pgettext_lazy("project", "returned")
    SELECTED = "selected", pgettext_lazy("project", "selected")
    RESERVE = "reserve", pgettext_lazy("project", "on the reserve list")
    REFUSED = "refused", pgettext_lazy("project", "refused")
    DECREED = "decreed", pgettext_lazy("project", "decreed")
    REPORTING = "reporting", pgettext_lazy("project", "reporting")
    CLOSED = "closed", pgettext_lazy("project", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("project", "withdrawn")


class CostCategory(TextChoices):
    """What the money of a budget line is spent on."""

    STAFF = "staff", _("staff")
    TRAVEL = "travel", _("travel and subsistence")
    EQUIPMENT = "equipment", _("equipment")
    PREMISES = "premises", _("premises")
    CONSUMABLES = "consumables", _("consumables and supplies")
    SUBCONTRACTING = "subcontracting", _("subcontracting and experts")
    PARTICIPANTS = "participants", _("costs for participants")
    INDIRECT = "indirect", _("indirect costs")
    OTHER = "other", pgettext_lazy("cost", "other costs")


class CostingMethod(TextChoices):
    """How the amount of a budget line comes about (the fund's simplified cost options)."""

    ACTUAL = "actual", _("actual cost")
    UNIT_COST = "unit_cost", _("unit cost")
    LUMP_SUM = "lump_sum", _("lump sum")
    FLAT_RATE = "flat_rate", _("flat rate")


class RateBase(TextChoices):
    """Of which costs of the same year a flat rate is a percentage (Regulation (EU) 2021/1060, articles 54 to 56)."""

    STAFF = "staff", _("staff costs")
    DIRECT = "direct", _("all direct costs")
    OTHER_DIRECT = "other_direct", _("direct costs other than staff")


class PaymentKind(TextChoices):
    """Which payment of the authority it is."""

    ADVANCE = "advance", pgettext_lazy("payment", "advance")
    INTERIM = "interim", pgettext_lazy("payment", "interim payment")
    BALANCE = "balance", pgettext_lazy("payment", "balance")


class LogSubject(TextChoices):
    """What a row of the log is about."""

    CALL = "call", _("call")
    CALL_DATE = "call_date", _("date of the call")
    ENVELOPE = "envelope", _("envelope")
    TEMPLATE = "template", _("template")
    INTEREST = "interest", _("expression of interest")
    PROJECT = "project", _("project")
    BUDGET = "budget", _("budget")
    DECREE = "decree", _("ministerial decree")
    PAYMENT = "payment", _("payment")
    SCENARIO = "scenario", _("scenario")


class Edit(StrEnum):
    """What is logged beside the steps of the workflows: a change that moves no state."""

    RECORD = "record"
    CHANGE = "change"
    REMOVE = "remove"
    PUBLISH = "publish"
    REVERSE = "reverse"
    ATTACH = "attach"
    DETACH = "detach"
    IMPORT = "import"
    MAIL_AGAIN = "mail_again"


# Groups of states, named once.
# Projects of which the lead CPAS writes budget and funding itself.
IN_HAND = (ProjectState.PREPARATION, ProjectState.RETURNED)
# Projects that ask for money of the envelopes: everything that was not refused or withdrawn.
ASKING = (
    ProjectState.PREPARATION,
    ProjectState.SUBMITTED,
    ProjectState.RETURNED,
    ProjectState.SELECTED,
    ProjectState.RESERVE,
    ProjectState.DECREED,
    ProjectState.REPORTING,
    ProjectState.CLOSED,
)
# Projects to which money was granted.
GRANTED = (ProjectState.SELECTED, ProjectState.DECREED, ProjectState.REPORTING, ProjectState.CLOSED)
# Projects that a decree pays.
DECREED = (ProjectState.DECREED, ProjectState.REPORTING, ProjectState.CLOSED)
# The kinds of organisations that lead projects, and so say whether a call interests them.
ANSWERING = (Kind.CPAS, Kind.INTERMUNICIPAL)
