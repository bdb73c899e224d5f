"""The tables of projects: the projects themselves, what they ask and cost, supplements for partnerships."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.exchange.cells import read_text
from amif_network.exchange.columns import Amount, Choice, Column, Euros, OrganisationName, PersonName, Text, Truth, Year

from ...actions import projects
from ...actions.steps import log, project_step
from ...models import BudgetLine, PartnershipSupplement, Project, ProjectFunding
from ...models.choices import CostCategory, CostingMethod, Edit, LogSubject, ProjectState, RateBase, Source
from ...workflow import writing
from ..columns import Day, Moment
from ..funds import call_key, project_key
from .calls import OfCall, OfFunds


class Projects(OfCall):
    """Projects. A new one comes in with the state it has; afterwards the state follows the workflow."""

    name = "projects"
    title = gettext_lazy("Projects")
    model = Project
    keys = ("programme", "call", "project")

    project = Column("code", gettext_lazy("code of the project"), needed=True)
    lead = Column("lead", gettext_lazy("lead organisation: code or name"), OrganisationName(), needed=True)
    lead_fr = Column("lead__short_fr", gettext_lazy("name of the lead organisation in French; not read"), shown=True)
    lead_nl = Column("lead__short_nl", gettext_lazy("name of the lead organisation in Dutch; not read"), shown=True)
    contact = Column("contact", gettext_lazy("contact: first name and name"), PersonName())
    title_fr = Column("title_fr", gettext_lazy("title in French"))
    title_nl = Column("title_nl", gettext_lazy("title in Dutch"))
    summary_fr = Column("summary_fr", gettext_lazy("summary in French"), Text())
    summary_nl = Column("summary_nl", gettext_lazy("summary in Dutch"), Text())
    period_start = Column("period_start", gettext_lazy("first day"), Day())
    period_end = Column("period_end", gettext_lazy("last day"), Day())
    state = Column(
        "state", gettext_lazy("state; read for a new project only"), Choice(ProjectState), empty=ProjectState.PREPARATION
    )
    submitted_at = Column("submitted_at", gettext_lazy("submitted on; read for a new project only"), Moment())

    @classmethod
    def visible(cls, user: User, of_calls: models.QuerySet, projects: models.QuerySet) -> models.QuerySet:
        """Return the projects."""
        return projects.select_related("call__programme", "lead", "contact").order_by("call", "code", "pk")

    def existing(self) -> Iterable[Project]:
        """Return the projects of the calls that the file names."""
        return self.funds.projects.values()

    def begin(self, row: dict[str, Any]) -> Project:
        """Return a new project in preparation."""
        call = self.funds.call(call_key(row))
        return Project(call=call, created_by=self.world.by, created_at=self.world.at)

    def import_instance(self, instance: Project, row: dict[str, Any], **kwargs: Any) -> None:
        """Read the row; who was the contact stays it under the same name."""
        same = self.before.get("contact") and read_text(row.get("contact")) == self.before["contact"]
        super().import_instance(instance, {**row, "contact": ""} if same else row, **kwargs)
        if same:
            instance.contact_id = self._contact

    def after_init_instance(self, instance: Project, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        """Remember what the project said before, and whom it named: two people may have one name."""
        super().after_init_instance(instance, new, row, **kwargs)
        self._contact = instance.contact_id

    def keep(self, record: Project, *, new: bool) -> None:
        """Save it; a change is one of the lead's, or a correction once it is submitted."""
        self.frozen(("state", "submitted_at"), _("The state of a project changes on its page, not by an import."))
        world = self.world
        if not new:
            projects.change(record, by=world.by, at=world.at)
            return
        if record.state == ProjectState.PREPARATION and record.call_id not in self.funds.new_calls:
            projects.start(record, by=world.by, at=world.at)
        else:
            record.save()
            log(record.call, LogSubject.PROJECT, Edit.IMPORT, by=world.by, at=world.at, project=record, **self.told(record))
            self.funds.new_projects.add(record.pk)
        self.funds.projects[(record.call.programme.code, record.call.number, record.code)] = record


class OfProject(OfFunds):
    """Rows that begin with programme, call and code of a project."""

    programme = Column("project__call__programme__code", gettext_lazy("code of the programme"), shown=True)
    call = Column("project__call__number", gettext_lazy("number of the call"), shown=True)
    project = Column("project__code", gettext_lazy("code of the project"), shown=True)

    subject: ClassVar[str] = LogSubject.BUDGET
    # What is loaded with the rows, and how those of one project are sorted.
    loaded: ClassVar[tuple[str, ...]] = ()
    order: ClassVar[tuple[str, ...]] = ("pk",)
    # Columns that a step of their own changes; any other is part of the project itself.
    steps: ClassVar[dict[str, str]] = {}

    @classmethod
    def visible(cls, user: User, of_calls: models.QuerySet, projects: models.QuerySet) -> models.QuerySet:
        """Return the rows of the projects."""
        rows = cls.model._default_manager.filter(project__in=projects.order_by().values("pk"))
        order = ("project__call", "project__code", "project", *cls.order)
        return rows.select_related("project__call__programme", *cls.loaded).order_by(*order)

    def existing(self) -> Iterable[Any]:
        """Return the rows of the projects that the file may name."""
        rows: Any = self.model._default_manager.filter(project__in=self.funds.projects.values())
        found = list(rows.select_related("project", *self.loaded).order_by("project", *self.order))
        projects = {project.pk: project for project in self.funds.projects.values()}
        for row in found:
            row.project = projects[row.project_id]
        return found

    def begin(self, row: dict[str, Any]) -> Any:
        """Return a new row of the project."""
        return self.model(project=self.funds.project(project_key(row)))

    def keep(self, record: Any, *, new: bool) -> None:
        """Save it as the steps that its columns ask for; what belongs to a project that is new itself needs none."""
        world, project = self.world, record.project
        if project.pk in self.funds.new_projects:
            self._note(project, record)
        else:
            for action in sorted({self._step(name, project) for name in self._asking()}):
                project.rev += 1
                project_step(project, action, by=world.by, at=world.at, saving=("rev",), **self.told(record))
        record.save()

    def _asking(self) -> set[str]:
        return set(self.changed()) - {"programme", "call", "project"}

    def _step(self, column: str, project: Project) -> str:
        return self.steps.get(column) or writing(self.world.by, project)

    def refuse_more_than_asked(self, record: ProjectFunding | PartnershipSupplement) -> None:
        """Refuse what the page that grants would ask a reason for. Raises ValidationError."""
        more = record.granted is not None and record.granted > record.asked
        if more and "granted" in self.changed() and record.project_id not in self.funds.new_projects:
            sentence = _("More is granted than was asked: enter it on the page of the project, with the reason.")
            raise ValidationError({"granted": sentence})

    def _note(self, project: Project, record: models.Model) -> None:
        world = self.world
        log(project.call, self.subject, Edit.IMPORT, by=world.by, at=world.at, project=project, **self.told(record))


class Funding(OfProject):
    """What a project asks of each source in each year, and what it was granted."""

    name = "funding"
    title = gettext_lazy("Funding")
    model = ProjectFunding
    keys = ("programme", "call", "project", "source", "source_name", "year")
    order = ("year", "source", "source_name")
    steps: ClassVar[dict[str, str]] = {"granted": "grant"}

    source = Column("source", gettext_lazy("source"), Choice(Source), needed=True)
    source_name = Column("source_name", gettext_lazy("name of the source, where it is another one"))
    year = Column("year", gettext_lazy("year"), Year(), needed=True)
    asked = Column("asked", gettext_lazy("asked, in euros"), Euros(), needed=True)
    granted = Column("granted", gettext_lazy("granted, in euros; empty while it is not decided"), Euros())

    def keep(self, record: ProjectFunding, *, new: bool) -> None:
        """Save it; more than was asked is granted with a reason, which a table has no place for."""
        if record.is_own and record.granted is not None and "granted" in self.changed():
            raise ValidationError({"granted": _("Nobody grants the own contribution: leave this cell empty.")})
        self.refuse_more_than_asked(record)
        super().keep(record, new=new)


class Budget(OfProject):
    """What a project costs, planned and actual."""

    name = "budget"
    title = gettext_lazy("Budget lines")
    model = BudgetLine
    keys = ("programme", "call", "project", "year", "category", "description", "line")
    order = ("year", "category", "pk")
    steps: ClassVar[dict[str, str]] = {"actual": "account"}

    year = Column("year", gettext_lazy("year"), Year(), needed=True)
    category = Column("category", gettext_lazy("category"), Choice(CostCategory), needed=True)
    description = Column("description", gettext_lazy("description"))
    line = Column("line", gettext_lazy("1, 2, … among lines of the same year, category and description"), Year())
    method = Column("method", gettext_lazy("costing method"), Choice(CostingMethod), empty=CostingMethod.ACTUAL)
    units = Column("units", gettext_lazy("units"), Amount())
    unit_price = Column("unit_price", gettext_lazy("price per unit, in euros"), Euros())
    rate = Column("rate", gettext_lazy("rate (%)"), Amount())
    rate_base = Column("rate_base", gettext_lazy("of which costs the rate is a percentage"), Choice(RateBase))
    planned = Column("planned", gettext_lazy("planned, in euros"), Euros(), needed=True)
    actual = Column("actual", gettext_lazy("actual, in euros"), Euros())
    eligible = Column("eligible", gettext_lazy("eligible: true or false"), Truth())

    @classmethod
    def visible(cls, user: User, of_calls: models.QuerySet, projects: models.QuerySet) -> Any:
        """Return the lines, numbered among those of the same year, category and description."""
        return with_lines(super().visible(user, of_calls, projects))

    def existing(self) -> Iterable[BudgetLine]:
        """Return the lines, numbered the same way."""
        return with_lines(super().existing())

    def key(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """Return what names a line; one without a number is the first of its kind."""
        *parts, line = super().key(row)
        return (*parts, line or 1)

    def import_instance(self, instance: BudgetLine, row: dict[str, Any], **kwargs: Any) -> None:
        """Read the row; without a number it is the first of its kind."""
        super().import_instance(instance, row, **kwargs)
        instance.line = getattr(instance, "line", None) or 1  # type: ignore[attr-defined]

    def _asking(self) -> set[str]:
        return super()._asking() - {"line"}


def with_lines(rows: Iterable[BudgetLine]) -> list[BudgetLine]:
    """Number lines of the same project, year, category and description, as `line`, in the order they were entered."""
    found, counts = list(rows), dict[tuple[Any, ...], int]()
    for row in found:
        kind = (row.project_id, row.year, row.category, row.description)
        counts[kind] = counts.get(kind, 0) + 1
        row.line = counts[kind]  # type: ignore[attr-defined]
    return found


class Supplements(OfProject):
    """Extra money for partnerships."""

    name = "supplements"
    title = gettext_lazy("Supplements for partnerships")
    model = PartnershipSupplement
    keys = ("programme", "call", "project", "partner")
    steps: ClassVar[dict[str, str]] = {"granted": "grant"}
    loaded: ClassVar[tuple[str, ...]] = ("partner",)

    partner = Column("partner", gettext_lazy("partner: code or name of the organisation"), OrganisationName(), needed=True)
    asked = Column("asked", gettext_lazy("asked, in euros"), Euros(), needed=True)
    granted = Column("granted", gettext_lazy("granted, in euros; empty while it is not decided"), Euros())
    note_fr = Column("note_fr", gettext_lazy("note in French"))
    note_nl = Column("note_nl", gettext_lazy("note in Dutch"))

    def keep(self, record: PartnershipSupplement, *, new: bool) -> None:
        """Save it; a partner is another than the lead (DOMAIN §7, invariant 7)."""
        if record.partner_id == record.project.lead_id:
            raise ValidationError({"partner": _("A supplement needs a partner other than the lead organisation.")})
        self.refuse_more_than_asked(record)
        super().keep(record, new=new)
