"""What happens in the demo's partnerships: an agent between two teams, months of presence, committees that meet."""

import datetime
from collections.abc import Mapping, Sequence

from amif_network.accounts.models import User
from amif_network.directory.models import Person
from meetings.actions import publishing, steps, structure, translating, writing
from meetings.models import Meeting, Minutes
from partnerships.actions import committee_meetings, committees, immersions, presence
from partnerships.actions.committees import HOLDERS
from partnerships.models import Committee, Immersion, Partnership, Party
from partnerships.models.choices import CommitteeKind, Half, Place, Role
from partnerships.months import DAY, Pattern, after, days_of, months_between, planned
from partnerships.presence import month_fingerprint, patterns_fingerprint
from projects.actions.budget import Row

from .alliances import DemoCommitteeMeeting
from .clock import Clock

# From Monday to Wednesday at the host, then at the employer.
WEEK: dict[tuple[int, str], str] = {
    (day, half): Place.HOST if day <= 3 else Place.EMPLOYER for day in range(1, 6) for half in Half
}
APPROVED = "Les membres du comité ont relu ce compte rendu par courriel."


class Fieldwork:
    """Records immersions and committees, as far as the days have gone."""

    def __init__(self, users: Mapping[str, User], people: Mapping[str, Person], clock: Clock, *, site: str) -> None:
        self.people, self.clock, self.site = people, clock, site
        self.by, self.translator = users["nathalie"], users["pieter"]

    def immerse(self, employer: Party, *, agent: str, line_manager: str, mentor: str) -> Immersion:
        """Let an agent work three days a week at the host for the whole period."""
        partnership = employer.partnership
        assert partnership.starts_on is not None
        assert partnership.ends_on is not None
        at = self.clock.at(partnership.starts_on)
        immersion = Immersion(
            partnership=partnership,
            employer=employer,
            agent=self.people[agent],
            line_manager=self.people[line_manager],
            mentor=self.people[mentor],
            starts_on=partnership.starts_on,
            ends_on=partnership.ends_on,
            days_least=3,
            days_most=4,
            tasks_fr="Préparer et animer les modules avec l'équipe, puis en monter un chez son employeur.",
            tasks_nl="De modules met het team voorbereiden en begeleiden, en er daarna een opzetten bij de werkgever.",
        )
        immersions.record(immersion, by=self.by, at=at)
        immersions.save_plan(
            immersion, Pattern(immersion.starts_on, WEEK), base=patterns_fingerprint([]), by=self.by, at=at
        )  # fmt: skip
        return immersion

    def attend(self, immersion: Immersion, *, by: User, host: User) -> None:
        """Enter every month that is over and hand it in some days later; the host has confirmed all but the last one."""
        over = [
            month for month in months_between(immersion.starts_on, self.clock.day(-5)) if after(month) <= self.clock.day(-5)
        ]  # fmt: skip
        for month in over:
            handed_in = after(month) + 4 * DAY
            presence.save_month(
                immersion,
                month,
                places=self._places(immersion, month),
                base=month_fingerprint({}),
                by=by,
                at=self.clock.at(handed_in),
            )
            presence.move(immersion, month, "submit", by=by, at=self.clock.at(handed_in), site=self.site)
            if month != over[-1]:
                at = self.clock.at(handed_in + 3 * DAY)
                presence.move(immersion, month, "confirm", by=host, at=at, site=self.site)

    def _places(self, immersion: Immersion, month: datetime.date) -> dict[tuple[datetime.date, str], str]:
        """Return what was planned, but for a day of training and half a day at home."""
        days = days_of(month, immersion.starts_on, immersion.ends_on)
        places: dict[tuple[datetime.date, str], str] = dict(planned([Pattern(immersion.starts_on, WEEK)], days))
        slots = sorted(places)
        for slot, place in zip(slots[4:7], (Place.TRAINING, Place.TRAINING, Place.ABSENT), strict=False):
            places[slot] = place
        # A first month of a free day alone: the agent signed in all the same.
        return places or {(days[0], Half.MORNING): Place.EMPLOYER}

    def follow(self, partnership: Partnership, meetings: Sequence[DemoCommitteeMeeting], holders: Sequence[str]) -> None:
        """Set up the accompaniment committee, seat `holders` in the order of its seats ("": nobody), and let it meet."""
        host = partnership.parties.get(role=Role.HOST)
        assert partnership.starts_on is not None
        at = self.clock.at(partnership.starts_on)
        committee = Committee(partnership=partnership, kind=CommitteeKind.ACCOMPANIMENT, convened_by=host)
        committees.create(committee, by=self.by, at=at)
        standing = HOLDERS.of(committee)
        kept = [Row(one.pk, {name: getattr(one, name) for name in HOLDERS.columns}) for one in standing]
        new = [
            Row(
                None,
                {"seat": seat, "person": self.people[key], "starts_on": partnership.starts_on, "ends_on": partnership.ends_on},
            )
            for seat, key in zip(committee.seats.order_by("position"), holders, strict=False)
            if key
        ]
        committees.save_rows(
            committee, HOLDERS, rows=[*kept, *new], base=HOLDERS.fingerprint(standing), by=self.by, at=at
        )  # fmt: skip
        for demo in meetings:
            self._meet(committee, demo)

    def _meet(self, committee: Committee, demo: DemoCommitteeMeeting) -> None:
        """Plan a meeting, hold it once its day has come, and publish its minutes where they are written."""
        planned_on = min(demo.days - 40, -1)
        meeting = Meeting(
            title_fr=demo.fr,
            title_nl=demo.nl,
            date=self.clock.day(demo.days),
            starts_at=datetime.time(10),
            ends_at=datetime.time(12),
            mode=Meeting.Mode.ONLINE,
            link="https://reunion.example/comite",
        )
        meeting = committee_meetings.plan(committee, meeting, by=self.by, at=self.clock.moment(planned_on))
        meeting = steps.move_meeting(meeting, "convene", by=self.by, at=self.clock.moment(planned_on))
        if demo.days > 0:
            return
        steps.move_meeting(meeting, "hold", by=self.by, at=self.clock.moment(demo.days))
        if demo.said_fr:
            self._publish(Minutes.objects.get(meeting=meeting), demo)

    def _publish(self, minutes: Minutes, demo: DemoCommitteeMeeting) -> None:
        section = structure.add_section(minutes, by=self.by, label="1.", kind="text")
        for lang, heading, html, author in (
            ("fr", "Où en sommes-nous ?", demo.said_fr, self.by),
            ("nl", "Waar staan we?", demo.said_nl, self.translator),
        ):
            at = self.clock.moment(demo.days + 2)
            writing.write_text(section, lang=lang, heading=heading, html=html, base=0, by=author, at=at)
        translating.confirm_translation(section, lang="nl", by=self.translator, at=self.clock.moment(demo.days + 3))
        publishing.approve(minutes, by=self.by, at=self.clock.moment(demo.days + 15), override=APPROVED)
        publishing.publish(minutes, by=self.by, at=self.clock.moment(demo.days + 16), site=self.site)
