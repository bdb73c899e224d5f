"""The demo's partnerships: a healthy one, one in trouble (the worked example of DOMAIN §8), and what comes before and after.

Money is `cashbook.py`, the agent of an immersion and committees are `fieldwork.py`; what they look like is `alliances.py`.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation, Person
from meetings.models import Meeting, Section
from partnerships.actions import agreements, documents, evidence, no_partnership, parties, partnerships, rows
from partnerships.actions.partnerships import Copied
from partnerships.actions.rows import COMMITMENTS, SHARES, TOTALS
from partnerships.models import NoPartnership, Partnership, Party
from partnerships.models.choices import DocumentKind, FteKind, Role
from projects.actions.budget import Row
from projects.models import Call, Project

from . import alliances, opinions
from .alliances import IN_CHARGE, DemoPartnership
from .cashbook import Cashbook
from .cast import BRUXELLES
from .clock import Clock
from .fieldwork import Fieldwork

# Days before the first one: when a text is there to be signed, and when all have signed it.
WRITTEN, SIGNED = -30, -7
# The smallest file that every reader of PDF opens: an empty page.
BLANK_PDF = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF %d\n"
)


class PartnershipsBuilder:
    """Makes the partnerships of the demo and moves them along."""

    def __init__(
        self,
        users: Mapping[str, User],
        people: Mapping[str, Person],
        organisations: Mapping[str, Organisation],
        *,
        clock: Clock,
        site: str,
    ) -> None:
        self.users, self.people, self.organisations, self.clock, self.site = users, people, organisations, clock, site
        self.by = users["nathalie"]
        self.cashbook = Cashbook(clock, by=self.by, site=site)
        self.fieldwork = Fieldwork(users, people, clock, site=site)
        self.files = 0

    def build(self, published: Meeting) -> None:
        """Make them all; `published` is the meeting at whose round table they were spoken of."""
        sections = {one.label: one for one in Section.objects.filter(minutes__meeting=published)}
        self._network(sections["2.2"])
        self._trouble((sections["2.1"], sections["2.3"]))
        self._sessions()
        self._renewed()
        self._starting(self._ended())
        self._without(sections["2."], published.date)

    # Each of them.

    def _network(self, said: Section) -> None:
        """All goes well: signed in time, paid in time, met as agreed."""
        made = self._signed(alliances.NETWORK)
        self._file(made, DocumentKind.AGREEMENT, DocumentKind.COUNCIL_DECISION)
        self._share(made, Role.HOST, FteKind.ACTUAL, "0.50", "wouter")
        self.cashbook.allocate(made, 60_000)
        for party in self._partners(made):
            self.cashbook.pay_as_it_goes(party, yearly=6_000)
        self.fieldwork.follow(made, alliances.NETWORK_MEETINGS, ("wouter", "inge", "an"))
        evidence.attach(made, section=said, by=self.by, at=self.clock.moment(-200))

    def _trouble(self, said: tuple[Section, ...]) -> None:
        """It runs although the text was never signed and the decree never came; the partner pays for the agent itself."""
        demo = alliances.TROUBLE
        made = self._to_sign(demo)
        [partner] = self._partners(made)
        immersion = self.fieldwork.immerse(partner, agent="mathieu", line_manager="claire", mentor="hugo")
        self.fieldwork.attend(immersion, by=self.users["mathieu"], host=self.users["hugo"])
        self.cashbook.wait_in_vain(partner, yearly=47_500, filed_by=self.users["mathieu"])
        # Nobody of the management sits there.
        self.fieldwork.follow(made, alliances.TROUBLE_MEETINGS, ("", "hugo", "claire"))
        for section in said:
            evidence.attach(made, section=section, by=self.by, at=self.clock.moment(-200))

    def _sessions(self) -> None:
        """One team for two partnerships: 0.8 of a post, of which 0.5 would be enough."""
        for demo in (alliances.SESSIONS_ONE, alliances.SESSIONS_TWO):
            made = self._signed(demo)
            self._file(made, DocumentKind.AGREEMENT, DocumentKind.COUNCIL_DECISION)
            self._share(made, Role.HOST, FteKind.PLANNED, "0.40", "katrien")
            self._share(made, Role.HOST, FteKind.ACTUAL, "0.40", "katrien")
            self.cashbook.allocate(made, 600)
            [partner] = self._partners(made)
            if demo is alliances.SESSIONS_ONE:
                self.cashbook.pay_a_part(partner, yearly=5_000, part=600)
            else:
                self.cashbook.send_back(partner, yearly=5_000)
        self._team(made, {FteKind.PLANNED: "0.80", FteKind.WISHED: "0.50"})

    def _renewed(self) -> None:
        """A second year of the same."""
        old = self._signed(alliances.RENEWED)
        renewing = alliances.RENEWAL_STARTS - 20
        new = partnerships.renew(
            old,
            code=alliances.RENEWAL_CODE,
            starts_on=self.clock.day(alliances.RENEWAL_STARTS),
            ends_on=self.clock.day(alliances.RENEWAL_ENDS),
            copied=Copied(commitments=True, shares=True),
            by=self.by,
            at=self.clock.moment(renewing),
        )
        opinions.share(old, opinions.EXCHANGED, self.clock, alliances.RENEWED.ends - 10, by=self.by)
        partnerships.move(old, "end", by=self.by, at=self.clock.moment(alliances.RENEWED.ends + 5))
        self._write(new, renewing)
        self._sign(new, renewing + 10)
        self._file(new, DocumentKind.AGREEMENT, DocumentKind.COUNCIL_DECISION)

    def _starting(self, before: Partnership) -> None:
        """It began some days ago, and one signature is missing; the year before was another project of the two."""
        made = self._to_sign(alliances.STARTING)
        text = agreements.current(made)
        assert text is not None
        host = self._party(made, Role.HOST)
        agreements.sign(
            made,
            party=host,
            text_hash=text.text_hash,
            signed_on=self.clock.day(-15),
            signatory=self.people["jeanmarc"],
            by=self.by,
            at=self.clock.moment(-15),
        )
        [partner] = self._partners(made)
        self.cashbook.prepare(partner, yearly=3_600)

    def _ended(self) -> Partnership:
        """It is over, paid and closed."""
        demo = alliances.ENDED
        made = self._signed(demo)
        self.cashbook.allocate(made, 9_000)
        for party in self._partners(made):
            self.cashbook.pay_as_it_goes(party, yearly=4_000)
        self._share(made, Role.HOST, FteKind.ACTUAL, "0.20", "fatou")
        opinions.share(made, opinions.COACHED, self.clock, demo.ends - 5, by=self.by)
        return partnerships.move(made, "end", by=self.by, at=self.clock.moment(demo.ends + 20))

    def _without(self, said: Section, day: datetime.date) -> None:
        """A large CPAS has no partnership in the call that is open, and says why."""
        statement = NoPartnership(
            organisation=self.organisations[BRUXELLES],
            call=Call.objects.get(number="118"),
            reason_code="staff",
            reason=alliances.WITHOUT,
            stated_on=day,
            section=said,
        )
        no_partnership.record(statement, by=self.by, at=self.clock.moment(-200))

    # What they are made of.

    def _start(self, demo: DemoPartnership) -> Partnership:
        """Begin it two months before its first day, with the people in charge and what each side promised."""
        project = Project.objects.select_related("call").get(code=demo.project)
        at = self.clock.moment(demo.starts - 60)
        made = Partnership(
            code=demo.code,
            title_fr=demo.fr,
            title_nl=demo.nl,
            objective_fr=demo.aim_fr,
            objective_nl=demo.aim_nl,
            call=project.call,
            project=project,
            forms=list(demo.forms),
            starts_on=self.clock.day(demo.starts),
            ends_on=self.clock.day(demo.ends),
        )
        partners = [self.organisations[code] for code in demo.partners]
        made = partnerships.start(made, host=self.organisations[demo.host], partners=partners, by=self.by, at=at)
        for party in made.parties.select_related("organisation"):
            party.owner = party.contact = self.people[IN_CHARGE[party.organisation.code]]
            parties.name_people(party, by=self.by, at=at)
            promised: list[dict[str, object]] = [
                {"text_fr": fr, "text_nl": nl} for side, fr, nl in demo.promises if side == party.role
            ]
            if promised:
                self._rows(made, COMMITMENTS, promised, party, at)
        return made

    def _to_sign(self, demo: DemoPartnership) -> Partnership:
        made = self._start(demo)
        self._write(made, demo.starts + WRITTEN)
        return made

    def _signed(self, demo: DemoPartnership) -> Partnership:
        made = self._to_sign(demo)
        self._sign(made, demo.starts + SIGNED)
        return Partnership.objects.get(pk=made.pk)

    def _write(self, made: Partnership, days: int) -> None:
        """Write the text and put it before the parties."""
        at = self.clock.moment(days)
        partnerships.move(made, "negotiate", by=self.by, at=at)
        first, last = f"{made.starts_on:%d/%m/%Y}", f"{made.ends_on:%d/%m/%Y}"
        fr = f"{made.title_fr}\n\n{made.objective_fr}\n\nLa convention vaut du {first} au {last}."
        nl = f"{made.title_nl}\n\n{made.objective_nl}\n\nDe overeenkomst geldt van {first} tot {last}."
        agreements.write(made, text_fr=fr, text_nl=nl, by=self.by, at=at)
        for action in ("agree", "put_to_sign"):
            partnerships.move(made, action, by=self.by, at=at)

    def _sign(self, made: Partnership, days: int) -> None:
        """Let every council decide and every party sign."""
        text = agreements.current(made)
        assert text is not None
        at, day = self.clock.moment(days), self.clock.day(days)
        for party in made.parties.select_related("organisation", "owner"):
            agreements.decide(made, party=party, text_hash=text.text_hash, decided_on=day, by=self.by, at=at)
            agreements.sign(
                made, party=party, text_hash=text.text_hash, signed_on=day, signatory=party.owner, by=self.by, at=at
            )  # fmt: skip

    def _file(self, made: Partnership, *kinds: DocumentKind) -> None:
        """Put papers on file: blank pages, each with its own bytes."""
        titles = {DocumentKind.AGREEMENT: "Convention signée", DocumentKind.COUNCIL_DECISION: "Décision du conseil"}
        assert made.starts_on is not None
        for kind in kinds:
            self.files += 1
            documents.attach(
                made,
                kind=kind,
                data=BLANK_PDF % self.files,
                filename=f"{made.code.lower()}-{kind}.pdf",
                title=titles[kind],
                language="fr",
                by=self.by,
                at=self.clock.moment(self.clock.offset(made.starts_on) + SIGNED),
            )

    def _share(self, made: Partnership, role: Role, kind: FteKind, fte: str, person: str) -> None:
        """Add a share of working time to those of a party."""
        party = self._party(made, role)
        assert made.starts_on is not None
        standing = SHARES.of(made, party)
        kept = [Row(row.pk, {name: getattr(row, name) for name in SHARES.columns}) for row in standing]
        new = {"person_id": self.people[person].pk, "kind": kind, "fte": Decimal(fte), "starts_on": made.starts_on}
        rows.save_rows(
            made,
            SHARES,
            party=party,
            rows=[*kept, Row(None, {**new, "ends_on": made.ends_on})],
            base=SHARES.fingerprint(standing),
            by=self.by,
            at=self.clock.moment(self.clock.offset(made.starts_on)),
        )

    def _team(self, made: Partnership, totals: Mapping[FteKind, str]) -> None:
        """Say what the team of the host has for all its partnerships of the project."""
        values: list[dict[str, object]] = [{"kind": kind, "fte": Decimal(fte)} for kind, fte in totals.items()]
        self._rows(made, TOTALS, values, self._party(made, Role.HOST), self.clock.moment(-190))

    def _rows(
        self, made: Partnership, table: rows.Table, values: list[dict[str, object]], party: Party, at: datetime.datetime
    ) -> None:
        rows.save_rows(
            made, table, party=party, rows=[Row(None, one) for one in values], base=table.fingerprint([]), by=self.by, at=at
        )  # fmt: skip

    def _party(self, made: Partnership, role: Role) -> Party:
        return made.parties.select_related("organisation", "partnership").get(role=role)

    def _partners(self, made: Partnership) -> list[Party]:
        return list(made.parties.select_related("organisation", "partnership").filter(role=Role.PARTNER).order_by("pk"))
