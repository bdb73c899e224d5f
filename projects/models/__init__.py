"""The models of the app, one module per noun."""

from .call import Call, Programme
from .dates import CallDate, CallDateNotice
from .envelope import CallTemplate, Envelope, TemplateFile
from .interest import ExpressionOfInterest
from .log import LogEntry
from .money import AuthorityPayment, BudgetLine, DecreeLine, MinisterialDecree, ProjectFunding
from .project import PartnershipSupplement, Project, ProjectDocument
from .scenario import Scenario, ScenarioLine

__all__ = [
    "AuthorityPayment",
    "BudgetLine",
    "Call",
    "CallDate",
    "CallDateNotice",
    "CallTemplate",
    "DecreeLine",
    "Envelope",
    "ExpressionOfInterest",
    "LogEntry",
    "MinisterialDecree",
    "PartnershipSupplement",
    "Programme",
    "Project",
    "ProjectDocument",
    "ProjectFunding",
    "Scenario",
    "ScenarioLine",
    "TemplateFile",
]
