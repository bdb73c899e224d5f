"""From the draft to the official record: approval, publication, editions, and what members may read."""

import re
from hashlib import sha256

import pytest
from django.contrib.messages import get_messages
from django.utils.translation import override

from amif_network.accounts.models import AccessEntry
from amif_network.core.pdf.apart import PRESS
from meetings.actions import publishing
from meetings.actions.translating import confirm_translation
from meetings.models import Edition, Meeting, MeetingLogEntry, Minutes, PendingContribution, SlideReference
from tests.factories.meetings import NOW, AgendaItemFactory, AttendanceFactory, SectionFactory
from tests.factories.publishing import ERRATUM, OVERRIDE, SITE
from tests.factories.reading_pdfs import pages
from tests.factories.review import CirculationFactory, ReviewRequestFactory
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db
# What the forms of the steps are sent with; each takes its own.
SENT = {"comment": "Une faute", "override": OVERRIDE, "erratum_fr": ERRATUM["fr"], "erratum_nl": ERRATUM["nl"]}


@pytest.fixture
def confirmed(pair, french_coordinator) -> Minutes:
    """Draft minutes without a gap."""
    confirm_translation(pair, lang="nl", by=french_coordinator, at=NOW)
    return pair.minutes


@pytest.fixture
def answered(confirmed, french_coordinator) -> Minutes:
    """The same, sent round and read by everybody who was there."""
    circulation = CirculationFactory(minutes=confirmed, circulated_by=french_coordinator)
    ReviewRequestFactory(circulation=circulation, answered=True)
    return confirmed


@pytest.fixture
def approved(confirmed, french_coordinator) -> Minutes:
    return publishing.approve(confirmed, by=french_coordinator, at=NOW, override=OVERRIDE)


@pytest.fixture
def published(approved, french_coordinator) -> Minutes:
    publishing.publish(approved, by=french_coordinator, at=NOW, site=SITE)
    return Minutes.objects.get()


def at(name: str, minutes: Minutes, *more: object) -> str:
    return address(name, minutes.meeting_id, *more)


def test_approval_names_everything_that_is_open(signed_in, french_coordinator, minutes, section, pair):
    PendingContribution.objects.create(minutes=minutes, text_fr="la liste des annexes")
    unknown = AttendanceFactory(meeting=minutes.meeting, status="unknown")
    html = main_of(signed_in(french_coordinator).get(at("approve", minutes)))
    anchors = re.findall(r'#(s-[^"]+)"', html)
    assert anchors == [f"s-{section.uuid}", f"s-{pair.uuid}", f"s-{pair.uuid}"]
    assert "la liste des annexes" in html
    assert str(unknown.person) in html


def test_approval_names_titles_in_one_language_and_sections_without_words(signed_in, french_coordinator, confirmed):
    """Each with the page on which it is mended; a heading that alone is missing is named as such."""
    meeting = confirmed.meeting
    Meeting.objects.filter(pk=meeting.pk).update(title_nl="", place_fr="Salle Europe", agenda_title_nl="Dagorde")
    item = AgendaItemFactory(meeting=meeting, title_nl="")
    AgendaItemFactory(meeting=meeting)
    empty = SectionFactory(minutes=confirmed, position=8)
    headless = SectionFactory(minutes=confirmed, position=9, fr=("Divers", "<p>Rien.</p>"), nl=("", "<p>Niets.</p>"))
    slides = SlideReference.objects.create(section=headless, as_typed="p. 3", topic_nl="Begroting")
    points = signed_in(french_coordinator).get(at("approve", confirmed)).context["points"]
    assert [(one.words.text, one.lang, one.url) for one in points.untitled] == [
        (meeting.title_fr, "nl", at("edit", confirmed)),
        ("Salle Europe", "nl", at("edit", confirmed)),
        ("Dagorde", "fr", at("edit", confirmed)),
        (item.title_fr, "nl", at("agenda", confirmed)),
        ("Begroting", "fr", at("slide-edit", confirmed, slides.pk)),
    ]
    assert [node.section for node in points.wordless] == [empty]
    html = main_of(signed_in(french_coordinator).get(at("approve", confirmed)))
    for one in points.untitled:
        assert f'href="{one.url}"' in html
    assert re.findall(r'#s-([^"]+)"', html) == [str(headless.uuid), str(empty.uuid)]
    assert [(gap.node.section, gap.only_heading) for gap in points.gaps] == [(headless, True)]


def test_approval_says_when_nothing_is_open_and_asks_for_no_reason(signed_in, french_coordinator, answered):
    client = signed_in(french_coordinator)
    page = client.get(at("approve", answered))
    assert 'data-color="success"' in main_of(page)
    assert list(page.context["form"].fields) == []
    client.post(at("approve", answered), {"override": "Pour rien"})
    assert (Minutes.objects.get().state, MeetingLogEntry.objects.latest("pk").comment) == ("approved", "")


def test_approving_with_open_points_needs_a_reason_that_is_logged(signed_in, french_coordinator, confirmed):
    client = signed_in(french_coordinator)
    for nothing in ({}, {"override": "  "}):
        refused = client.post(at("approve", confirmed), nothing)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["override"])
    assert Minutes.objects.get().state == "draft"
    client.post(at("approve", confirmed), {"override": OVERRIDE})
    assert MeetingLogEntry.objects.latest("pk").comment == OVERRIDE


def test_approving_leads_to_publication(signed_in, french_coordinator, confirmed):
    response = signed_in(french_coordinator).post(at("approve", confirmed), {"override": OVERRIDE})
    assert response.headers["Location"] == at("publish", confirmed)
    minutes = Minutes.objects.get()
    assert (minutes.state, minutes.approved_by) == ("approved", french_coordinator)


def test_publication_shows_what_will_be_frozen(signed_in, french_coordinator, approved):
    said = words(signed_in(french_coordinator).get(at("publish", approved)))
    for name in (
        "2026-03-02-compte-rendu-v1.0-fr.pdf",
        "2026-03-02-verslag-v1.0-nl.pdf",
        "2026-03-02-compte-rendu-verslag-v1.0-fr-nl.pdf",
    ):
        assert name in said


def test_publishing_stores_six_editions(signed_in, french_coordinator, approved):
    response = signed_in(french_coordinator).post(at("publish", approved))
    assert response.headers["Location"] == at("editions", approved)
    assert sorted(Edition.objects.values_list("language", flat=True)) == ["both", "both", "fr", "fr", "nl", "nl"]


def test_gaps_are_published_with_a_reason_only(signed_in, french_coordinator, section):
    minutes = publishing.approve(section.minutes, by=french_coordinator, at=NOW, override=OVERRIDE)
    client = signed_in(french_coordinator)
    assert client.get(at("publish", minutes)).context["form"].fields.keys() == {"reason_fr", "reason_nl"}
    for nothing in ({}, {"reason_fr": " "}):
        refused = client.post(at("publish", minutes), nothing)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["__all__"])
    assert list(client.post(at("publish", minutes), {"reason_fr": "a\x00"}).context["form"].errors) == ["reason_fr"]
    assert not Edition.objects.exists()
    client.post(at("publish", minutes), {"reason_fr": "Le traducteur est malade."})
    assert set(Edition.objects.values_list("reason", flat=True)) == {"Le traducteur est malade."}


def test_no_reason_is_asked_where_none_is_needed(signed_in, french_coordinator, approved):
    assert list(signed_in(french_coordinator).get(at("publish", approved)).context["form"].fields) == []


def test_what_changed_after_the_approval_is_not_published(signed_in, french_coordinator, approved):
    AttendanceFactory(meeting=approved.meeting)
    client = signed_in(french_coordinator)
    html = main_of(client.get(at("publish", approved)))
    assert at("withdraw", approved) in html
    assert "<form" not in html
    refused = client.post(at("publish", approved))
    assert refused.status_code == 403
    assert Edition.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "fixture", "to"),
    [
        ("approve", "confirmed", "publish"),
        ("publish", "approved", "editions"),
        ("withdraw", "approved", "workspace"),
        ("correct", "published", "workspace"),
    ],
)
def test_the_second_click_is_answered_like_the_first_and_does_nothing(
    request, signed_in, french_coordinator, dutch_coordinator, name, fixture, to
):
    minutes = request.getfixturevalue(fixture)
    signed_in(french_coordinator).post(at(name, minutes), SENT)
    done = (Edition.objects.count(), MeetingLogEntry.objects.count())
    second = signed_in(dutch_coordinator).post(at(name, minutes), SENT)
    assert (second.status_code, second.headers["Location"]) == (302, at(to, minutes))
    assert [message.level_tag for message in get_messages(second.wsgi_request)] == ["info"]
    assert (Edition.objects.count(), MeetingLogEntry.objects.count()) == done


@pytest.mark.parametrize(("name", "fixture"), [("publish", "confirmed"), ("approve", "published"), ("withdraw", "published")])
def test_a_step_that_leads_elsewhere_by_now_is_refused(request, signed_in, french_coordinator, name, fixture):
    minutes = request.getfixturevalue(fixture)
    before = (Edition.objects.count(), MeetingLogEntry.objects.count())
    refused = signed_in(french_coordinator).post(at(name, minutes), SENT)
    assert refused.status_code == 403
    assert (Edition.objects.count(), MeetingLogEntry.objects.count()) == before


@pytest.mark.parametrize(
    ("name", "fixture", "state", "version"), [("withdraw", "approved", "draft", 1), ("correct", "published", "draft", 2)]
)
def test_taking_back_asks_for_a_reason_and_logs_it(request, signed_in, french_coordinator, name, fixture, state, version):
    minutes, client = request.getfixturevalue(fixture), signed_in(french_coordinator)
    refused = client.post(at(name, minutes), {**SENT, "comment": "  "})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["comment"])
    response = client.post(at(name, minutes), {**SENT, "comment": "Une faute dans un nom"})
    assert response.headers["Location"] == at("workspace", minutes)
    minutes.refresh_from_db()
    assert (minutes.state, minutes.version) == (state, version)
    assert MeetingLogEntry.objects.latest("pk").comment == "Une faute dans un nom"


def listed(page) -> set[tuple[str, str]]:
    """The editions that a page shows with address and fingerprint."""
    html = main_of(page)
    shown = [one for one in Edition.objects.all() if one.get_absolute_url() in html and one.sha256 in html]
    return {(one.audience, one.language) for one in shown}


PUBLIC = {("public", language) for language in ("fr", "nl", "both")}
ALL = PUBLIC | {("internal", language) for language in ("fr", "nl", "both")}


def test_those_who_were_invited_read_all_editions_and_the_others_the_public_ones(
    signed_in, host_member, partner_member, observer, french_coordinator, published
):
    expected = {host_member: ALL, french_coordinator: ALL, partner_member: PUBLIC, observer: PUBLIC}
    for user, editions in expected.items():
        client = signed_in(user)
        assert listed(client.get(at("editions", published))) == editions
        opened = {
            (one.audience, one.language) for one in Edition.objects.all() if client.get(one.get_absolute_url()).status_code == 200
        }
        assert opened == editions


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_the_editions_stand_in_the_order_in_which_a_reader_wants_them(
    signed_in, french_coordinator, dutch_coordinator, published, lang
):
    """Newest version, for the network, in the reader's own language first; each is there to read on screen and as a PDF."""
    publishing.correct(published, by=french_coordinator, at=NOW, comment="Une faute", erratum=ERRATUM)
    publishing.approve(published, by=french_coordinator, at=NOW, override=OVERRIDE)
    publishing.publish(published, by=french_coordinator, at=NOW, site=SITE)
    user, other = (french_coordinator, "nl") if lang == "fr" else (dutch_coordinator, "fr")
    html = main_of(signed_in(user).get(address("editions", published.meeting_id, lang=lang)))
    keys = [int(key) for key in re.findall(r"/editions/(\d+)/read/", html)]
    assert re.findall(r"/editions/(\d+)/\"", html) == [str(key) for key in keys]
    assert html.count(address("genuine", lang=lang)) == 1
    listed = Edition.objects.in_bulk(keys)
    assert [(listed[key].version, listed[key].audience, listed[key].language) for key in keys] == [
        (version, audience, language)
        for version in (2, 1)
        for audience in ("internal", "public")
        for language in (lang, other, "both")
    ]


def test_the_public_does_not_learn_who_approved(signed_in, observer, host_member, french_coordinator, published):
    assert str(french_coordinator) in main_of(signed_in(host_member).get(at("editions", published)))
    assert str(french_coordinator) not in main_of(signed_in(observer).get(at("editions", published)))


def test_of_a_committee_nobody_else_reads_anything(signed_in, partner_member, observer, host_member, published):
    published.meeting.series = "committee"
    published.meeting.save()
    assert listed(signed_in(host_member).get(at("editions", published))) == ALL
    for user in (partner_member, observer):
        assert signed_in(user).get(at("editions", published)).status_code == 404


def test_a_replaced_edition_leads_to_the_current_one(signed_in, host_member, french_coordinator, published):
    publishing.correct(published, by=french_coordinator, at=NOW, comment="Une faute", erratum=ERRATUM)
    publishing.approve(published, by=french_coordinator, at=NOW, override=OVERRIDE)
    publishing.publish(published, by=french_coordinator, at=NOW, site=SITE)
    client = signed_in(host_member)
    html = main_of(client.get(at("editions", published)))
    assert (html.count(ERRATUM["fr"]), html.count('href="#version-2"')) == (1, 1)
    old, new = Edition.objects.filter(language="fr", audience="internal").order_by("version")
    assert client.get(old.get_absolute_url()).headers["Link"] == f'<{new.get_absolute_url()}>; rel="latest-version"'
    assert "Link" not in client.get(new.get_absolute_url()).headers


@pytest.mark.parametrize("corrected", [0, 2])
def test_the_list_asks_the_same_for_one_version_and_for_three(
    signed_in, french_coordinator, published, corrected, django_assert_num_queries
):
    for version in range(corrected):
        for audience, language in ALL:
            Edition.objects.create(
                minutes=published, version=version + 2, language=language, audience=audience, pdf=b"%PDF-",
                sha256=sha256(b"%PDF-").hexdigest(), content={"heads": []}, approved_by=french_coordinator, approved_at=NOW,
                published_by=french_coordinator, published_at=NOW,
            )  # fmt: skip
    client = signed_in(french_coordinator)
    with django_assert_num_queries(4):
        client.get(at("editions", published))


def test_only_coordinators_are_offered_a_correction(signed_in, host_member, french_coordinator, published):
    assert at("correct", published) in main_of(signed_in(french_coordinator).get(at("editions", published)))
    assert at("correct", published) not in main_of(signed_in(host_member).get(at("editions", published)))


def test_before_publication_there_is_nothing_to_read(signed_in, host_member, outsider_member, french_coordinator, confirmed):
    assert 'class="empty-state"' in main_of(signed_in(host_member).get(at("editions", confirmed)))
    assert at("workspace", confirmed) not in main_of(signed_in(host_member).get(at("editions", confirmed)))
    assert at("workspace", confirmed) in main_of(signed_in(french_coordinator).get(at("editions", confirmed)))
    assert signed_in(outsider_member).get(at("editions", confirmed)).status_code == 404


def test_an_edition_is_the_stored_bytes_with_their_hash_and_a_name(signed_in, observer, published):
    edition = Edition.objects.get(language="nl", audience="public")
    response = signed_in(observer).get(edition.get_absolute_url())
    assert response.content == bytes(edition.pdf)
    assert response.headers["X-Content-SHA256"] == sha256(response.content).hexdigest() == edition.sha256
    assert response.headers["ETag"] == f'"{edition.sha256}"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="2026-03-02-verslag-openbaar-v1.0-nl.pdf"'


def test_the_name_of_a_file_follows_the_edition_not_the_interface(signed_in, dutch_coordinator, published):
    edition = Edition.objects.get(language="fr", audience="internal")
    with override("nl"):
        response = signed_in(dutch_coordinator).get(edition.get_absolute_url())
    assert response.headers["Content-Disposition"] == 'inline; filename="2026-03-02-compte-rendu-v1.0-fr.pdf"'


def test_bytes_that_are_known_are_not_sent_twice(signed_in, observer, published):
    edition = Edition.objects.get(language="fr", audience="public")
    response = signed_in(observer).get(edition.get_absolute_url(), headers={"If-None-Match": f'"{edition.sha256}"'})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == f'"{edition.sha256}"'


def test_an_edition_does_not_exist_for_strangers_or_under_another_meeting(
    signed_in, outsider_member, french_coordinator, published
):
    published.meeting.series = "committee"
    published.meeting.save()
    edition = Edition.objects.first()
    known = {"If-None-Match": f'"{edition.sha256}"'}
    assert signed_in(outsider_member).get(edition.get_absolute_url(), headers=known).status_code == 404
    assert signed_in(french_coordinator).get(address("edition", published.meeting_id + 1, edition.pk)).status_code == 404
    assert signed_in(french_coordinator).post(edition.get_absolute_url()).status_code == 405


def test_a_published_pdf_is_the_stored_one(signed_in, french_coordinator, published):
    response = signed_in(french_coordinator).get(at("draft-pdf", published, "both"))
    assert response.headers["Location"] == Edition.objects.get(language="both", audience="internal").get_absolute_url()


@pytest.mark.parametrize(("lang", "name"), [("fr", "projet-de-compte-rendu-v0.1-fr"), ("nl", "ontwerpverslag-v0.1-nl")])
def test_a_draft_is_rendered_when_asked_for(signed_in, french_coordinator, confirmed, lang, name):
    response = signed_in(french_coordinator).get(at("draft-pdf", confirmed, lang))
    assert response.content.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"] == f'inline; filename="2026-03-02-{name}.pdf"'


def test_a_draft_that_is_opened_again_is_not_sent_again_until_it_changes(signed_in, french_coordinator, confirmed):
    client = signed_in(french_coordinator)
    first = client.get(at("draft-pdf", confirmed, "fr"))
    known = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["ETag"] == f'"{sha256(first.content).hexdigest()}"'
    assert first.headers["Cache-Control"] == "private, no-cache"
    noted = AccessEntry.objects.filter(kind="export").count()
    again = client.get(at("draft-pdf", confirmed, "fr"), headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert AccessEntry.objects.filter(kind="export").count() == noted == 1
    Meeting.objects.update(title_fr="Autre titre")
    changed = client.get(at("draft-pdf", confirmed, "fr"), headers=known)
    assert (changed.status_code, "Autretitre" in "".join(pages(changed.content)).replace(" ", "")) == (200, True)


def test_a_kept_draft_is_nobodys_who_may_not_see_it(signed_in, french_coordinator, outsider_member, confirmed):
    first = signed_in(french_coordinator).get(at("draft-pdf", confirmed, "fr"))
    known = {"If-None-Match": first.headers["ETag"]}
    assert signed_in(outsider_member).get(at("draft-pdf", confirmed, "fr"), headers=known).status_code in {403, 404}


def test_a_draft_that_cannot_be_laid_out_is_told_on_a_page(signed_in, french_coordinator, confirmed, settings):
    settings.PDF_SECONDS, settings.PDF_MEGABYTES = 50, 10
    try:
        response = signed_in(french_coordinator).get(at("draft-pdf", confirmed, "fr"))
    finally:
        PRESS.end()
    assert response.status_code == 422
    assert "10" in main_of(response)
    assert "projet-de-compte-rendu-v0.1-fr.pdf" in main_of(response)
    assert not AccessEntry.objects.filter(kind="export").exists()


def test_what_cannot_be_laid_out_is_not_published_and_says_so(signed_in, french_coordinator, approved, settings):
    settings.PDF_SECONDS, settings.PDF_MEGABYTES = 50, 10
    try:
        response = signed_in(french_coordinator).post(at("publish", approved))
    finally:
        PRESS.end()
    assert (response.status_code, Edition.objects.count(), Minutes.objects.get().state) == (422, 0, "approved")
    assert "10" in main_of(response)


def test_after_a_correction_the_pdf_is_a_draft_again(signed_in, french_coordinator, published):
    publishing.correct(published, by=french_coordinator, at=NOW, comment="Une faute", erratum=ERRATUM)
    response = signed_in(french_coordinator).get(at("draft-pdf", published, "fr"))
    assert response.headers["Content-Disposition"] == 'inline; filename="2026-03-02-projet-de-compte-rendu-v1.0.1-fr.pdf"'


@pytest.mark.parametrize("name", ["preview", "draft-pdf"])
def test_there_is_no_document_in_a_third_language(signed_in, french_coordinator, confirmed, name):
    assert signed_in(french_coordinator).get(at(name, confirmed, "de")).status_code == 404


@pytest.mark.parametrize(
    ("lang", "here", "absent"), [("fr", "Le texte français", "De Nederlandse"), ("nl", "De Nederlandse tekst", "Le texte")]
)
def test_the_preview_is_the_document_on_screen(signed_in, french_coordinator, confirmed, lang, here, absent):
    html = signed_in(french_coordinator).get(at("preview", confirmed, lang)).content.decode()
    assert f'<html lang="{lang}">' in html
    assert here in html
    assert absent not in html
    assert html.count("<h1") == 1
    assert "style=" not in html
    assert "<script" not in html


def test_the_preview_shows_both_languages_and_leads_back(signed_in, french_coordinator, confirmed):
    html = signed_in(french_coordinator).get(at("preview", confirmed, "both")).content.decode()
    assert "Le texte français" in html
    assert "De Nederlandse tekst" in html
    for place in (at("workspace", confirmed), at("preview", confirmed, "fr"), at("draft-pdf", confirmed, "both")):
        assert f'href="{place}"' in html


def test_unsafe_text_that_reached_the_database_is_previewed_clean(signed_in, french_coordinator, section):
    section.texts.update(html='<p>Bonjour<img src=x onerror="x()"></p><script>x()</script>', heading="<script>x()</script>")
    html = signed_in(french_coordinator).get(at("preview", section.minutes, "fr")).content.decode()
    assert "<script" not in html
    assert "onerror" not in html
