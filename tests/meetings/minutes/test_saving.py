"""What the script of an open editor sends, and is told."""

import uuid

import pytest

from meetings.models import Minutes, Section, SectionRevision, SectionText
from tests.core.richtext_attacks import assert_harmless
from tests.factories.meetings import NOW, base_of, signed
from tests.meetings.pages import address

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
SESSION = str(uuid.UUID(int=7))


def place(section: Section, lang: str = "fr") -> str:
    return address("section-save", section.minutes.meeting_id, section.uuid, lang)


def sent(section: Section, html: str, base: int | None = None, **more: str) -> dict[str, str]:
    started_from = base_of(section, "fr") if base is None else base
    values = {"heading": "Accueil", "html": html, "html-notation": "html", "base": str(started_from), "session": SESSION}
    return {**values, "other_rev": "0", "checkpoint": "", **more}


def text(section: Section, lang: str = "fr") -> SectionText:
    return SectionText.objects.get(section=section, language=lang)


def test_a_save_answers_with_the_version_to_go_on_from(signed_in, french_coordinator, section):
    answer = signed_in(french_coordinator).post(place(section), sent(section, "<p>Bonsoir</p>"), headers=JSON)
    standing = base_of(section, "fr")
    found = {name: answer.json()[name] for name in ("state", "base", "revision", "rev", "other_rev", "removed")}
    assert found == {"state": "saved", "base": standing, "revision": standing, "rev": 2, "other_rev": 0, "removed": False}
    version = SectionRevision.objects.get(pk=standing)
    assert (version.html, str(version.session), version.checkpoint) == ("<p>Bonsoir</p>", SESSION, False)


def test_a_checkpoint_is_marked(signed_in, french_coordinator, section):
    signed_in(french_coordinator).post(place(section), sent(section, "<p>Bonsoir</p>", checkpoint="1"), headers=JSON)
    assert SectionRevision.objects.get(pk=base_of(section, "fr")).checkpoint


def test_a_merge_brings_the_text_of_both_and_names_the_others(signed_in, french_coordinator, dutch_coordinator, section):
    signed_in(french_coordinator).post(place(section), sent(section, "<p>un</p><p>milieu</p><p>deux</p>"), headers=JSON)
    base = base_of(section, "fr")
    other = str(uuid.UUID(int=8))
    signed_in(dutch_coordinator).post(
        place(section), sent(section, "<p>un</p><p>milieu</p><p>TWEE</p>", base, session=other), headers=JSON
    )
    answer = (
        signed_in(french_coordinator)
        .post(place(section), sent(section, "<p>UN</p><p>milieu</p><p>deux</p>", base), headers=JSON)
        .json()
    )
    assert (answer["state"], answer["html"], answer["who"]) == (
        "merged",
        "<p>UN</p><p>milieu</p><p>TWEE</p>",
        [str(dutch_coordinator)],
    )
    assert answer["base"] != answer["revision"] == base_of(section, "fr")


def test_a_collision_brings_the_view_to_choose_in_harmless(signed_in, french_coordinator, dutch_coordinator, section):
    base = base_of(section, "fr")
    signed_in(dutch_coordinator).post(place(section), sent(section, "<p>Pieter</p>", session=""), headers=JSON)
    attack = '<p>Lisa<img src=x onerror="x()"></p>'
    response = signed_in(french_coordinator).post(place(section), sent(section, attack, base), headers=JSON)
    answer, aside = response.json(), SectionRevision.objects.get(kind="set_aside")
    assert (response.status_code, answer["state"], answer["aside"]) == (409, "conflict", aside.pk)
    assert answer["url"] == address("conflict", section.minutes.meeting_id, section.uuid, "fr", aside.pk)
    shown = answer["html"].split('<div class="minutes-text">')[1:]
    assert len(shown) == 2
    for block in shown:
        assert_harmless(block.split("</div>")[0], on_screen=True)


def test_closed_minutes_keep_the_words_and_say_so(signed_in, french_coordinator, section):
    Minutes.objects.filter(pk=section.minutes_id).update(**signed("approved", french_coordinator, NOW))
    response = signed_in(french_coordinator).post(place(section), sent(section, "<p>Trop tard</p>"), headers=JSON)
    aside = SectionRevision.objects.get(kind="set_aside")
    assert (response.status_code, response.json()["state"], response.json()["aside"]) == (409, "closed", aside.pk)
    assert aside.html == "<p>Trop tard</p>"


def test_a_removed_section_takes_the_words_and_says_so(signed_in, french_coordinator, section):
    Section.objects.filter(pk=section.pk).update(removed_at=NOW)
    answer = signed_in(french_coordinator).post(place(section), sent(section, "<p>Encore</p>"), headers=JSON).json()
    assert (answer["state"], answer["removed"], text(section).html) == ("saved", True, "<p>Encore</p>")


@pytest.mark.parametrize("wrong", [{"base": "x"}, {"session": "x"}, {"heading": "a" * 301}, {"html": "a\x00" + "b" * 1_000_001}])
def test_what_is_no_text_is_refused_and_nothing_changes(signed_in, french_coordinator, section, wrong):
    response = signed_in(french_coordinator).post(place(section), {**sent(section, "<p>x</p>"), **wrong}, headers=JSON)
    assert (response.status_code, response.json()["state"], list(response.json()["errors"])) == (422, "invalid", list(wrong))
    assert text(section).html == "<p>Bonjour à tous</p>"


def test_without_a_session_a_script_is_told_so(client, section):
    response = client.post(place(section), sent(section, "<p>x</p>"), headers=JSON)
    assert (response.status_code, response.json()) == (401, {"state": "signed-out"})


def test_a_token_that_does_not_fit_is_told_so(client, signed_in, french_coordinator, section):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(french_coordinator)
    response = strict.post(place(section), sent(section, "<p>x</p>"), headers=JSON)
    assert (response.status_code, response.json()) == (403, {"state": "csrf"})


def test_members_save_nothing(signed_in, host_member, section):
    response = signed_in(host_member).post(place(section), sent(section, "<p>x</p>"), headers=JSON)
    assert response.status_code in {403, 404}
    assert text(section).html == "<p>Bonjour à tous</p>"


def test_an_unknown_section_is_gone(signed_in, french_coordinator, section):
    unknown = address("section-save", section.minutes.meeting_id, uuid.UUID(int=1), "fr")
    response = signed_in(french_coordinator).post(unknown, sent(section, "<p>x</p>"), headers=JSON)
    assert (response.status_code, response.json()) == (404, {"state": "gone"})
    assert signed_in(french_coordinator).get(place(section)).status_code == 405


def test_a_page_can_ask_who_is_signed_in(client, signed_in, french_coordinator):
    place = "/fr/profile/session/"
    assert {**client.get(place).json(), "csrf": ""} == {"signed_in": False, "user": None, "csrf": ""}
    answer = signed_in(french_coordinator).get(place)
    assert {**answer.json(), "csrf": ""} == {"signed_in": True, "user": french_coordinator.pk, "csrf": ""}
    assert len(answer.json()["csrf"]) == 64
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("page", "frames"), [("/fr/accounts/login/", True), ("/fr/accounts/password/reset/", False)])
def test_only_signing_in_may_stand_in_a_frame_of_the_portal(client, page, frames):
    headers = client.get(page).headers
    assert ("frame-ancestors 'self'" in headers["Content-Security-Policy"], headers["X-Frame-Options"]) == (
        frames,
        "SAMEORIGIN" if frames else "DENY",
    )
