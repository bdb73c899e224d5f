"""Minutes sent round to two organisations: the host has a member with an account, the partner people with an address only."""

import datetime

import pytest
from django.utils import timezone

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation
from meetings import review_links
from meetings.actions.review.answering import Words, Writer, save_remark
from meetings.actions.review.circulating import circulate
from meetings.models import Circulation, Minutes, Remark, ReviewRequest, Section
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.meetings.pages import address

SITE = "https://amif.example"


@pytest.fixture
def minutes(host: Organisation, partner: Organisation, host_member: User) -> Minutes:
    """Minutes of three sections: a question, the host's answer to it, and one that names the partner."""
    meeting = MeetingFactory(held=True, title_fr="Rencontre de mars", title_nl="Bijeenkomst van maart")
    AttendanceFactory(meeting=meeting, person=host_member.person, organisation=host)
    AttendanceFactory(
        meeting=meeting, person=AffiliationFactory(organisation=partner).person, organisation=partner, status="excused"
    )
    minutes = MinutesFactory(meeting=meeting)
    question = SectionFactory(
        minutes=minutes, label="I.", kind="round_table",
        fr=("Tour de table", "<p>Que retenez-vous de l'appel ?</p>"), nl=("Tafelronde", "<p>Wat onthoudt u van de oproep?</p>"),
    )  # fmt: skip
    SectionFactory(
        minutes=minutes, label="I.1", kind="answer", parent=question, organisation=host,
        fr=("Réponse", "<p>Le délai est trop court pour les petits centres.</p>"),
        nl=("Antwoord", "<p>De termijn is te kort voor de kleine centra.</p>"),
    )  # fmt: skip
    SectionFactory(
        minutes=minutes, label="II.",
        fr=("Suites", "<p>Le CPAS de Binche prépare une visite.</p>"),
        nl=("Gevolgen", "<p>OCMW Binche bereidt een bezoek voor.</p>"),
    )  # fmt: skip
    return minutes


@pytest.fixture
def circulation(minutes: Minutes, french_coordinator: User) -> Circulation:
    """The first round, until a fortnight from today."""
    return circulate(
        minutes, deadline=timezone.localdate() + datetime.timedelta(days=14), message_fr="Merci de relire.", message_nl="",
        by=french_coordinator, at=timezone.now(), site=SITE,
    )  # fmt: skip


@pytest.fixture
def review(circulation: Circulation, host: Organisation) -> ReviewRequest:
    """What the host is asked; its member has an account."""
    return ReviewRequest.objects.get(circulation=circulation, organisation=host)


@pytest.fixture
def other_review(circulation: Circulation, partner: Organisation) -> ReviewRequest:
    """What the partner is asked; its people have no account."""
    return ReviewRequest.objects.get(circulation=circulation, organisation=partner)


@pytest.fixture
def colleague(host: Organisation) -> User:
    """A second member of the host."""
    return UserFactory(member=True, email="colleague@example.org", person=AffiliationFactory(organisation=host).person)


@pytest.fixture
def answer_cell(minutes: Minutes, host: Organisation) -> Section:
    """The section that is the host's own answer."""
    return Section.objects.get(minutes=minutes, organisation=host)


@pytest.fixture
def write(review: ReviewRequest, host_member: User, answer_cell: Section):
    """Return a function that writes a remark into the draft of the host."""

    def write_remark(text: str = "Il manque un mot.", *, by: User | None = None, **more) -> Remark:
        words = Words(**{"kind": "correction", "language": "fr", "section": answer_cell, "text": text, **more})
        return save_remark(review, words, writer=Writer(by or host_member), at=timezone.now())

    return write_remark


@pytest.fixture
def link_to():
    """Return a function that gives the address behind a new link to a review, and to the pages beside it."""

    def link_address(review: ReviewRequest, page: str = "", lang: str = "fr", email: str = "lien@example.org") -> str:
        link = review_links.make(review, email, timezone.now())
        return address(f"review-link{'-' + page if page else ''}", review_links.token(link), lang=lang)

    return link_address
