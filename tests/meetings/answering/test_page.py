"""The page of an organisation: what stands first, who sees it, and what it shows to nobody."""

import pytest

from meetings.actions.review.answering import Words, Writer, save_remark
from meetings.models import PendingContribution, Remark, ReviewRequest, Section
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory
from tests.factories.meetings import NOW
from tests.factories.review import RemarkFactory
from tests.meetings.answering.rounds import next_round
from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db


def at(review: ReviewRequest, lang: str = "fr") -> str:
    return address("review", review.pk, lang=lang)


def group(response, name: str) -> str:
    """Return the part of the page under the heading with the id `name`."""
    return main_of(response).split(f'id="{name}"')[1].split("</section>")[0]


def test_what_concerns_the_organisation_comes_first_and_once(signed_in, host_member, review, answer_cell):
    response = signed_in(host_member).get(at(review))
    assert f'id="s-{answer_cell.uuid}"' in group(response, "own")
    assert main_of(response).count("Le délai est trop court") == 1
    rest = group(response, "rest")
    marks = [rest.index(mark) for mark in ("Tour de table", f'href="#s-{answer_cell.uuid}"', "Suites")]
    assert marks == sorted(marks)
    assert response.context["reading"].own[0].within == ["I. Tour de table"]


def test_who_is_named_in_a_passage_reads_it_first(signed_in, other_review, partner, minutes):
    member = UserFactory(member=True, person=AffiliationFactory(organisation=partner).person)
    response = signed_in(member).get(at(other_review))
    assert [passage.name for passage in response.context["reading"].own] == ["II. Suites"]


def test_what_is_awaited_is_asked_for_at_the_top(signed_in, host_member, host, partner, review, minutes):
    section = minutes.sections.get(label="II.")
    owed = PendingContribution.objects.create(minutes=minutes, section=section, text_fr="les chiffres de 2025")
    owed.organisations.add(host)
    other = PendingContribution.objects.create(minutes=minutes, text_fr="l'avis de Binche")
    other.organisations.add(partner)
    response = signed_in(host_member).get(at(review))
    own = group(response, "own")
    assert "les chiffres de 2025" in own
    assert f"?on={section.uuid}&amp;kind=addition#remark" in own
    assert "l&#x27;avis de Binche" not in own
    assert [passage.name for passage in response.context["reading"].own] == ["I.1 Réponse", "II. Suites"]
    form = signed_in(host_member).get(f"{at(review)}?on={section.uuid}&kind=addition").context["form"]
    assert form.initial["kind"] == "addition"


def test_the_page_shows_what_was_sent_round_not_what_stands_now(signed_in, host_member, review, answer_cell):
    answer_cell.texts.filter(language="fr").update(html="<p>Réécrit depuis.</p>")
    page = words(signed_in(host_member).get(at(review)))
    assert "Le délai est trop court pour les petits centres." in page
    assert "Réécrit depuis." not in page


@pytest.mark.parametrize(("lang", "text"), [("fr", "Le délai est trop court"), ("nl", "De termijn is te kort")])
def test_an_account_reads_in_its_interface_language(signed_in, host_member, review, lang, text):
    response = signed_in(host_member).get(at(review, lang))
    assert text in words(response)
    assert f'<html lang="{lang}"' in response.content.decode()


def test_others_and_observers_get_a_404(signed_in, outsider_member, observer, other_review, host_member):
    for user in (outsider_member, observer, host_member):
        assert signed_in(user).get(at(other_review)).status_code == 404


def test_who_left_the_organisation_gets_a_404(signed_in, host_member, review):
    host_member.person.affiliations.update(valid_to=NOW.date())
    AffiliationFactory(person=host_member.person)
    assert signed_in(host_member).get(at(review)).status_code == 404


def test_nobody_signs_in_without_an_account(client, review):
    assert "/login/" in client.get(at(review)).headers["Location"]


def test_coordinators_look_on_and_see_no_draft(signed_in, french_coordinator, administrator, review, write):
    write("Ébauche encore privée")
    for user in (french_coordinator, administrator):
        response = signed_in(user).get(at(review))
        assert "Ébauche encore privée" not in response.content.decode()
        assert "data-amif-opened" not in response.content.decode()
        assert "?on=" not in main_of(response)


@pytest.mark.parametrize("page", ["save", "remove", "send", "opened"])
def test_coordinators_write_nothing_here(signed_in, french_coordinator, review, page, answer_cell):
    sent = {"section": str(answer_cell.uuid), "kind": "comment", "text": "x", "seen": "0", "answer": "none"}
    assert signed_in(french_coordinator).post(address(f"review-{page}", review.pk), sent).status_code == 403
    assert not Remark.objects.exists()
    review.refresh_from_db()
    assert (review.state, review.opened_at) == ("awaited", None)


def test_coordinators_have_no_last_look(signed_in, french_coordinator, review):
    assert signed_in(french_coordinator).get(address("review-check", review.pk)).status_code == 403


@pytest.mark.parametrize("page", ["", "-save", "-remove", "-check", "-send", "-opened"])
def test_other_methods_are_refused(signed_in, host_member, review, page):
    response = signed_in(host_member).put(address(f"review{page}", review.pk))
    assert response.status_code == 405


@pytest.mark.parametrize("page", ["save", "remove", "send"])
def test_who_comes_back_to_a_form_by_its_address_is_led_to_the_page(signed_in, host_member, review, page):
    response = signed_in(host_member).get(address(f"review-{page}", review.pk))
    assert response.headers["Location"] == address("review-check" if page == "send" else "review", review.pk)


def test_neither_addresses_nor_remarks_of_others_are_shown(signed_in, host_member, review, other_review, minutes, link_to):
    RemarkFactory(request=other_review, section=minutes.sections.get(label="II."), text="Propos de Binche", author_name="Inconnu")
    page = signed_in(host_member).get(at(review)).content.decode()
    link_to(review)
    assert "Propos de Binche" not in page
    assert "@example" not in page.split("<main")[1]


def test_who_has_no_name_in_the_directory_is_not_named_by_their_address(client, review, french_coordinator, link_to):
    RemarkFactory(request=review, author=french_coordinator, author_name="")
    ReviewRequest.objects.filter(pk=review.pk).update(
        state="answered", answered_at=NOW, answered_name="Anouk", channel="phone", recorded_by=french_coordinator
    )
    page = client.get(link_to(review)).content.decode()
    assert "Anouk" in page
    assert french_coordinator.email not in page


def test_a_get_changes_nothing(signed_in, host_member, review, write):
    write()
    before = ReviewRequest.objects.values().get(pk=review.pk)
    client = signed_in(host_member)
    for page in ("", "-check"):
        client.get(address(f"review{page}", review.pk))
        client.head(address(f"review{page}", review.pk))
    assert ReviewRequest.objects.values().get(pk=review.pk) == before


def test_opening_is_noted_by_a_post_of_the_page(signed_in, host_member, review):
    response = signed_in(host_member).post(address("review-opened", review.pk))
    review.refresh_from_db()
    assert response.status_code == 204
    assert review.opened_at is not None


def test_a_remark_on_a_passage_that_is_gone_stands_with_those_on_the_whole(signed_in, host_member, review, minutes, write):
    gone = Section.objects.create(minutes=minutes, label="IX.", position=9)
    remark = write("Sur un passage disparu", section=gone, quote="mots d'avant")
    client = signed_in(host_member)
    assert "Sur un passage disparu" in group(client.get(at(review)), "general")
    form = client.get(f"{at(review)}?edit={remark.pk}").context["form"]
    client.post(address("review-save", review.pk), {**form.initial, "text": "Toujours utile"})
    remark.refresh_from_db()
    assert (remark.text, remark.section, remark.quote) == ("Toujours utile", gone, "mots d'avant")


@pytest.mark.parametrize("on", ["nowhere", "00000000-0000-4000-8000-000000000001", "%00", "' or 1=1"])
def test_a_form_at_no_passage_is_simply_not_shown(signed_in, host_member, review, on):
    response = signed_in(host_member).get(at(review), {"on": on, "edit": on})
    assert (response.status_code, response.context["form"]) == (200, None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, host_member, review, write, django_assert_num_queries, count):
    for number in range(count):
        write(f"Remarque {number}")
    client = signed_in(host_member)
    with django_assert_num_queries(9):
        client.get(at(review))


def test_outcomes_are_shown_where_the_remark_stands(signed_in, host_member, review, answer_cell, french_coordinator):
    RemarkFactory(
        request=review, section=answer_cell, settled=True, text="Un mot manque", outcome="not_retained",
        answer_fr="Le mot figure au point II.", settled_by=french_coordinator,
    )  # fmt: skip
    own = group(signed_in(host_member).get(at(review)), "own")
    assert "Un mot manque" in own
    assert "Le mot figure au point II." in own


def test_names_and_words_cannot_become_markup(signed_in, host_member, review, answer_cell, link_to, client):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    RemarkFactory(request=review, section=answer_cell, text=evil, quote=evil, proposal=evil, author_name=evil)
    for response in (signed_in(host_member).get(at(review)), client.get(link_to(review)), client.get(link_to(review, "check"))):
        page = response.content.decode()
        assert evil.split('"', maxsplit=1)[0] not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_next_round_keeps_what_was_drafted(signed_in, host_member, review, french_coordinator, circulation, write):
    write("Écrit au premier tour")
    newer = next_round(circulation, french_coordinator).requests.get(organisation=review.organisation)
    client = signed_in(host_member)
    old, new = client.get(at(review)), client.get(at(newer))
    assert "?on=" not in main_of(old)
    assert at(newer) in main_of(old)
    assert "Écrit au premier tour" in words(new)


def test_a_user_of_two_organisations_answers_for_each(host_member, partner, review, other_review):
    AffiliationFactory(person=host_member.person, organisation=partner)
    assert set(ReviewRequest.objects.visible_to(host_member)) == {review, other_review}
    save_remark(other_review, Words("comment", "fr", text="Bien"), writer=Writer(host_member), at=NOW)
    assert other_review.remarks.get().written_by == str(host_member.person)
