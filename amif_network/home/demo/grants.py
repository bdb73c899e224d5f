"""The demo's calls: one that was decided long ago and pays projects, one whose opening moved, and what CPAS say of it."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from amif_network.accounts.models import User
from amif_network.core.formats import WORDINGS
from amif_network.core.workdays import add_working_days
from amif_network.directory.models import Organisation
from meetings.models import Meeting, Section
from projects.actions import budget, calls, dates, decrees, envelopes, interest, payments, projects, templates
from projects.actions.budget import FUNDINGS, LINES, SUPPLEMENTS, Row
from projects.actions.dates import When, Why
from projects.actions.envelopes import Promised
from projects.models import AuthorityPayment, Call, CallDate, CallTemplate, Envelope, MinisterialDecree, Programme, Project
from projects.models.choices import ProjectState

from .cast import ANTWERPEN, BINCHE, BRUXELLES, CHARLEROI, EDEGEM, EEKLO, EVERGEM, GENT, LIEGE, NINOVE

Moment = Callable[[int], datetime.datetime]

# Days from the as-of date: the old call, and the projects that it pays.
OLD_ANNOUNCED, OLD_OPENED, OLD_CLOSED, OLD_DECIDED, OLD_STARTED = -900, -870, -810, -700, -640
# The new call: announced with vague dates, its opening moved twice.
NEW_ANNOUNCED, FIRST_OPENING, SECOND_OPENING, NEW_OPENED, NEW_CLOSES, NEW_DECIDES = -300, -45, -15, -12, 30, 120
# Shares of the cost of a project, in percent.
AMIF_SHARE, POD_MI_SHARE, OWN_SHARE = 75, 15, 10
OVERHEAD = 15


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project of the demo: `staff` is what its people cost a year, `state` how far it comes."""

    code: str
    lead: str
    fr: str
    nl: str
    staff: int
    state: str = ProjectState.REPORTING
    partner: str = ""


OLD_PROJECTS = (
    DemoProject("42-ANT", ANTWERPEN, "Parcours de quartier", "Wijktrajecten", 120_000),
    DemoProject("42-GNT", GENT, "Apprendre ensemble", "Samen leren", 90_000),
    DemoProject("42-LIE", LIEGE, "Ateliers de la parole", "Taalateliers", 84_000),
    DemoProject("42-CHA", CHARLEROI, "Modules créatifs", "Creatieve modules", 80_000, ProjectState.DECREED),
    DemoProject("42-BRU", BRUXELLES, "Premiers pas numériques", "Eerste digitale stappen", 100_000, ProjectState.DECREED),
    # Selected, and its decree never came: nothing is paid.
    DemoProject("42-CHB", CHARLEROI, "Modules à Binche", "Modules in Binche", 41_300, ProjectState.SELECTED),
)
NEW_PROJECTS = (
    DemoProject("118-CHA", CHARLEROI, "Immersion à deux", "Immersie met twee", 82_000, ProjectState.SUBMITTED, partner=BINCHE),
    DemoProject("118-GNT", GENT, "Réseau des petits centres", "Netwerk van kleine centra", 96_000, ProjectState.RETURNED),
    DemoProject("118-BRU", BRUXELLES, "Le numérique pour tous", "Digitaal voor iedereen", 100_000, ProjectState.PREPARATION),
)


class CallsBuilder:
    """Makes the calls of the demo and moves them along; `day` and `moment` count from its as-of date."""

    def __init__(
        self,
        users: Mapping[str, User],
        organisations: Mapping[str, Organisation],
        *,
        today: datetime.date,
        moment: Moment,
        site: str,
    ) -> None:
        self.users, self.organisations, self.today, self.moment, self.site = users, organisations, today, moment, site
        self.by = users["nathalie"]

    def build(self, published: Meeting) -> None:
        """Make both calls; `published` is the meeting at which the opening of the new one was put off."""
        self._old_call()
        self._new_call(Section.objects.get(minutes__meeting=published, label="1."), published)

    def _day(self, offset: int) -> datetime.date:
        return self.today + datetime.timedelta(days=offset)

    def _exactly(self, offset: int) -> When:
        """That day, or the first on which somebody works."""
        day = add_working_days(self._day(offset) - datetime.timedelta(days=1), 1)
        return When(day, day)

    def _middle_of_month(self, offset: int) -> When:
        """Around the middle of the month in which that day lies, in words."""
        day = self._day(offset)
        fr, nl = (WORDINGS[lang].months[day.month - 1] for lang in ("fr", "nl"))
        return When(day.replace(day=10), day.replace(day=20), words_fr=f"mi-{fr} {day.year}", words_nl=f"half {nl} {day.year}")

    def _programme(self, code: str, first: int, last: int) -> Programme:
        years = f"{first}-{last}"
        made = Programme(
            code=code,
            title_fr=f"Fonds Asile, migration et intégration {years}",
            title_nl=f"Fonds voor asiel, migratie en integratie {years}",
            start=datetime.date(first, 1, 1),
            end=datetime.date(last, 12, 31),
        )
        return calls.save_programme(made, by=self.by)

    def _call(self, programme: Programme, number: str, fr: str, nl: str, *, years: tuple[int, int], days: int) -> Call:
        call = Call(
            programme=programme,
            number=number,
            title_fr=fr,
            title_nl=nl,
            managing_body=Organisation.objects.get(code="ibz"),
            channel_fr="sur la plateforme de l'autorité de gestion",
            channel_nl="op het platform van de beheersautoriteit",
            period_start=datetime.date(years[0], 1, 1),
            period_end=datetime.date(years[1], 12, 31),
        )
        return calls.create(call, by=self.by, at=self.moment(days))

    # The call that was decided long ago.

    def _old_call(self) -> None:
        first = self._day(OLD_STARTED).year
        call = self._call(
            self._programme("amif-2014-2020", 2014, 2020),
            "42",
            "Activation sociale des nouveaux arrivants",
            "Sociale activering van nieuwkomers",
            years=(first, first + 2),
            days=OLD_ANNOUNCED,
        )
        for kind, offset in (
            (CallDate.Kind.OPENING, OLD_OPENED),
            (CallDate.Kind.DEADLINE, OLD_CLOSED),
            (CallDate.Kind.DECISION, OLD_DECIDED),
        ):
            dates.enter(call, kind, self._exactly(offset), by=self.by, at=self.moment(OLD_ANNOUNCED))
        self._envelopes(call, amif=1_600_000, pod_mi=320_000, days=OLD_ANNOUNCED)
        call = calls.step(call, "announce", by=self.by, at=self.moment(OLD_ANNOUNCED))
        leads = [
            interest.Said(organisation=self.organisations[lead], answer="interested")
            for lead in dict.fromkeys(demo.lead for demo in OLD_PROJECTS)
        ]
        interest.record_poll(call, leads, by=self.by, at=self.moment(OLD_OPENED))
        made = [self._project(call, demo, OLD_CLOSED) for demo in OLD_PROJECTS]
        call = calls.step(call, "select", by=self.by, at=self.moment(OLD_CLOSED + 1))
        for project in made:
            self._move(project, "select", OLD_DECIDED)
            self._grant_all(project, OLD_DECIDED)
        decreed = [pair for pair in zip(OLD_PROJECTS, made, strict=True) if pair[0].state != ProjectState.SELECTED]
        self._decree(call, [project for _demo, project in decreed])
        calls.step(call, "decide", by=self.by, at=self.moment(OLD_DECIDED + 40))
        for demo, project in decreed:
            self._pay(project, AuthorityPayment.Kind.ADVANCE, 50, OLD_STARTED)
            if demo.state == ProjectState.REPORTING:
                self._pay(project, AuthorityPayment.Kind.INTERIM, 30, OLD_STARTED + 400)
                self._move(project, "report", OLD_STARTED + 450)
                self._account(project, OLD_STARTED + 460)

    def _envelopes(self, call: Call, *, amif: int, pod_mi: int, days: int, supplement: int = 0) -> None:
        source, purpose = Envelope.Source, Envelope.Purpose
        rows = [
            Promised(source.AMIF, "", purpose.PROJECTS, Decimal(amif), Decimal(AMIF_SHARE)),
            Promised(source.POD_MI, "", purpose.PROJECTS, Decimal(pod_mi), Decimal(POD_MI_SHARE)),
        ]
        if supplement:
            rows.append(Promised(source.AMIF, "", purpose.SUPPLEMENT, Decimal(supplement)))
        envelopes.save_envelopes(call, rows, base=envelopes.shown(()), by=self.by, at=self.moment(days))

    def _decree(self, call: Call, made: Iterable[Project]) -> None:
        decrees.record(
            MinisterialDecree(call=call, reference="AM-42", signed_on=self._day(OLD_DECIDED + 30)),
            amounts={(project.pk, project.lead_id): _share(_cost(project), AMIF_SHARE) for project in made},
            by=self.by,
            at=self.moment(OLD_DECIDED + 30),
            site=self.site,
        )

    def _pay(self, project: Project, kind: str, percent: int, days: int) -> None:
        payments.record(
            AuthorityPayment(
                project=project,
                kind=kind,
                amount=_share(_share(_cost(project), AMIF_SHARE), percent),
                received_on=self._day(days),
                reference=f"{project.code}/{kind}",
            ),
            by=self.by,
            at=self.moment(days),
        )

    def _grant_all(self, project: Project, days: int) -> None:
        projects.grant(
            project,
            fundings={row.pk: row.asked for row in project.fundings.all()},
            supplements={row.pk: row.asked for row in project.supplements.all()},
            base=projects.granted_fingerprint(project),
            by=self.by,
            at=self.moment(days),
        )

    def _account(self, project: Project, days: int) -> None:
        """The first year was spent nearly as planned."""
        lines = list(project.budget_lines.all())
        first = min(line.year for line in lines)
        budget.account(
            project,
            amounts={line.pk: line.planned - 125 for line in lines if line.year == first},
            base=budget.actual_fingerprint(lines),
            by=self.by,
            at=self.moment(days),
        )

    # The call whose opening moved.

    def _new_call(self, section: Section, published: Meeting) -> None:
        first = self._day(NEW_DECIDES).year
        call = self._call(
            self._programme("amif-2021-2027", 2021, 2027),
            "118",
            "Activation sociale et petits CPAS",
            "Sociale activering en kleine OCMW's",
            years=(first, first + 2),
            days=NEW_ANNOUNCED - 5,
        )
        opening = dates.enter(
            call, CallDate.Kind.OPENING, self._middle_of_month(FIRST_OPENING), by=self.by, at=self.moment(NEW_ANNOUNCED - 5)
        )
        deadline = dates.enter(
            call, CallDate.Kind.DEADLINE, self._middle_of_month(NEW_CLOSES), by=self.by, at=self.moment(NEW_ANNOUNCED - 5)
        )
        self._envelopes(call, amif=1_300_000, pod_mi=250_000, supplement=150_000, days=NEW_ANNOUNCED - 5)
        call = calls.step(call, "announce", by=self.by, at=self.moment(NEW_ANNOUNCED))
        held = (published.date - self.today).days
        self._answers(call, published, held)
        self._moves(opening, deadline, section, held)
        self._templates(call)
        for demo in NEW_PROJECTS:
            self._project(call, demo, -6)

    def _moves(self, opening: CallDate, deadline: CallDate, section: Section, held: int) -> None:
        """The opening was put off at a meeting held some days ago (`held`), and is exact by now; so is the deadline."""
        opening = self._told(
            opening,
            self._middle_of_month(SECOND_OPENING),
            Why(
                "Le nouveau formulaire budgétaire n'est pas prêt.",
                "Het nieuwe budgetformulier is niet klaar.",
                section=section,
            ),
            days=held + 3,
        )
        self._told(
            opening,
            self._exactly(NEW_OPENED),
            Why("La plateforme de l'autorité est ouverte.", "Het platform van de autoriteit is open."),
            days=NEW_OPENED,
        )
        self._told(
            deadline,
            self._exactly(NEW_CLOSES),
            Why("L'autorité a fixé le jour.", "De autoriteit heeft de dag vastgelegd."),
            days=-3,
        )

    def _told(self, standing: CallDate, when: When, why: Why, *, days: int) -> CallDate:
        """Move a published date and publish the move the same day."""
        standing = CallDate.objects.select_related("call").get(pk=standing.pk)
        moved = dates.move(standing, when, why, by=self.by, at=self.moment(days))
        return dates.publish(moved, by=self.by, at=self.moment(days), site=self.site)

    def _templates(self, call: Call) -> None:
        """The content can be prepared, the budget has to wait."""
        for kind, version, readiness in (
            (CallTemplate.Kind.PROJECT_SHEET, "2", CallTemplate.Readiness.USABLE),
            (CallTemplate.Kind.BUDGET_SHEET, "1", CallTemplate.Readiness.BEING_REPLACED),
            (CallTemplate.Kind.PARTNERSHIP_ANNEX, "1", CallTemplate.Readiness.CONTENT_ONLY),
        ):
            template = CallTemplate(call=call, kind=kind, version=version, readiness=readiness)
            templates.save_template(template, {}, by=self.by, at=self.moment(NEW_OPENED))

    def _answers(self, call: Call, published: Meeting, held: int) -> None:
        """What CPAS said at the meeting, and who changed their mind since."""
        said = interest.Said
        at_the_meeting = (
            said(organisation=self.organisations[CHARLEROI], answer="interested"),
            said(organisation=self.organisations[GENT], answer="interested"),
            said(organisation=self.organisations[LIEGE], answer="undecided", reason_code="timing"),
            said(organisation=self.organisations[BINCHE], answer="undecided", reason_code="own_funds"),
            said(organisation=self.organisations[NINOVE], answer="interested", certainty="to_confirm"),
            said(organisation=self.organisations[EEKLO], answer="not_interested", reason_code="target_group"),
            said(
                organisation=self.organisations[EVERGEM],
                answer="partnership",
                partner=self.organisations[GENT],
                reason_code="target_group",
            ),
        )
        source = interest.Source(on=published.date, meeting=published)
        interest.record_poll(call, at_the_meeting, source=source, by=self.by, at=self.moment(held + 2))
        later = said(organisation=self.organisations[BINCHE], answer="partnership", partner=self.organisations[CHARLEROI])
        interest.state(call, later, by=self.users["mathieu"], at=self.moment(-20))
        hesitating = said(
            organisation=self.organisations[EDEGEM],
            answer="undecided",
            reason_code="staff",
            reason="Een collega is afwezig tot de zomer.",
        )
        interest.state(call, hesitating, by=self.by, at=self.moment(-18))

    # A project, as far as its state says.

    def _project(self, call: Call, demo: DemoProject, days: int) -> Project:
        project = Project(
            call=call,
            lead=self.organisations[demo.lead],
            code=demo.code,
            title_fr=demo.fr,
            title_nl=demo.nl,
            period_start=call.period_start,
            period_end=call.period_end,
        )
        project = projects.start(project, by=self.by, at=self.moment(days))
        assert call.period_start is not None
        years = [call.period_start.year + place for place in range(3)]
        self._rows(project, LINES, [_staff(demo, year) for year in years] + [_overhead(demo, year) for year in years], days)
        self._rows(project, FUNDINGS, [row for year in years for row in _fundings(demo, year)], days)
        if demo.partner:
            partner = self.organisations[demo.partner].pk
            row = {"partner_id": partner, "asked": Decimal(47_500), "note_fr": "", "note_nl": ""}
            self._rows(project, SUPPLEMENTS, [row], days)
        if demo.state != ProjectState.PREPARATION:
            project = projects.submit(project, by=self.by, at=self.moment(days), site=self.site)
        if demo.state == ProjectState.RETURNED:
            self._move(project, "return", days + 2, comment="Gelieve het aantal deelnemers per jaar te vermelden.")
        return project

    def _rows(self, project: Project, table: budget.Table, values: list[dict[str, object]], days: int) -> None:
        rows = [Row(None, one) for one in values]
        budget.save_rows(project, table, rows=rows, base=table.fingerprint([]), by=self.by, at=self.moment(days))

    def _move(self, project: Project, action: str, days: int, comment: str = "") -> None:
        projects.move(project, action, comment=comment, by=self.by, at=self.moment(days), site=self.site)


def _share(amount: Decimal, percent: int) -> Decimal:
    return (amount * percent / 100).quantize(Decimal("0.01"))


def _year_cost(demo: DemoProject) -> Decimal:
    return Decimal(demo.staff) + _share(Decimal(demo.staff), OVERHEAD)


def _cost(project: Project) -> Decimal:
    return sum((line.planned for line in project.budget_lines.all()), Decimal(0))


def _staff(demo: DemoProject, year: int) -> dict[str, object]:
    return _line(year, category="staff", method="actual", planned=Decimal(demo.staff))


def _overhead(demo: DemoProject, year: int) -> dict[str, object]:
    planned = _share(Decimal(demo.staff), OVERHEAD)
    return _line(year, category="indirect", method="flat_rate", rate=Decimal(OVERHEAD), rate_base="staff", planned=planned)


def _line(year: int, **values: object) -> dict[str, object]:
    empty = {"description": "", "units": None, "unit_price": None, "rate": None, "rate_base": "", "eligible": True}
    return {**empty, "year": year, **values}


def _fundings(demo: DemoProject, year: int) -> Iterable[dict[str, object]]:
    """Each source pays its share; what CPAS add themselves makes up the rest."""
    cost = _year_cost(demo)
    for source, share in (("amif", AMIF_SHARE), ("pod_mi", POD_MI_SHARE), ("own", OWN_SHARE)):
        yield {"source": source, "source_name": "", "year": year, "asked": _share(cost, share)}
