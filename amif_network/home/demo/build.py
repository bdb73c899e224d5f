"""Build the demo by calling the project's own actions: what it shows, the portal can do.

Every moment is computed from an as-of date, so the demo never grows old: its meetings lie a number of
days before or after that date.
"""

import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from amif_network.accounts.models import Role, User
from amif_network.directory.models import Affiliation, Organisation, Person
from meetings.actions import agenda, attendance, meeting, publishing, references, steps, structure, translating, writing
from meetings.models import Attendance, Meeting, Minutes, PendingContribution, Section, SlideReference

from .access import AccessBuilder
from .cast import PASSWORD, PEOPLE, DemoPerson, email_of
from .clock import Clock
from .earlier import EARLIER
from .grants import CallsBuilder
from .meetings import JUST_HELD, MEETINGS, PUBLISHED
from .partnerships import PartnershipsBuilder
from .records import Awaited, DemoMeeting, Passage
from .review import ReviewBuilder

# A meeting to come was planned and convened some days ago (in days from the as-of date), not in days to come.
PLANNED, CONVENED = -8, -1
READ_BY_MAIL = "Les organisations ont relu ce compte rendu par courriel, avant l'ouverture du portail."


class DemoBuilder:
    """Builds the demo as of `today`; keeps the people and organisations it made at hand.

    `site`: where the links of its mails lead, "http://…" without a path.
    """

    def __init__(self, today: datetime.date, site: str) -> None:
        self.clock, self.today, self.site = Clock(today), today, site
        self.people: dict[str, Person] = {}
        self.users: dict[str, User] = {}
        self.organisations: dict[str, Organisation] = {}
        # One slow hash for all: they share the password.
        self.password = make_password(PASSWORD)

    @transaction.atomic
    def build(self) -> list[Meeting]:
        """Make people, users and meetings; return those of MEETINGS. Raises KeyError when the reference data are not loaded."""
        codes = {person.organisation for person in PEOPLE}
        self.organisations = {organisation.code: organisation for organisation in Organisation.objects.filter(code__in=codes)}
        self._join_network()
        for person in PEOPLE:
            self._enter(person)
        self._meeting(EARLIER)
        made = {demo: self._meeting(demo) for demo in MEETINGS}
        self._review().follow_up(made[PUBLISHED], made[JUST_HELD])
        CallsBuilder(self.users, self.organisations, today=self.today, moment=self._moment, site=self.site).build(made[PUBLISHED])
        PartnershipsBuilder(self.users, self.people, self.organisations, clock=self.clock, site=self.site).build(made[PUBLISHED])
        AccessBuilder(self.users, self.people, self.organisations, self._moment).build()
        return list(made.values())

    def _review(self) -> ReviewBuilder:
        return ReviewBuilder(self.users, self.organisations, self._moment, self.site)

    def _join_network(self) -> None:
        """The CPAS of the demo have been members of the network for three years."""
        for organisation in self.organisations.values():
            if organisation.code.startswith("cpas-") and organisation.network_from is None:
                organisation.network_from = self._day(-3 * 365)
                organisation.save(update_fields=["network_from"])

    def _enter(self, demo: DemoPerson) -> None:
        """Enter a person, where they work, and how they sign in."""
        person = Person.objects.create(
            given_name=demo.given_name,
            family_name=demo.family_name,
            preferred_language=demo.language,
            email=f"{demo.key}@demo.example",
        )
        Affiliation.objects.create(
            person=person,
            organisation=self.organisations[demo.organisation],
            function_fr=demo.function_fr,
            function_nl=demo.function_nl,
            valid_from=self._day(-2 * 365),
        )
        self.people[demo.key] = person
        if demo.role:
            self.users[demo.key] = self._user(demo, person)

    def _user(self, demo: DemoPerson, person: Person) -> User:
        """Give a person a verified sign-in; the administrator may enter the Django admin too."""
        admin = demo.role == Role.ADMINISTRATOR
        user = User.objects.create(
            email=email_of(demo),
            password=self.password,
            role=demo.role,
            person=person,
            language=demo.language,
            is_staff=admin,
            is_superuser=admin,
            date_joined=self._moment(-2 * 365),
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def _meeting(self, demo: DemoMeeting) -> Meeting:
        """Plan a meeting, hold it, write its minutes and publish them, as far as the demo says."""
        author, at = self.users["nathalie"], self._moment(min(demo.days - 30, PLANNED))
        made = meeting.plan(
            by=author,
            at=at,
            title_fr=demo.title_fr,
            title_nl=demo.title_nl,
            date=self._day(demo.days),
            starts_at=_time(demo.start),
            ends_at=_time(demo.end),
            mode=demo.mode,
            place_fr=demo.place_fr,
            place_nl=demo.place_nl,
            chair=self.people[demo.chair],
            minute_taker=self.people[demo.minute_taker],
        )
        rows = [
            agenda.AgendaRow(
                label=slot.label,
                title_fr=slot.fr,
                title_nl=slot.nl,
                kind=slot.kind,
                starts_at=_time(slot.start),
                ends_at=_time(slot.end),
                presenters=tuple(self.people[key] for key in slot.presenters),
            )
            for slot in demo.agenda
        ]
        agenda.save_agenda(made, rows=rows, base=made.agenda_items.fingerprint(), by=author, at=at)
        attendance.add_attendees(made, rows=self._attendance(demo), by=author, at=at)
        for step in demo.steps:
            day = demo.days if step == "hold" else min(demo.days - 20, CONVENED)
            made = steps.move_meeting(made, step, by=author, at=self._moment(day))
        if made.state == Meeting.State.HELD:
            self._minutes(demo, Minutes.objects.get(meeting=made))
        return made

    def _attendance(self, demo: DemoMeeting) -> list[attendance.AttendanceRow]:
        """Who was there, who excused themselves, of whom nothing is known yet."""
        statuses = (
            (Attendance.Status.PRESENT, demo.present),
            (Attendance.Status.EXCUSED, demo.excused),
            (Attendance.Status.UNKNOWN, demo.invited),
        )
        employers = {person.key: self.organisations[person.organisation] for person in PEOPLE}
        return [
            attendance.AttendanceRow(person=self.people[key], organisation=employers[key], status=status)
            for status, keys in statuses
            for key in keys
        ]

    def _minutes(self, demo: DemoMeeting, minutes: Minutes) -> None:
        """Write the minutes two days after the meeting, and publish them a fortnight later where the demo says so."""
        day = min(demo.days + 2, -1)
        sections: dict[str, Section] = {}
        for passage in demo.passages:
            self._passage(passage, minutes, None, day, sections)
        for awaited in demo.awaited:
            self._await(awaited, minutes, sections)
        if demo.publish:
            publishing.approve(minutes, by=self.users["nathalie"], at=self._moment(day + 14), override=READ_BY_MAIL)
            publishing.publish(minutes, by=self.users["nathalie"], at=self._moment(day + 15), site=self.site)
        if demo.send_round:
            self._review().send_round(minutes)

    def _passage(
        self, passage: Passage, minutes: Minutes, parent: Section | None, day: int, sections: dict[str, Section]
    ) -> None:
        """Add a section with its texts: French by Nathalie, Dutch by Pieter, compared where the demo says so."""
        section = structure.add_section(
            minutes,
            by=self.users["nathalie"],
            parent=parent,
            label=passage.label,
            kind=passage.kind,
            answer_type=passage.answer_type,
            organisation=self.organisations[passage.organisation] if passage.organisation else None,
        )
        sections[passage.label] = section
        self._write(section, "fr", passage.heading_fr, passage.fr, day)
        self._write(section, "nl", passage.heading_nl, passage.nl, day)
        if passage.comparable:
            translating.confirm_translation(section, lang="nl", by=self.users["pieter"], at=self._moment(day + 1))
        self._write(section, "fr", passage.heading_fr, passage.later_fr, day + 2, only_if=passage.later_fr)
        self._write(section, "nl", passage.heading_nl, passage.later_nl, day + 2, only_if=passage.later_nl)
        if passage.slides:
            first, last = passage.slides
            references.keep_slide_reference(SlideReference(section=section, first=first, last=last), by=self.users["nathalie"])
        for child in passage.children:
            self._passage(child, minutes, section, day, sections)

    def _write(self, section: Section, lang: str, heading: str, html: str, day: int, *, only_if: str | None = None) -> None:
        """Write a text over what stands, unless there is nothing to write."""
        if only_if == "" or not (heading or html):
            return
        current = section.texts.filter(language=lang).first()
        author = self.users["nathalie" if lang == "fr" else "pieter"]
        base = current.version_key if current else 0
        writing.write_text(section, lang=lang, heading=heading, html=html, base=base, by=author, at=self._moment(day))

    def _await(self, awaited: Awaited, minutes: Minutes, sections: dict[str, Section]) -> None:
        """Note a contribution that is still to come."""
        references.keep_contribution(
            PendingContribution(minutes=minutes, section=sections[awaited.label], text_fr=awaited.fr, text_nl=awaited.nl),
            organisations=[self.organisations[code] for code in awaited.organisations],
            by=self.users["nathalie"],
        )

    def _day(self, offset: int) -> datetime.date:
        return self.clock.day(offset)

    def _moment(self, offset: int) -> datetime.datetime:
        return self.clock.moment(offset)


def _time(text: str) -> datetime.time | None:
    """Read "HH:MM"; "" is no time."""
    return datetime.time.fromisoformat(text) if text else None


def users_by_role() -> list[tuple[str, str, str]]:
    """Return (role, name, sign-in address) of the demo users, in the order in which they are introduced."""
    return [
        (str(Role(person.role).label), f"{person.given_name} {person.family_name}", email_of(person))
        for person in PEOPLE
        if person.role
    ]
