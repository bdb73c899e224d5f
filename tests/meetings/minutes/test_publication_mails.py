"""Who is told that minutes are published: each person once, in their language, with links they can open and no text."""

import pytest

from amif_network.accounts.actions import refuse_news
from amif_network.outbox.models import OutgoingMail
from meetings import documents, edition_links
from meetings.mails.publication import readers
from meetings.models import Edition, Minutes, Promise
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import NOW, AttendanceFactory, SectionFactory
from tests.factories.publishing import SITE, approved_by, published_by
from tests.factories.review import CirculationFactory, ReviewRequestFactory
from tests.meetings.pages import address, main_of

pytestmark = pytest.mark.django_db
SECRET = "Le mot que personne n'envoie"


@pytest.fixture
def written(minutes) -> Minutes:
    SectionFactory(minutes=minutes, fr=("Accueil", f"<p>{SECRET}</p>"))
    return minutes


def approve_and_publish(by, minutes: Minutes) -> None:
    published_by(by, approved_by(by, minutes), fr="Test")


def told(minutes: Minutes, by) -> dict[str, tuple[str, bool]]:
    """Address: language, and whether the mail says what is asked of the organisation."""
    return {one.to.email: (one.to.lang, one.catch_up) for one in readers(documents.load(minutes.pk), by=by)}


def test_who_was_there_is_told_in_their_own_language(written, french_coordinator, host_member):
    host_member.language = "nl"
    host_member.save()
    guest = PersonFactory(email="gast@example.org", preferred_language="nl")
    AttendanceFactory(meeting=written.meeting, person=guest, organisation=None, status="guest")
    AttendanceFactory(meeting=written.meeting, person=PersonFactory(email=""), organisation=None)
    assert told(written, french_coordinator) == {"host@example.org": ("nl", False), "gast@example.org": ("nl", False)}


def test_an_excused_organisation_is_told_what_is_asked_of_it(written, french_coordinator, partner, partner_member):
    AttendanceFactory(meeting=written.meeting, person=PersonFactory(email=""), organisation=partner, status="excused")
    assert told(written, french_coordinator)["partner@example.org"] == ("fr", True)


def test_who_sent_a_deputy_was_there(written, french_coordinator, partner, partner_member):
    deputy = PersonFactory(email="plaatsvervanger@example.org", preferred_language="nl")
    AttendanceFactory(meeting=written.meeting, person=PersonFactory(), organisation=partner, status="excused", replaced_by=deputy)
    found = told(written, french_coordinator)
    assert (found["plaatsvervanger@example.org"], found["partner@example.org"]) == (("nl", False), ("fr", False))


def test_nobody_is_told_twice_and_the_publisher_not_at_all(written, french_coordinator, dutch_coordinator, host, host_member):
    AttendanceFactory(meeting=written.meeting, person=AffiliationFactory(organisation=host).person, organisation=host)
    french_coordinator.person = PersonFactory()
    french_coordinator.save()
    AttendanceFactory(meeting=written.meeting, person=french_coordinator.person, organisation=None)
    approve_and_publish(french_coordinator, written)
    sent = list(OutgoingMail.objects.filter(topic="publication").values_list("to", flat=True))
    assert (sent.count("host@example.org"), french_coordinator.email in sent) == (1, False)
    assert set(OutgoingMail.objects.values_list("about", flat=True)) == {f"meeting:{written.meeting_id}"}


def test_a_mail_leads_to_what_its_reader_can_open_and_holds_no_word_of_the_minutes(
    written, french_coordinator, host_member, signed_in
):
    approve_and_publish(french_coordinator, written)
    mail = OutgoingMail.objects.get(to="host@example.org", topic="publication")
    readable = Edition.objects.filter(audience="internal", language__in=["fr", "both"])
    assert [f"{SITE}{one.get_absolute_url()}" in part for one in readable for part in (mail.text, mail.html)] == [True] * 4
    assert [word in mail.text + mail.html for word in (SECRET, "Accueil")] == [False, False]
    assert signed_in(host_member).get(readable[0].get_absolute_url()).status_code == 200


def test_the_summary_counts_promises_and_says_that_no_answer_came(written, french_coordinator, partner, partner_member):
    AttendanceFactory(meeting=written.meeting, person=PersonFactory(email=""), organisation=partner, status="excused")
    promised = {"meeting": written.meeting, "owed_by": partner, "created_by": french_coordinator, "created_at": NOW}
    for text in ("Une liste promise", "Un tableau promis"):
        Promise.objects.create(text_fr=text, told_at=NOW, **promised)
    circulation = CirculationFactory(minutes=written, circulated_by=french_coordinator)
    ReviewRequestFactory(circulation=circulation, organisation=partner, excused=True)
    approve_and_publish(french_coordinator, written)
    text = OutgoingMail.objects.get(to="partner@example.org", topic="publication").text
    assert ["2 promesses" in text, "projet de ce compte rendu" in text, "Une liste promise" in text] == [True, True, False]


def test_who_has_no_account_reads_the_internal_editions_by_a_link(written, french_coordinator):
    AttendanceFactory(meeting=written.meeting, person=PersonFactory(email="gast@example.org"), organisation=None, status="guest")
    approve_and_publish(french_coordinator, written)
    mail = OutgoingMail.objects.get(to="gast@example.org")
    links = [line for line in mail.text.splitlines() if "/edition/" in line]
    assert [f'href="{link}"' in mail.html for link in links] == [True, True]
    assert "/editions/" not in mail.text + mail.html
    opened = [edition_links.read(link.split("/")[-2], today=NOW.date()) for link in links]
    assert [(one.audience, one.language) for one in opened if one] == [("internal", "fr"), ("internal", "both")]
    assert mail.news


def test_who_may_not_sign_in_any_more_is_a_reader_without_account(written, french_coordinator, host_member):
    host_member.is_active = False
    host_member.save()
    host_member.person.email = "ana@example.org"
    host_member.person.save()
    approve_and_publish(french_coordinator, written)
    mail = OutgoingMail.objects.get(to="ana@example.org", topic="publication")
    assert (mail.user, "/edition/" in mail.text) == (None, True)


def test_who_unsubscribed_is_told_only_what_is_asked(written, french_coordinator, host_member, partner, partner_member):
    AttendanceFactory(meeting=written.meeting, person=PersonFactory(email=""), organisation=partner, status="excused")
    for user in (host_member, partner_member):
        refuse_news(user.email, at=NOW)
    assert told(written, french_coordinator) == {"partner@example.org": ("fr", True)}
    circulation = CirculationFactory(minutes=written, circulated_by=french_coordinator)
    ReviewRequestFactory(circulation=circulation, organisation=partner, excused=True)
    approve_and_publish(french_coordinator, written)
    mail = OutgoingMail.objects.get(topic="publication")
    assert (mail.to, mail.news, mail.state) == ("partner@example.org", False, "waiting")


def test_news_is_held_for_the_daily_mail_of_whoever_wants_one(written, french_coordinator, host_member):
    host_member.mail_rhythm = "daily"
    host_member.save()
    approve_and_publish(french_coordinator, written)
    mail = OutgoingMail.objects.get(to="host@example.org", topic="publication")
    assert (mail.state, mail.page, mail.news) == (
        "deferred",
        SITE + address("editions", written.meeting_id),
        True,
    )


def test_a_member_who_moved_to_another_organisation_is_led_to_the_public_editions(written, french_coordinator, host_member):
    host_member.person.affiliations.update(valid_from="2020-01-01", valid_to="2026-03-10")
    host_member.person.affiliations.create(organisation=OrganisationFactory(), valid_from="2026-03-11")
    approve_and_publish(french_coordinator, written)
    mail = OutgoingMail.objects.get(to="host@example.org")
    assert [
        f"{SITE}{one.get_absolute_url()}" in mail.text for one in Edition.objects.filter(language="fr").order_by("audience")
    ] == [
        False,
        True,
    ]


def test_the_page_names_everybody_who_will_get_a_mail(signed_in, written, french_coordinator, host_member):
    observer_there = UserFactory(email="zelfstandig@example.org", language="nl", person=PersonFactory())
    AttendanceFactory(meeting=written.meeting, person=observer_there.person, organisation=None)
    approved_by(french_coordinator, written)
    page = signed_in(french_coordinator).get(address("publish", written.meeting_id))
    html = main_of(page)
    assert [(lang, [one.to.email for one in found]) for lang, found in page.context["readers"]] == [
        ("fr", ["host@example.org"]),
        ("nl", ["zelfstandig@example.org"]),
    ]
    assert ["host@example.org" in html, "zelfstandig@example.org" in html] == [True, True]
    assert OutgoingMail.objects.count() == 0
