"""The page of a month: entered, compared with its plan, submitted, confirmed, returned; two writers; strangers."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import translation

from amif_network.core.workflow import CommentRequired, WrongState
from amif_network.outbox.models import OutgoingMail
from partnerships.actions import presence as actions
from partnerships.models import LogEntry, PresenceEntry, PresenceStatement
from partnerships.presence import month_fingerprint
from tests.factories.meetings import NOW
from tests.factories.partnerships import PartyFactory, PresenceEntryFactory, StatementFactory
from tests.meetings.pages import sent_by, words
from tests.partnerships.pages import address
from tests.partnerships.presence.conftest import MARCH, SITE, march
from tests.partnerships.presence.pages import month_address

pytestmark = pytest.mark.django_db

APRIL_10 = datetime.datetime(2026, 4, 10, 9, 0, tzinfo=datetime.UTC)
EMPTY = month_fingerprint({})


@pytest.fixture
def entered(immersion, partner_member):
    """March as planned, but for one half-day of absence."""
    places = {
        (MARCH.replace(day=int(name[:2])), name[3:]): place for name, place in march(d03_pm="absent").items() if place
    }  # fmt: skip
    actions.save_month(immersion, MARCH, places=places, base=EMPTY, by=partner_member, at=NOW)
    return immersion


@pytest.fixture
def submitted(entered, partner_member):
    actions.move(entered, MARCH, "submit", by=partner_member, at=APRIL_10, site=SITE)
    return entered


def statement() -> PresenceStatement:
    return PresenceStatement.objects.get()


def test_the_employer_enters_a_month_at_once(signed_in, partner_member, immersion, django_assert_max_num_queries):
    client, url = signed_in(partner_member), month_address(immersion)
    page = client.get(url)
    assert 'name="31-pm"' in page.text
    with django_assert_max_num_queries(25):
        answer = client.post(url, {**sent_by(page), **march(d03_pm="absent")})
    assert answer.status_code == 302
    assert PresenceEntry.objects.count() == 36
    assert PresenceEntry.objects.get(day=datetime.date(2026, 3, 3), half="pm").place == "absent"
    page = client.get(url)
    assert [(value, planned, spent) for value, _label, planned, spent in page.context["totals"]] == [
        ("host", 28, 27), ("employer", 8, 8), ("training", 0, 0), ("elsewhere", 0, 0), ("absent", 0, 1),
    ]  # fmt: skip
    assert LogEntry.objects.get().party == immersion.employer


def test_the_plan_is_taken_over_without_saving(signed_in, partner_member, immersion):
    client, url = signed_in(partner_member), month_address(immersion)
    sent = {**sent_by(client.get(url)), "02-am": "training", "take_over": "1"}
    answer = client.post(url, sent)
    assert answer.status_code == 200
    boxes = sent_by(answer)
    assert (boxes["02-am"], boxes["02-pm"], boxes["05-am"], boxes["07-am"]) == ("training", "host", "employer", "")
    assert not PresenceEntry.objects.exists()
    boxes.pop("take_over", None)
    assert client.post(url, boxes).status_code == 302
    assert PresenceEntry.objects.count() == 36


def test_a_place_that_is_none_is_refused_and_nothing_is_lost(signed_in, partner_member, immersion):
    client, url = signed_in(partner_member), month_address(immersion)
    answer = client.post(url, {**sent_by(client.get(url)), "03-am": "host", "04-pm": "moon"})
    assert answer.status_code == 422
    assert len(answer.context["form"].wrong) == 1
    assert sent_by(answer)["03-am"] == "host"
    assert not PresenceEntry.objects.exists()


def test_a_second_writer_sees_both_and_overwrites_nothing(signed_in, partner_member, french_coordinator, immersion):
    url = month_address(immersion)
    first, second = signed_in(partner_member), signed_in(french_coordinator)
    mine, theirs = sent_by(first.get(url)), sent_by(second.get(url))
    assert second.post(url, {**theirs, "02-am": "host"}).status_code == 302
    answer = first.post(url, {**mine, "02-am": "absent", "03-am": "host"})
    assert answer.status_code == 409
    assert len(answer.context["theirs"]) == 2
    assert PresenceEntry.objects.get().place == "host"
    again = sent_by(answer)
    assert (again["02-am"], again["03-am"]) == ("absent", "host")
    assert first.post(url, again).status_code == 302
    assert set(PresenceEntry.objects.values_list("day", "place")) == {
        (datetime.date(2026, 3, 2), "absent"), (datetime.date(2026, 3, 3), "host"),
    }  # fmt: skip


def test_a_month_that_was_submitted_meanwhile_loses_nothing_of_what_was_typed(signed_in, partner_member, entered):
    client, url = signed_in(partner_member), month_address(entered)
    sent = sent_by(client.get(url))
    actions.move(entered, MARCH, "submit", by=partner_member, at=APRIL_10, site=SITE)
    answer = client.post(url, {**sent, "07-am": "training"})
    assert answer.status_code == 409
    assert sent_by(answer)["07-am"] == "training"
    assert not PresenceEntry.objects.filter(place="training").exists()


def test_the_way_of_a_month(partner_member, host_member, submitted):
    month = statement()
    assert (month.state, month.planned_at_host, month.worked_at_host, month.worked) == ("submitted", 28, 27, 35)
    with pytest.raises(CommentRequired):
        actions.move(submitted, MARCH, "return", by=host_member, at=APRIL_10, site=SITE)
    actions.move(submitted, MARCH, "return", comment="Le 5 mars ?", by=host_member, at=APRIL_10, site=SITE)
    assert (statement().state, statement().comment) == ("open", "Le 5 mars ?")
    actions.move(submitted, MARCH, "submit", by=partner_member, at=APRIL_10, site=SITE)
    actions.move(submitted, MARCH, "confirm", by=host_member, at=APRIL_10, site=SITE)
    assert (statement().state, statement().confirmed_by, statement().comment) == ("confirmed", host_member, "")
    actions.move(submitted, MARCH, "reopen", comment="Erreur", by=host_member, at=APRIL_10, site=SITE)
    assert (statement().state, statement().confirmed_by) == ("open", None)
    steps = LogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(steps) == ["change", "submit", "return", "submit", "confirm", "reopen"]
    told = list(OutgoingMail.objects.order_by("pk").values_list("to", flat=True))
    assert told == ["host@example.org", "partner@example.org", "host@example.org", "partner@example.org", "partner@example.org"]
    assert not any("Le 5 mars" in one.body for one in mail.outbox)


def test_what_is_missing_stops_the_submission_in_words(signed_in, partner_member, immersion):
    PresenceEntryFactory(immersion=immersion)
    client, url = signed_in(partner_member), month_address(immersion, "statement-step", "submit")
    answer = client.post(url)
    assert answer.status_code == 422
    assert len(answer.context["unready"]) == 1
    assert words(answer).count("2026") >= 6
    assert statement_states() == []


def statement_states() -> list[str]:
    return list(PresenceStatement.objects.values_list("state", flat=True))


def test_a_month_is_not_submitted_before_its_last_day(partner_member, entered):
    evening = datetime.datetime(2026, 3, 30, 20, 0, tzinfo=datetime.UTC)
    with pytest.raises(actions.ValidationError, match="31"):
        actions.move(entered, MARCH, "submit", by=partner_member, at=evening, site=SITE)
    next_day = evening + datetime.timedelta(days=1)
    assert actions.move(entered, MARCH, "submit", by=partner_member, at=next_day, site=SITE).state == "submitted"


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fr", "Le mois est clôturé : ses demi-journées ne peuvent plus être modifiées."),
        ("nl", "De maand is afgesloten: de halve dagen kunnen niet meer gewijzigd worden."),
    ],
)
def test_a_closed_month_is_refused_by_the_action_with_a_sentence(partner_member, submitted, lang, sentence):
    with translation.override(lang), pytest.raises(WrongState) as refusal:
        actions.save_month(submitted, MARCH, places={}, base="", by=partner_member, at=NOW)
    assert " ".join(str(refusal.value).split()) == sentence
    assert PresenceEntry.objects.count() == 36


@pytest.mark.parametrize("change", ["insert", "update", "delete", "move out"])
def test_the_database_refuses_to_change_a_closed_month(submitted, change):
    entry = PresenceEntry.objects.order_by("pk")[0]
    other = datetime.date(2026, 3, 6)
    with pytest.raises(IntegrityError, match="presence_month_is_closed"), transaction.atomic():
        if change == "insert":
            PresenceEntryFactory(immersion=submitted, day=other)
        elif change == "update":
            PresenceEntry.objects.filter(pk=entry.pk).update(place="training")
        elif change == "delete":
            entry.delete()
        else:
            PresenceEntry.objects.filter(pk=entry.pk).update(day=datetime.date(2026, 4, 3))


def test_no_half_day_lies_outside_the_immersion(partner_member, immersion):
    outside = datetime.date(2027, 1, 4)
    with pytest.raises(IntegrityError, match="presence_inside_the_immersion"), transaction.atomic():
        PresenceEntryFactory(immersion=immersion, day=outside)
    with pytest.raises(actions.ValidationError):
        actions.save_month(
            immersion, outside.replace(day=1), places={(outside, "am"): "host"}, base=EMPTY, by=partner_member, at=NOW
        )
    PresenceEntryFactory(immersion=immersion)
    with pytest.raises(IntegrityError, match="presence_one_place_per_half_day"), transaction.atomic():
        PresenceEntryFactory(immersion=immersion, place="training")


def test_who_sees_a_month_and_who_may_write(signed_in, immersion, host_member, outsider_member, observer, partnership):
    url, step = month_address(immersion), month_address(immersion, "statement-step", "submit")
    for stranger in (outsider_member, observer):
        for path in (url, step, month_address(immersion, "presence-sheet"), address("immersion", partnership.pk, immersion.pk)):
            assert signed_in(stranger).get(path).status_code == 404
        assert signed_in(stranger).post(url, march()).status_code == 404
    client = signed_in(host_member)
    assert "<select" not in client.get(url).text.split("<main", 1)[1]
    assert client.post(url, march()).status_code == 403
    assert client.get(step).status_code == 403
    assert client.put(url).status_code == 405
    assert client.get(url.replace("/2026/3/", "/2026/13/")).status_code == 404
    assert client.get(url.replace("/2026/3/", "/2027/1/")).status_code == 404
    assert client.get(month_address(immersion, "statement-step", "lock")).status_code == 404


def test_another_partner_of_the_same_partnership_sees_nothing_of_it(signed_in, immersion, partnership, outsider_member):
    organisation = outsider_member.organisations().get()
    PartyFactory(partnership=partnership, organisation=organisation)
    client = signed_in(outsider_member)
    pages = [address(name, partnership.pk, immersion.pk) for name in ("immersion", "immersion-edit", "plan")]
    for path in (month_address(immersion), *pages):
        assert client.get(path).status_code == 404


def test_the_host_confirms_on_its_page_and_twice_is_once(signed_in, submitted, host_member):
    client, step = signed_in(host_member), month_address(submitted, "statement-step", "confirm")
    assert "partner@example.org" not in words(client.get(step))
    assert client.post(step).status_code == 302
    assert client.post(step).status_code == 302
    assert statement().state == "confirmed"
    assert client.get(step).status_code == 403


def test_a_page_of_a_month_asks_the_same_number_of_queries(signed_in, partner_member, immersion, django_assert_num_queries):
    client, url = signed_in(partner_member), month_address(immersion)
    with django_assert_num_queries(8):
        client.get(url)
    for day in range(2, 31):
        PresenceEntryFactory(immersion=immersion, day=datetime.date(2026, 3, day))
    StatementFactory(immersion=immersion)
    with django_assert_num_queries(8):
        client.get(url)
