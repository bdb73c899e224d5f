"""Colleagues write one draft together: remarks of four kinds, what is refused, and two who change one at a time."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import WrongState
from meetings import review_links
from meetings.actions.review import answering
from meetings.actions.review.answering import TooMany, Words, Writer, remove_remark, save_remark
from meetings.forms.answering import LONGEST_QUOTE, LONGEST_TEXT
from meetings.models import Remark, ReviewRequest
from tests.factories.meetings import SectionFactory
from tests.factories.review import RemarkFactory
from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db
QUOTE = "trop court pour les petits centres"


def at(review: ReviewRequest, page: str = "") -> str:
    return address(f"review{'-' + page if page else ''}", review.pk)


@pytest.fixture
def typed(answer_cell):
    """What a browser sends for a new remark at the host's own answer."""
    return {
        "section": str(answer_cell.uuid), "remark": "", "seen": "", "kind": "correction", "quote": QUOTE,
        "text": "Pas pour tous.", "proposal": "trop court pour certains centres",
    }  # fmt: skip


def test_a_remark_is_kept_with_all_it_says(signed_in, host_member, review, answer_cell, typed):
    response = signed_in(host_member).post(at(review, "save"), typed)
    remark = Remark.objects.get()
    assert response.headers["Location"] == f"{at(review)}#r-{remark.pk}"
    assert (remark.request, remark.section, remark.kind, remark.language, remark.state) == (
        review, answer_cell, "correction", "fr", "draft",
    )  # fmt: skip
    assert (remark.quote, remark.text, remark.proposal) == (typed["quote"], typed["text"], typed["proposal"])
    assert (remark.author, remark.author_name, remark.position) == (host_member, "", 1)
    review.refresh_from_db()
    assert (review.draft_rev, review.state) == (1, "awaited")


@pytest.mark.parametrize("kind", Remark.Kind.values)
def test_there_are_four_kinds(signed_in, host_member, review, typed, kind):
    signed_in(host_member).post(at(review, "save"), {**typed, "kind": kind})
    assert Remark.objects.get().kind == kind


def test_a_remark_may_be_about_the_whole(signed_in, host_member, review, typed):
    client = signed_in(host_member)
    form = sent_by_form(client.get(f"{at(review)}?on=all"))
    assert "quote" not in form
    client.post(at(review, "save"), {**form, "text": "Merci pour ce compte rendu."})
    remark = Remark.objects.get()
    assert (remark.section, remark.quote, remark.text) == (None, "", "Merci pour ce compte rendu.")


def sent_by_form(response) -> dict:
    """Return what the form of the remark sends when it is submitted untouched."""
    form = response.context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def test_colleagues_see_one_draft_and_who_wrote_what(signed_in, host_member, colleague, review, write):
    write("De la première", by=host_member)
    write("Du second", by=colleague)
    page = words(signed_in(colleague).get(at(review)))
    assert "De la première" in page
    assert "Du second" in page
    assert str(host_member.person) in page


def test_a_colleague_changes_and_removes_what_the_other_wrote(signed_in, colleague, review, write):
    remark = write("Avant")
    client = signed_in(colleague)
    form = sent_by_form(client.get(f"{at(review)}?edit={remark.pk}"))
    client.post(at(review, "save"), {**form, "text": "Après"})
    remark.refresh_from_db()
    assert remark.text == "Après"
    client.post(at(review, "remove"), {"remark": remark.pk, "seen": remark.fingerprint})
    assert not Remark.objects.exists()


def test_the_second_writer_sees_both_versions_and_loses_nothing(signed_in, host_member, colleague, review, write):
    remark = write("Au départ")
    mine, theirs = signed_in(host_member), signed_in(colleague)
    form = sent_by_form(mine.get(f"{at(review)}?edit={remark.pk}"))
    theirs.post(at(review, "save"), {**form, "text": "La version de la collègue"})
    refused = mine.post(at(review, "save"), {**form, "text": "Ma version"})
    assert refused.status_code == 409
    assert "La version de la collègue" in words(refused)
    again = sent_by_form(refused)
    assert again["text"] == "Ma version"
    assert mine.post(at(review, "save"), again).status_code == 302
    remark.refresh_from_db()
    assert remark.text == "Ma version"


def test_what_a_colleague_removed_can_be_put_back(signed_in, host_member, review, write):
    remark = write("Au départ")
    client = signed_in(host_member)
    form = sent_by_form(client.get(f"{at(review)}?edit={remark.pk}"))
    remark.delete()
    refused = client.post(at(review, "save"), {**form, "text": "Ma version"})
    assert (refused.status_code, sent_by_form(refused)["text"]) == (409, "Ma version")
    client.post(at(review, "save"), sent_by_form(refused))
    assert Remark.objects.get().text == "Ma version"


def test_nobody_removes_what_they_have_not_seen(signed_in, host_member, review, write):
    remark = write("Changée depuis")
    response = signed_in(host_member).post(at(review, "remove"), {"remark": remark.pk, "seen": "0" * 64}, follow=True)
    assert Remark.objects.get() == remark
    assert "Changée depuis" in words(response)


@pytest.mark.parametrize("key", ["", "x", "0", "-1", "99999999999999999999", "1"])
def test_removing_what_is_gone_says_so(signed_in, host_member, review, key):
    assert signed_in(host_member).post(at(review, "remove"), {"remark": key}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "", "proposal": ""},
        {"text": "   ", "proposal": "\n"},
        {"kind": "insult"},
        {"kind": ""},
        {"quote": "ce que le compte rendu n'a jamais dit"},
        {"quote": "trop long " * LONGEST_QUOTE},
        {"text": "x" * 100_000},
        {"proposal": "x" * (LONGEST_TEXT + 1)},
        {"text": "invisible \x07"},
        {"remark": "x"},
    ],
)
def test_what_cannot_be_saved_is_shown_again_as_typed(signed_in, host_member, review, typed, wrong):
    response = signed_in(host_member).post(at(review, "save"), {**typed, **wrong})
    assert response.status_code == 422
    shown = sent_by_form(response)
    names = ("quote", "text", "proposal")
    assert [shown[name] for name in names] == [{**typed, **wrong}[name] for name in names]
    assert not Remark.objects.exists()


def test_a_quote_may_be_written_with_the_spaces_of_the_screen(signed_in, host_member, review, minutes, typed):
    question = minutes.sections.get(label="I.")
    sent = {**typed, "section": str(question.uuid), "quote": "l’appel\u202f?"}
    assert signed_in(host_member).post(at(review, "save"), sent).status_code == 302


@pytest.mark.parametrize("key", ["x", "00000000-0000-4000-8000-000000000001", "all' --"])
def test_a_passage_that_is_none_of_the_round_is_a_404(signed_in, host_member, review, typed, key):
    assert signed_in(host_member).post(at(review, "save"), {**typed, "section": key}).status_code == 404


def test_a_section_of_other_minutes_is_refused(review, host_member, signed_in, typed):
    foreign = SectionFactory(fr="Ailleurs")
    with pytest.raises(ValueError, match="other minutes"):
        save_remark(review, Words("comment", "fr", foreign, text="x"), writer=Writer(host_member), at=timezone.now())
    assert signed_in(host_member).post(at(review, "save"), {**typed, "section": str(foreign.uuid)}).status_code == 404


def test_a_remark_of_another_organisation_cannot_be_changed(signed_in, host_member, review, other_review, typed):
    theirs = RemarkFactory(request=other_review, text="À Binche")
    response = signed_in(host_member).post(at(review, "save"), {**typed, "remark": theirs.pk, "seen": theirs.fingerprint})
    theirs.refresh_from_db()
    assert (response.status_code, theirs.text) == (409, "À Binche")


def test_what_was_sent_is_not_changed_any_more(review, host_member):
    sent = RemarkFactory(request=review, sent=True)
    words_now = Words("comment", "fr", text="Autre chose")
    with pytest.raises(WrongState):
        save_remark(review, words_now, writer=Writer(host_member), at=timezone.now(), remark=sent, seen=sent.fingerprint)
    with pytest.raises(WrongState):
        remove_remark(review, sent, writer=Writer(host_member), seen=sent.fingerprint)


def test_a_draft_holds_no_more_than_somebody_could_read(monkeypatch, signed_in, host_member, review, typed, write):
    monkeypatch.setattr(answering, "MOST_REMARKS", 1)
    write()
    response = signed_in(host_member).post(at(review, "save"), typed)
    assert (response.status_code, Remark.objects.count(), sent_by_form(response)["text"]) == (409, 1, typed["text"])
    with pytest.raises(TooMany):
        write()


def test_coordinators_and_strangers_to_the_link_write_nothing(review, other_review, french_coordinator, observer):
    link = review_links.make(other_review, "x@example.org", timezone.now())
    for by in (french_coordinator, observer, link):
        with pytest.raises(PermissionDenied):
            save_remark(review, Words("comment", "fr", text="x"), writer=Writer(by, "X"), at=timezone.now())


def test_a_stale_fingerprint_is_overtaken(review, host_member, write):
    remark = write()
    with pytest.raises(Overtaken):
        remove_remark(review, remark, writer=Writer(host_member), seen="")


def test_an_error_is_said_in_the_language_of_the_page(signed_in, host_member, review, typed):
    sent = {**typed, "quote": "", "text": "", "proposal": ""}
    response = signed_in(host_member).post(address("review-save", review.pk, lang="nl"), sent)
    assert "Er ontbreekt iets" in words(response)
    assert response.context["form"]["section"].value() == typed["section"]
