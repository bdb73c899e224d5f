"""A meeting whose minutes are public: who was not invited learns how many were there of each organisation, and not who."""

from hashlib import sha256

import pytest

from meetings.models import Edition, Meeting
from tests.factories.directory import AffiliationFactory, PersonFactory
from tests.factories.meetings import NOW, AgendaItemFactory, AttendanceFactory, MeetingFactory, MinutesFactory
from tests.factories.registers import PromiseFactory
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db
NAMES = ("Ada Peeters", "Jolien De Crom", "Wout De Smet", "Inès Lambert")


@pytest.fixture
def published(french_coordinator, host, host_member) -> Meeting:
    """A published network meeting with a chair, a minute-taker, a presenter and two people of the host."""
    ada, jolien, wout, ines = (PersonFactory(given_name=n.split()[0], family_name=n.split(" ", 1)[1]) for n in NAMES)
    meeting = MeetingFactory(closed=True, chair=ada, minute_taker=jolien)
    AgendaItemFactory(meeting=meeting).presenters.add(wout)
    for person in (ines, AffiliationFactory(organisation=host).person):
        AttendanceFactory(meeting=meeting, person=person, organisation=host)
    AttendanceFactory(meeting=meeting, organisation=host, status="absent", person=PersonFactory())
    minutes = MinutesFactory(meeting=meeting)
    for audience in ("internal", "public"):
        data = audience.encode()
        Edition.objects.create(
            minutes=minutes, version=1, language="fr", audience=audience, content={"heads": []}, pdf=data,
            sha256=sha256(data).hexdigest(), approved_by=french_coordinator, approved_at=NOW,
            published_by=french_coordinator, published_at=NOW,
        )  # fmt: skip
    return meeting


@pytest.mark.parametrize(
    ("who", "named"), [("french_coordinator", True), ("host_member", True), ("partner_member", False), ("observer", False)]
)
def test_people_are_named_to_those_who_were_invited(request, signed_in, published, who, named):
    html = main_of(signed_in(request.getfixturevalue(who)).get(published.get_absolute_url()))
    assert [name in html for name in NAMES] == [named] * 4


@pytest.mark.parametrize(("who", "told"), [("host_member", True), ("partner_member", False)])
def test_what_an_item_takes_up_is_read_in_full_by_those_who_were_invited(request, signed_in, published, who, told):
    """Others find it in the registers, in the words of the public edition."""
    promise = PromiseFactory(meeting=published, text_fr="Inès Lambert rappelle.", owed_by=request.getfixturevalue("host"))
    published.agenda_items.get().promises.add(promise)
    html = main_of(signed_in(request.getfixturevalue(who)).get(published.get_absolute_url()))
    assert ("Inès Lambert rappelle." in html) is told


def test_others_learn_how_many_there_were(signed_in, observer, published):
    page = signed_in(observer).get(published.get_absolute_url())
    ((group,),) = [page.context["attendance"]]
    assert (group.status, [(one.name, one.number) for one in group.organisations]) == ("present", [("CPAS de Charleroi", 2)])
    assert "CPAS de Charleroi 2" in words(page)


@pytest.mark.parametrize(
    ("who", "audience"),
    [("french_coordinator", "internal"), ("host_member", "internal"), ("partner_member", "public"), ("observer", "public")],
)
def test_the_list_leads_to_the_edition_that_the_person_may_read(request, signed_in, published, who, audience):
    html = main_of(signed_in(request.getfixturevalue(who)).get(address("list")))
    shown = [one.audience for one in Edition.objects.all() if one.get_absolute_url() in html]
    assert shown == [audience]
