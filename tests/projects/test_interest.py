"""Writing down answers: what is kept, what makes no row, who may, and what is refused."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from amif_network.core.workflow import WrongState
from projects.actions.interest import OthersAnswered, Said, Source, record_poll, state
from projects.models import ExpressionOfInterest, LogEntry
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.projects import CallFactory, InterestFactory

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 6, 1)
MARCH = datetime.date(2026, 3, 2)


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def in_english():
    """Sentences as they are written in the code."""
    with override("en"):
        yield


def answers(call, organisation) -> list[tuple[str, bool]]:
    """Return the answers of an organisation, oldest first, each with whether it is in force."""
    found = ExpressionOfInterest.objects.filter(call=call, organisation=organisation).order_by("pk")
    return [(one.answer, one.replaced_at is None) for one in found]


def test_a_later_answer_replaces_the_first_and_keeps_it(call, host, host_member):
    first = state(call, Said(organisation=host, answer="undecided"), by=host_member, at=AT)
    second = state(call, Said(organisation=host, answer="interested"), by=host_member, at=AT)
    first.refresh_from_db()
    assert (first.replaced_at, second.replaced_at) == (AT, None)
    assert (second.stated_on, second.recorded_by, second.certainty) == (TODAY, host_member, "stated")
    assert answers(call, host) == [("undecided", False), ("interested", True)]


def test_each_answer_is_logged_with_the_one_before(call, host, french_coordinator):
    state(call, Said(organisation=host, answer="undecided"), by=french_coordinator, at=AT)
    said = Said(organisation=host, answer="not_interested", reason="Pas de personnel")
    state(call, said, by=french_coordinator, at=AT)
    rows = LogEntry.objects.filter(call=call, subject="interest").order_by("pk")
    assert [(row.from_state, row.to_state, row.words_nl, row.comment) for row in rows] == [
        ("", "undecided", "OCMW Charleroi", ""),
        ("undecided", "not_interested", "OCMW Charleroi", "Pas de personnel"),
    ]


def test_the_same_answer_again_makes_no_row(call, host, host_member):
    first = state(call, Said(organisation=host, answer="undecided", reason="On attend"), by=host_member, at=AT)
    again = state(call, Said(organisation=host, answer="undecided", reason=" On attend "), by=host_member, at=AT)
    assert again == first
    assert (ExpressionOfInterest.objects.count(), LogEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [{"certainty": "to_confirm"}, {"reason_code": "staff"}, {"reason": "Autrement dit"}, {"answer": "partnership"}],
)
def test_any_other_word_makes_one(call, host, host_member, change):
    state(call, Said(organisation=host, answer="undecided"), by=host_member, at=AT)
    state(call, Said(organisation=host, **{"answer": "undecided", **change}), by=host_member, at=AT)
    assert len(answers(call, host)) == 2


def test_what_was_said_before_the_answer_in_force_enters_the_history(call, host, french_coordinator):
    state(call, Said(organisation=host, answer="interested"), by=french_coordinator, at=AT)
    late = state(call, Said(organisation=host, answer="undecided"), source=Source(on=MARCH), by=french_coordinator, at=AT)
    assert late.replaced_at == AT
    assert answers(call, host) == [("interested", True), ("undecided", False)]
    again = state(call, Said(organisation=host, answer="undecided"), source=Source(on=MARCH), by=french_coordinator, at=AT)
    assert again == late


def test_a_section_brings_its_meeting(call, host, french_coordinator):
    section = SectionFactory(fr="Appel")
    kept = state(
        call,
        Said(organisation=host, answer="interested"),
        source=Source(on=MARCH, section=section),
        by=french_coordinator,
        at=AT,
    )
    assert (kept.section, kept.meeting, kept.stated_on) == (section, section.minutes.meeting, MARCH)


def test_a_member_names_no_day_and_no_section(call, host, host_member):
    source = Source(on=MARCH, section=SectionFactory())
    kept = state(call, Said(organisation=host, answer="interested"), source=source, by=host_member, at=AT)
    assert (kept.section, kept.meeting, kept.stated_on) == (None, None, TODAY)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"answer": "not_interested"}, "Say why the organisation is not interested."),
        ({"answer": "undecided", "reason_code": "other"}, "Say the reason in words."),
    ],
)
def test_an_answer_without_its_reason_is_refused(call, host, french_coordinator, said, sentence, in_english):
    with pytest.raises(ValidationError) as refused:
        state(call, Said(organisation=host, **said), by=french_coordinator, at=AT)
    assert refused.value.messages == [sentence]
    assert answers(call, host) == []


def test_a_partner_belongs_to_a_partnership_with_another(call, host, partner, french_coordinator, in_english):
    kept = state(call, Said(organisation=host, answer="partnership", partner=partner), by=french_coordinator, at=AT)
    assert kept.partner == partner
    for wrong in ({"answer": "interested", "partner": partner}, {"answer": "partnership", "partner": host}):
        with pytest.raises(ValidationError, match="A partnership is one with another organisation"):
            state(call, Said(organisation=host, **wrong), by=french_coordinator, at=AT)


def test_a_day_to_come_and_a_section_of_other_minutes_are_refused(call, host, french_coordinator, in_english):
    said = Said(organisation=host, answer="interested")
    gone = SectionFactory(removed_at=AT)
    for source, sentence in [
        (Source(on=TODAY + datetime.timedelta(days=1)), "This day is still to come."),
        (Source(meeting=MeetingFactory(), section=SectionFactory()), "This section belongs to other minutes."),
        (Source(section=gone), "This section belongs to other minutes."),
    ]:
        with pytest.raises(ValidationError) as refused:
            state(call, said, source=source, by=french_coordinator, at=AT)
        assert refused.value.messages == [sentence]


def test_only_organisations_that_lead_projects_answer(call, french_coordinator):
    service = OrganisationFactory(federal=True, short_fr="SPP", short_nl="POD")
    with pytest.raises(ValidationError):
        state(call, Said(organisation=service, answer="interested"), by=french_coordinator, at=AT)
    shared = OrganisationFactory(intermunicipal=True)
    assert state(call, Said(organisation=shared, answer="interested"), by=french_coordinator, at=AT).organisation == shared


def test_nobody_answers_for_others(call, host, partner, host_member, observer):
    for by in (host_member, observer):
        with pytest.raises(PermissionDenied):
            state(call, Said(organisation=partner, answer="interested"), by=by, at=AT)
    with pytest.raises(PermissionDenied):
        record_poll(
            call,
            [Said(organisation=host, answer="interested"), Said(organisation=partner, answer="interested")],
            by=host_member,
            at=AT,
        )
    assert ExpressionOfInterest.objects.count() == 0


@pytest.mark.parametrize("trait", ["draft", "in_selection", "decided", "archived", "cancelled"])
def test_only_an_announced_call_takes_answers(host, french_coordinator, trait):
    with pytest.raises(WrongState):
        state(CallFactory(**{trait: True}), Said(organisation=host, answer="interested"), by=french_coordinator, at=AT)


def test_what_was_not_seen_is_not_replaced(call, host, partner, french_coordinator, host_member):
    state(call, Said(organisation=host, answer="interested"), by=host_member, at=AT)
    poll = [
        Said(organisation=partner, answer="interested", base=0),
        Said(organisation=host, answer="not_interested", reason_code="staff", base=0),
    ]
    with pytest.raises(OthersAnswered) as overtaken:
        record_poll(call, poll, by=french_coordinator, at=AT)
    assert {key: one.answer for key, one in overtaken.value.standing.items()} == {host.pk: "interested"}
    assert (answers(call, host), answers(call, partner)) == ([("interested", True)], [])


def test_the_same_words_at_the_same_time_are_no_collision(call, host, french_coordinator, host_member):
    first = state(call, Said(organisation=host, answer="interested", base=0), by=host_member, at=AT)
    assert state(call, Said(organisation=host, answer="interested", base=0), by=french_coordinator, at=AT) == first


def test_a_poll_keeps_all_answers_or_none(call, host, partner, french_coordinator):
    section = SectionFactory(minutes=MinutesFactory())
    good = Said(organisation=host, answer="interested")
    with pytest.raises(ValidationError):
        record_poll(call, [good, Said(organisation=partner, answer="not_interested")], by=french_coordinator, at=AT)
    assert ExpressionOfInterest.objects.count() == 0
    poll = [good, Said(organisation=partner, answer="not_interested", reason_code="staff")]
    kept = record_poll(call, poll, source=Source(on=MARCH, section=section), by=french_coordinator, at=AT)
    assert [(one.organisation, one.section) for one in kept] == [(host, section), (partner, section)]


def test_members_see_their_own_answers_only(call, host, partner, host_member, observer, french_coordinator):
    own, other = InterestFactory(call=call, organisation=host), InterestFactory(call=call, organisation=partner)
    visible = ExpressionOfInterest.objects.visible_to
    assert list(visible(host_member)) == [own]
    assert set(visible(french_coordinator)) == {own, other}
    assert list(visible(observer)) == []
