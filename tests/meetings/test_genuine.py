"""Is this PDF genuine? The holder of a file learns that, and no more than they may read."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meetings.forms.genuine import MOST_BYTES
from meetings.models import Edition
from tests.factories.meetings import NOW, AttendanceFactory, MeetingFactory, MinutesFactory
from tests.meetings.pages import address, main_of

pytestmark = pytest.mark.django_db
TITLE = "Rencontre des oiseaux"


@pytest.fixture
def editions(french_coordinator, host) -> dict[tuple[int, str], Edition]:
    """Two versions for both audiences, of a meeting to which the host was invited."""
    minutes = MinutesFactory(meeting=MeetingFactory(held=True, title_fr=TITLE))
    AttendanceFactory(meeting=minutes.meeting, organisation=host)
    found = {}
    for version in (1, 2):
        for audience in ("internal", "public"):
            data = f"%PDF- {version} {audience}".encode()
            found[version, audience] = Edition.objects.create(
                minutes=minutes, version=version, language="fr", audience=audience, content={"heads": []}, pdf=data,
                sha256=sha256(data).hexdigest(), approved_by=french_coordinator, approved_at=NOW,
                published_by=french_coordinator, published_at=NOW,
            )  # fmt: skip
    return found


def ask(client: Client, digest: str):
    return client.get(address("genuine"), {"sha256": digest})


def send(client: Client, data: bytes):
    return client.post(address("genuine"), {"file": SimpleUploadedFile("x.pdf", data)})


def test_a_genuine_edition_is_described_and_leads_to_the_current_one(signed_in, host_member, editions):
    client = signed_in(host_member)
    page = ask(client, editions[1, "internal"].sha256)
    html = main_of(page)
    answer = page.context["answer"]
    assert (answer.genuine, answer.in_force, answer.replaced_by) == (True, False, editions[2, "internal"])
    assert TITLE in html
    assert f'href="{editions[2, "internal"].get_absolute_url()}"' in html
    assert ask(client, editions[2, "internal"].sha256).context["answer"].in_force is True


def test_the_public_version_is_everybodys(client, editions):
    page = ask(client, editions[1, "public"].sha256)
    html = main_of(page)
    assert (page.context["answer"].replaced_by, TITLE in html) == (editions[2, "public"], True)
    assert editions[2, "public"].get_absolute_url() not in html


@pytest.mark.parametrize("who", ["anonymous", "observer", "outsider_member"])
def test_who_may_not_read_it_learns_that_it_is_genuine_and_no_more(request, signed_in, client, editions, who):
    if who != "anonymous":
        client = signed_in(request.getfixturevalue(who))
    page = ask(client, editions[1, "internal"].sha256)
    answer = page.context["answer"]
    assert (answer.genuine, answer.in_force, answer.edition, answer.replaced_by) == (True, False, None, None)
    assert [word in main_of(page) for word in (TITLE, "2026", "<dl")] == [False] * 3


def test_of_a_committee_even_the_public_version_is_not_described(client, editions):
    meeting = editions[1, "public"].minutes.meeting
    meeting.series = "committee"
    meeting.save()
    assert ask(client, editions[1, "public"].sha256).context["answer"].edition is None


def test_any_other_file_is_none_of_ours(client, editions):
    page = ask(client, "0" * 64)
    assert (page.status_code, page.context["answer"].genuine) == (200, False)
    assert 'data-color="danger"' in main_of(page)


@pytest.mark.parametrize("written", ["{}", " {} ", "SHA-256: {}", "{}  2026-compte-rendu.pdf", "sha256:{}"])
def test_a_fingerprint_is_read_as_it_was_copied(client, editions, written):
    digest = editions[2, "public"].sha256
    grouped = " ".join(digest[start : start + 8] for start in range(0, 64, 8)).upper()
    for copied in (written.format(digest), grouped):
        assert ask(client, copied).context["answer"].edition == editions[2, "public"]


@pytest.mark.parametrize("typed", ["", "abc", "g" * 64, "0" * 63, "0" * 65, "é" * 64, "0" * 500])
def test_what_is_no_fingerprint_gets_a_sentence_and_stays_typed(client, editions, typed):
    page = ask(client, typed)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["sha256"])
    assert page.context["form"]["sha256"].value() == typed


def test_a_sent_file_is_recognised_and_not_kept(client, editions):
    page = send(client, b"%PDF- 2 public")
    assert page.context["answer"].edition == editions[2, "public"]
    assert send(client, b"%PDF- 2 public ").context["answer"].genuine is False
    assert page.wsgi_request.FILES == {}


@pytest.mark.parametrize("data", [b"", None])
def test_without_a_file_one_is_asked_for(client, data):
    page = client.post(address("genuine")) if data is None else send(client, data)
    assert (page.status_code, bool(page.context["problem"])) == (422, True)


def test_of_two_files_neither_is_called_forged(client, editions):
    """One fingerprint of both together would be that of no edition."""
    page = client.post(address("genuine"), {"file": [SimpleUploadedFile(f"{one}.pdf", b"%PDF- 2 public") for one in "ab"]})
    assert (page.status_code, page.context["answer"], bool(page.context["problem"])) == (422, None, True)


def test_a_file_beyond_any_edition_is_not_read_to_its_end(client):
    page = send(client, b"x" * (MOST_BYTES + 1))
    assert (page.status_code, page.context["answer"]) == (422, None)


def test_a_file_comes_from_our_own_page_only(editions):
    guarded = Client(enforce_csrf_checks=True)
    assert send(guarded, b"%PDF- 2 public").status_code == 403


def test_other_methods_are_refused(client):
    assert client.put(address("genuine")).status_code == 405


def test_the_page_asks_for_no_more_than_it_needs(client, editions, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(address("genuine"))
    with django_assert_num_queries(2):
        ask(client, editions[1, "public"].sha256)
