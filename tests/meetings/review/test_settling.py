"""Remarks get their outcome: a proposal is put where its quote stands, and nothing is changed where that cannot be done."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from amif_network.core.workflow import CommentRequired, WrongState
from amif_network.outbox.models import OutgoingMail
from meetings.actions.review.circulating import incorporate
from meetings.actions.review.settling import reopen, settle
from meetings.actions.structure import remove_section
from meetings.actions.translating import confirm_translation
from meetings.actions.writing import write_text
from meetings.models import MeetingLogEntry, Minutes, Remark, Section, TranslationState
from meetings.proposals import CannotApply, Obstacle
from tests.factories.directory import PersonFactory
from tests.factories.meetings import NOW, base_of
from tests.factories.review import SITE, RemarkFactory
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db
SIX = {"kind": "correction", "quote": "six agents", "proposal": "sept agents", "text": "", "sent": True}


@pytest.fixture
def open_minutes(draft, sent_round, french_coordinator) -> Minutes:
    return incorporate(draft, by=french_coordinator, at=NOW)


@pytest.fixture
def remark(asked, section) -> Remark:
    """A correction of six agents into seven."""
    return RemarkFactory(request=asked, section=section, **SIX)


def accept(remark, by):
    return settle(remark, outcome="accepted", by=by, at=NOW, site=SITE)


def french(section) -> str:
    return section.texts.get(language="fr").html


def test_accepting_writes_the_proposal_and_makes_the_other_language_outdated(remark, open_minutes, section, french_coordinator):
    confirm_translation(section, lang="nl", by=french_coordinator, at=NOW)
    settled = accept(remark, french_coordinator)
    assert (settled.state, settled.outcome, settled.settled_by, settled.settled_at) == (
        "settled", "accepted", french_coordinator, NOW,
    )  # fmt: skip
    assert french(section) == "<p>Le CPAS de Gand accueille <strong>sept agents</strong> en mai.</p><p>Merci.</p>"
    current = Section.objects.prefetch_related("texts").get(pk=section.pk)
    assert current.translation_state("nl") == TranslationState.OUTDATED
    assert current.translation_state("fr") == TranslationState.OK
    entry = MeetingLogEntry.objects.get(subject="remark")
    assert (entry.action, entry.from_state, entry.to_state, entry.about) == ("settle", "sent", "settled", remark.pk)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"quote": "", "kind": "addition", "proposal": "Une.\n\nDeux."}, "<p>Merci.</p><p>Une.</p><p>Deux.</p>"),
        ({"quote": "Merci.", "kind": "addition", "proposal": "À bientôt."}, "<p>Merci. À bientôt.</p>"),
        ({"quote": "Accueil", "proposal": "Mot d'accueil"}, "<p>Merci.</p>"),
    ],
)
def test_what_a_proposal_does(remark, open_minutes, section, french_coordinator, words, expected):
    Remark.objects.update(**words)
    accept(remark, french_coordinator)
    assert french(section).endswith(expected)
    heading = "Mot d'accueil" if words["quote"] == "Accueil" else "Accueil"
    assert section.texts.get(language="fr").heading == heading


def test_an_addition_may_begin_a_text(remark, open_minutes, section, french_coordinator):
    section.texts.filter(language="nl").delete()
    Remark.objects.update(quote="", kind="addition", language="nl", proposal="Welkom.")
    accept(remark, french_coordinator)
    assert section.texts.get(language="nl").html == "<p>Welkom.</p>"


@pytest.mark.parametrize(
    ("words", "obstacle"),
    [
        ({"quote": "huit agents"}, Obstacle.QUOTE_GONE),
        ({"quote": "en mai. Merci."}, Obstacle.QUOTE_GONE),
        ({"proposal": "", "text": "Non."}, Obstacle.NOTHING_PROPOSED),
        ({"section": None}, Obstacle.NO_SECTION),
        ({"quote": ""}, Obstacle.NO_PLACE),
        ({"quote": "Accueil", "proposal": "mot " * 90}, Obstacle.HEADING_TOO_LONG),
    ],
)
def test_what_cannot_be_applied_changes_nothing(remark, open_minutes, section, french_coordinator, words, obstacle):
    before = french(section)
    Remark.objects.update(**words)
    with pytest.raises(CannotApply) as refused:
        accept(remark, french_coordinator)
    assert refused.value.obstacle == obstacle
    assert (french(section), Remark.objects.get().state) == (before, "sent")


def test_a_quote_that_stands_there_twice_is_not_guessed(remark, open_minutes, section, french_coordinator):
    doubled = "<p>six agents</p><p>six agents</p>"
    write_text(section, lang="fr", heading="Accueil", html=doubled, base=base_of(section, "fr"), by=french_coordinator, at=NOW)
    with pytest.raises(CannotApply) as refused:
        accept(remark, french_coordinator)
    assert (refused.value.obstacle, french(section)) == (Obstacle.QUOTE_AMBIGUOUS, doubled)


def test_a_removed_section_is_not_written(remark, open_minutes, section, french_coordinator):
    remove_section(section, by=french_coordinator, at=NOW)
    with pytest.raises(CannotApply) as refused:
        accept(remark, french_coordinator)
    assert refused.value.obstacle == Obstacle.SECTION_REMOVED


@pytest.mark.parametrize(
    ("quote", "proposal", "by_hand"),
    [
        ("six agents", "sept agents", "<p>Il y a sept agents.</p>"),
        ("agents", "agents sociaux", "<p>Il y a des agents sociaux.</p>"),
        ("agents de la ville", "agents", "<p>Il y a des agents.</p>"),
    ],
)
def test_what_was_put_in_by_hand_is_accepted_as_it_stands(
    remark, open_minutes, section, french_coordinator, quote, proposal, by_hand
):
    Remark.objects.update(quote=quote, proposal=proposal)
    write_text(section, lang="fr", heading="Accueil", html=by_hand, base=base_of(section, "fr"), by=french_coordinator, at=NOW)
    accept(remark, french_coordinator)
    assert (french(section), Remark.objects.get().outcome) == (by_hand, "accepted")


def test_a_proposal_that_only_shortens_its_quote_is_written(remark, open_minutes, section, french_coordinator):
    Remark.objects.update(quote="six agents en mai", proposal="six agents")
    accept(remark, french_coordinator)
    assert "<strong>six agents</strong>.</p>" in french(section)


def test_an_anonymous_section_keeps_its_rules(remark, open_minutes, section, french_coordinator):
    PersonFactory(given_name="Anouk", family_name="Delvaux")
    Section.objects.update(anonymous=True)
    Remark.objects.update(proposal="Anouk Delvaux")
    with pytest.raises(ValidationError, match="Anouk Delvaux"):
        accept(remark, french_coordinator)
    assert ("six agents" in french(section), Remark.objects.get().state) == (True, "sent")


@pytest.mark.parametrize("state", ["in_review", "draft", "incorporating"])
def test_only_minutes_that_are_open_for_writing_are_written(remark, section, french_coordinator, state):
    Minutes.objects.update(state=state)
    if state == "in_review":
        with pytest.raises(WrongState):
            accept(remark, french_coordinator)
        assert "six agents" in french(section)
    else:
        accept(remark, french_coordinator)
        assert "sept agents" in french(section)


def test_who_wrote_from_an_older_version_loses_nothing(remark, open_minutes, section, french_coordinator, dutch_coordinator):
    base, html = base_of(section, "fr"), french(section)
    accept(remark, french_coordinator)
    elsewhere = html.replace("Merci.", "Merci à tous.")
    merged = write_text(section, lang="fr", heading="Accueil", html=elsewhere, base=base, by=dutch_coordinator, at=NOW)
    assert "sept agents" in merged.text.html
    assert "Merci à tous." in merged.text.html
    same = html.replace("six", "dix")
    aside = write_text(section, lang="fr", heading="Accueil", html=same, base=base, by=dutch_coordinator, at=NOW)
    assert aside.set_aside is not None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"outcome": "not_retained"}, "answer"),
        ({"outcome": "answered", "answer_fr": "  "}, "answer"),
        ({"outcome": "passed_on"}, "passed_to"),
        ({"outcome": "perhaps"}, "outcome"),
        ({"outcome": ""}, "outcome"),
    ],
)
def test_an_outcome_says_what_it_has_to(remark, french_coordinator, said, code):
    with pytest.raises(ValidationError) as refused:
        settle(remark, **said, by=french_coordinator, at=NOW, site=SITE)
    assert (refused.value.code, Remark.objects.get().state) == (code, "sent")


@pytest.mark.parametrize(
    "said",
    [
        {"outcome": "not_retained", "answer_fr": "Hors sujet."},
        {"outcome": "answered", "answer_nl": "In mei."},
        {"outcome": "passed_on", "passed_to": "IBZ"},
        {"outcome": "incorporated"},
    ],
)
def test_other_outcomes_change_no_text_and_need_no_open_minutes(remark, sent_round, section, french_coordinator, said):
    before = french(section)
    settle(remark, **said, by=french_coordinator, at=NOW, site=SITE)
    settled = Remark.objects.get()
    assert {name: getattr(settled, name) for name in said} == said
    assert french(section) == before


def test_the_organisation_is_told_when_its_last_remark_has_an_outcome(remark, asked, french_coordinator, host_member):
    other = RemarkFactory(request=asked, sent=True)
    settle(remark, outcome="incorporated", by=french_coordinator, at=NOW, site=SITE)
    assert not OutgoingMail.objects.filter(topic="outcome").exists()
    settle(other, outcome="incorporated", by=french_coordinator, at=NOW, site=SITE)
    assert OutgoingMail.objects.get(topic="outcome").to == host_member.email


@pytest.mark.parametrize("action", ["settle", "reopen"])
@pytest.mark.parametrize("state", ["draft", "sent", "settled"])
@pytest.mark.parametrize("role", ["administrator", "french_coordinator", "host_member", "observer"])
def test_who_settles_and_reopens_in_which_state(asked, request, role, state, action):
    remark = RemarkFactory(request=asked, **({} if state == "draft" else {state: True}))
    by = request.getfixturevalue(role)

    def take() -> str:
        if action == "settle":
            return settle(remark, outcome="incorporated", by=by, at=NOW, site=SITE).state
        return reopen(remark, by=by, at=NOW, comment="Trop vite.").state

    if by.is_coordinating and (action, state) in (("settle", "sent"), ("reopen", "settled")):
        assert take() == {"settle": "settled", "reopen": "sent"}[action]
    else:
        with pytest.raises(PermissionDenied):
            take()
        assert Remark.objects.get().state == state


def test_reopening_gives_a_reason_and_keeps_text_and_answer(remark, open_minutes, section, french_coordinator):
    settle(remark, outcome="accepted", answer_fr="Volontiers.", by=french_coordinator, at=NOW, site=SITE)
    with pytest.raises(CommentRequired):
        reopen(remark, by=french_coordinator, at=NOW, comment="")
    again = reopen(remark, by=french_coordinator, at=NOW, comment="Erreur de ma part.")
    assert (again.state, again.outcome, again.settled_at, again.answer_fr) == ("sent", "", None, "Volontiers.")
    assert "sept agents" in french(section)
    assert "Erreur de ma part." in MeetingLogEntry.objects.get(action="reopen", subject="remark").comment


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "settled"},
        {"outcome": "accepted"},
        {"state": "settled", "outcome": "not_retained", "settled_at": NOW},
        {"text": "", "proposal": ""},
    ],
)
def test_the_database_refuses_half_an_outcome(remark, wrong, french_coordinator):
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.update(**wrong, settled_by=french_coordinator)


@pytest.mark.django_db(transaction=True)
def test_of_two_outcomes_at_once_the_first_stands(remark, open_minutes, section, french_coordinator, dutch_coordinator):
    def late():
        with pytest.raises(WrongState):
            settle(remark, outcome="not_retained", answer_nl="Neen.", by=dutch_coordinator, at=timezone.now(), site=SITE)
        return "refused"

    assert while_waiting(late, lambda: accept(remark, french_coordinator)) == "refused"
    assert (Remark.objects.get().outcome, Remark.objects.get().answer_nl) == ("accepted", "")
    assert OutgoingMail.objects.filter(topic="outcome").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_proposal_is_put_into_the_text_as_it_stands_when_somebody_saves_at_once(
    remark, open_minutes, section, french_coordinator, dutch_coordinator
):
    html = french(section).replace("Merci.", "Merci à tous.")
    said = {"lang": "fr", "heading": "Accueil", "html": html, "base": base_of(section, "fr"), "by": dutch_coordinator, "at": NOW}
    while_waiting(lambda: accept(remark, french_coordinator), lambda: write_text(section, **said))
    assert french(section) == html.replace("six agents", "sept agents")
