"""The list of calls and the page of one: what each person sees, and in which words."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.actions import dates
from projects.actions.dates import When, Why
from projects.models import CallDateNotice
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, MinutesFactory, SectionFactory
from tests.factories.projects import (
    CallDateFactory,
    CallFactory,
    CallTemplateFactory,
    EnvelopeFactory,
    FundingFactory,
    ProgrammeFactory,
    ProjectFactory,
)
from tests.meetings.pages import cells, main_of, words
from tests.projects.pages import address

pytestmark = pytest.mark.django_db
# session, user, programmes of the filter, number of calls, calls, their dates
LIST_QUERIES = 6


def from_today(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def call():
    """An announced call whose opening is vague and has moved once, with its reason."""
    call = CallFactory(number="101", title_fr="Accueil", title_nl="Onthaal")
    first = CallDateFactory(call=call, earliest=from_today(5))
    vague = {"earliest": from_today(30), "latest": from_today(40), "words_fr": "mi-saison", "words_nl": "half seizoen"}
    reason = {"reason_fr": "Le budget tarde.", "reason_nl": "De begroting laat op zich wachten."}
    CallDateFactory(call=call, series=first.series, version=2, replaces=first, **vague, **reason)
    CallDateFactory(call=call, kind="deadline", earliest=from_today(80), time=datetime.time(12))
    return call


@pytest.fixture
def told(call, host):
    """The host was told of the move."""
    moved = call.dates.get(version=2)
    return CallDateNotice.objects.create(date=moved, organisation=host, told_at=NOW)


def get(client, call, lang="fr"):
    return client.get(address("call", call.pk, lang=lang))


def test_the_list_says_phase_and_what_comes_next(signed_in, host_member, call):
    text = words(signed_in(host_member).get(address("calls")))
    assert "101 – Accueil" in text
    assert "annoncé" in text
    assert "ouverture : mi-saison" in text


def test_drafts_are_for_coordinators_only(signed_in, host_member, observer, french_coordinator, call):
    draft = CallFactory(draft=True, number="102", title_fr="Secret")
    for person in (host_member, observer):
        assert cells(signed_in(person).get(address("calls"))) == ["101 – Accueil"]
        assert get(signed_in(person), draft).status_code == 404
    assert cells(signed_in(french_coordinator).get(address("calls"))) == ["102 – Secret", "101 – Accueil"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("phase=open", ["2 – B"]),
        ("phase=closed", ["3 – C"]),
        ("phase=announced", ["1 – A"]),
        ("phase=decided", ["4 – D"]),
        ("q=2", ["2 – B"]),
        ("q=c", ["3 – C"]),
        ("programme={programme}", ["1 – A"]),
        ("phase=nonsense&programme=x", ["4 – D", "3 – C", "2 – B", "1 – A"]),
    ],
)
def test_filters_stand_in_the_address(signed_in, observer, query, shown):
    programme = ProgrammeFactory()
    for number, title, first, last in (("1", "A", 5, 50), ("2", "B", -5, 50), ("3", "C", -50, -5), ("4", "D", -50, -5)):
        state = "decided" if number == "4" else "announced"
        made = CallFactory(
            number=number, title_fr=title, title_nl="", state=state, **({"programme": programme} if number == "1" else {})
        )
        CallDateFactory(call=made, earliest=from_today(first))
        CallDateFactory(call=made, kind="deadline", earliest=from_today(last))
    response = signed_in(observer).get(f"{address('calls')}?{query.format(programme=programme.pk)}")
    assert cells(response) == shown


def test_the_phase_of_the_list_is_the_phase_of_the_page():
    """The filter works in SQL, the page on loaded dates: both say the same of every call."""
    from projects.models import Call
    from projects.models.choices import CallPhase
    from tests.factories.accounts import UserFactory

    today, user = timezone.localdate(), UserFactory(coordinator=True)
    for opening in (-3, 0, 3, None):
        for deadline in (-1, 0, 9, None):
            made = CallFactory()
            for kind, offset in (("opening", opening), ("deadline", deadline)):
                if offset is not None:
                    CallDateFactory(call=made, kind=kind, earliest=from_today(offset))
    for phase in CallPhase:
        found = {one.pk for one in Call.objects.in_phase(phase, today)}
        assert found == {one.pk for one in Call.objects.for_list(user) if one.phase(today) == phase}


def test_empty_lists_say_what_to_do(signed_in, french_coordinator, observer):
    client = signed_in(french_coordinator)
    assert address("call-new") in main_of(client.get(address("calls")))
    assert address("call-new") not in main_of(signed_in(observer).get(address("calls")))
    assert 'href="?"' in main_of(client.get(address("calls") + "?q=nothing"))


@pytest.mark.usefixtures("drawn_each_time")
def test_the_list_asks_the_same_of_one_call_and_of_three(signed_in, french_coordinator, call):
    client = signed_in(french_coordinator)
    client.get(address("calls"))
    for _round in (1, 3):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address("calls"))
        assert len(asked) == LIST_QUERIES
        for made in CallFactory.create_batch(2):
            CallDateFactory(call=made)


@pytest.mark.usefixtures("drawn_each_time")
def test_the_page_asks_the_same_of_one_date_and_of_many(signed_in, host_member, french_coordinator, call):
    section = SectionFactory(minutes=MinutesFactory(), fr="Calendrier")
    CallDateFactory(call=call, kind="info_session", section=section, meeting=section.minutes.meeting)
    EnvelopeFactory(call=call)
    CallTemplateFactory(call=call)
    for person in (host_member, french_coordinator):
        client = signed_in(person)
        get(client, call)
        with CaptureQueriesContext(connection) as few:
            get(client, call)
        for days in range(3):
            said = SectionFactory(minutes=MinutesFactory(), fr="Suite")
            CallDateFactory(call=call, kind="info_session", section=said, meeting=said.minutes.meeting, earliest=from_today(days))
            CallTemplateFactory(call=call)
        EnvelopeFactory(call=call, source="other", source_name=f"Fonds {person.pk}")
        with CaptureQueriesContext(connection) as many:
            get(client, call)
        assert len(many) == len(few)


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("fr", ["101 – Accueil", "ouverture, mi-saison", "Le budget tarde.", "12h00"]),
        ("nl", ["101 – Onthaal", "opening, half seizoen", "De begroting laat op zich wachten.", "12.00 uur"]),
    ],
)
def test_the_page_says_what_moved_and_why_in_the_language_of_the_reader(signed_in, observer, call, lang, sentences):
    text = words(get(signed_in(observer), call, lang))
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_the_drawing_says_its_finding_and_has_a_table_after_it(signed_in, observer, call):
    html = main_of(get(signed_in(observer), call))
    drawing = html[html.index("<svg viewBox") : html.index("</svg>", html.index("<svg viewBox"))]
    assert 'role="img" aria-labelledby="timeline-title timeline-finding"' in drawing
    assert html.count('class="timeline__ghost"') == 2  # the former place, and the key of the drawing
    assert "style=" not in drawing
    assert html.index("<table") > html.index("</svg>")


def test_a_reason_in_the_other_language_says_so(signed_in, observer):
    first = CallDateFactory()
    CallDateFactory(
        call=first.call, series=first.series, version=2, replaces=first, reason_nl="De begroting.", earliest=from_today(9)
    )
    assert '<span lang="nl">De begroting.</span>' in main_of(get(signed_in(observer), first.call))


def test_members_do_not_see_what_is_not_published(signed_in, host_member, french_coordinator, call):
    moved = call.dates.get(version=2)
    dates.move(moved, When(from_today(50), from_today(50)), Why("Encore"), by=french_coordinator, at=NOW)
    assert "Encore" not in words(get(signed_in(host_member), call))
    html = main_of(get(signed_in(french_coordinator), call))
    assert "Encore" in html
    assert address("date-publish", call.pk, call.dates.get(version=3).pk) in html


def test_only_coordinators_find_the_buttons(signed_in, host_member, observer, french_coordinator, call):
    paths = [
        address("call-edit", call.pk),
        address("date-new", call.pk),
        address("envelopes", call.pk),
        address("template-new", call.pk),
    ]
    for person, found in ((french_coordinator, paths), (host_member, []), (observer, [])):
        html = main_of(get(signed_in(person), call))
        assert [path for path in paths if path in html] == found


def test_the_minutes_that_said_so_are_linked_for_who_may_read_them(signed_in, host_member, french_coordinator, call):
    section = SectionFactory(minutes=MinutesFactory(), fr="Calendrier du prochain appel")
    CallDateFactory(call=call, kind="decision", section=section, meeting=section.minutes.meeting, earliest=from_today(99))
    coordinator = main_of(get(signed_in(french_coordinator), call))
    assert f"#s-{section.uuid}" in coordinator
    assert "Calendrier du prochain appel" in coordinator
    member = main_of(get(signed_in(host_member), call))
    assert str(section.uuid) not in member
    assert section.minutes.meeting.get_absolute_url() not in member


def test_the_own_money_that_the_ceilings_imply_is_said(signed_in, observer, call):
    EnvelopeFactory(call=call)
    EnvelopeFactory(call=call, pod_mi=True)
    text = words(get(signed_in(observer), call))
    assert "116 667 €" in text
    assert "1 300 000,00 €" in text


def test_what_is_asked_and_left_is_for_members_and_not_for_observers(signed_in, observer, host_member, call):
    EnvelopeFactory(call=call, amount=Decimal("100000.00"))
    for _number in range(3):
        FundingFactory(project=ProjectFactory(call=call, selected=True), asked=Decimal("40000.00"), granted=Decimal("30000.00"))
    member, outside = (words(get(signed_in(person), call)) for person in (host_member, observer))
    assert [amount for amount in ("120 000,00", "90 000,00", "10 000,00", "20 000,00") if amount not in member] == []
    assert "120 000,00" not in outside


def test_templates_say_what_can_be_done_already(signed_in, observer, call):
    CallTemplateFactory(call=call, readiness="content_only")
    CallTemplateFactory(call=call, kind="budget_sheet", readiness="being_replaced")
    html = main_of(get(signed_in(observer), call))
    assert html[html.index("templates-title") :].count('class="ds-alert"') == 2


def test_what_changed_is_shown_until_somebody_of_the_organisation_opened_it(signed_in, host_member, partner_member, call, told):
    client = signed_in(host_member)
    for place in (address("calls"), address("call", call.pk)):
        assert "icons.svg#calendar" in main_of(client.get(place)), place
    assert "Une date a changé" in main_of(client.get("/fr/"))
    html = main_of(get(client, call))
    # The script sends the form as it stands, so that the form needs its token.
    assert "csrfmiddlewaretoken" in html[html.index("data-amif-opened") : html.index("</form>", html.index("data-amif-opened"))]
    assert told.date not in CallDateNotice.objects.exclude(opened_at=None)
    assert client.post(address("call-opened", call.pk)).status_code == 204
    told.refresh_from_db()
    assert told.opened_by == host_member
    assert "data-amif-opened" not in main_of(get(client, call))
    assert "data-amif-opened" not in main_of(get(signed_in(partner_member), call))


def test_without_javascript_a_button_marks_it_read_and_leads_back(signed_in, host_member, call, told):
    response = signed_in(host_member).post(address("call-opened", call.pk), {"read": "1"})
    assert (response.status_code, response["Location"]) == (302, address("call", call.pk))
    told.refresh_from_db()
    assert told.opened_at is not None


def test_opening_is_a_post_of_somebody_who_sees_the_call(signed_in, host_member, french_coordinator, call, told):
    assert signed_in(host_member).get(address("call-opened", call.pk)).status_code == 405
    assert signed_in(host_member).post(address("call-opened", CallFactory(draft=True).pk)).status_code == 404
    signed_in(french_coordinator).post(address("call-opened", call.pk))
    told.refresh_from_db()
    assert told.opened_at is None


def test_another_organisation_learns_nothing_of_who_was_told(signed_in, partner_member, call, told):
    OrganisationFactory()
    assert "data-amif-opened" not in main_of(get(signed_in(partner_member), call))
