"""Write, confirm, copy and restore texts: sanitised, and never over somebody else's words."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState
from meetings.actions.translating import confirm_translation, copy_text
from meetings.actions.versions import restore_revision
from meetings.actions.writing import ChangedMeanwhile, write_text
from meetings.models import Section, SectionRevision, SectionText, TranslationState
from tests.factories.meetings import MinutesFactory, SectionFactory, base_of, signed

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 3, 9, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(hours=1)


def write(section: Section, by: User, html: str, *, lang: str = "fr", base: int = 0, heading: str = "") -> SectionText:
    written = write_text(section, lang=lang, heading=heading, html=html, base=base_of(section, lang, base), by=by, at=NOW)
    assert written.set_aside is None
    return written.text


def states(section: Section) -> tuple[str, str]:
    fresh = Section.objects.get(pk=section.pk)
    return fresh.translation_state("fr"), fresh.translation_state("nl")


def test_a_first_text_is_revision_one_with_its_history(french_coordinator: User) -> None:
    section = SectionFactory()
    text = write(section, french_coordinator, "<p>Bonjour</p>", heading=" Accueil \n des CPAS ")
    assert (text.rev, text.heading, text.html, text.updated_by) == (1, "Accueil des CPAS", "<p>Bonjour</p>", french_coordinator)
    assert [(one.rev, one.html, one.author, one.set_aside) for one in text.revisions.all()] == [
        (1, "<p>Bonjour</p>", french_coordinator, False)
    ]


def test_what_is_written_is_cleaned(french_coordinator: User) -> None:
    section = SectionFactory()
    text = write(section, french_coordinator, '<p onclick="x()">Un <script>alert(1)</script>mot</p>')
    assert text.html == "<p>Un mot</p>"
    assert SectionRevision.objects.get(text=text).html == "<p>Un mot</p>"


def test_a_save_that_changes_nothing_makes_no_revision(french_coordinator: User, dutch_coordinator: User) -> None:
    section = SectionFactory()
    write(section, french_coordinator, "<p>Budget : 15 %</p>")
    again = write(section, dutch_coordinator, "<p>Budget\u00a0: 15\u00a0%</p>\r\n", base=1)
    assert (again.rev, again.updated_by, again.revisions.count()) == (1, french_coordinator, 1)


def test_a_second_writer_never_overwrites_and_loses_no_word(french_coordinator: User, dutch_coordinator: User) -> None:
    section = SectionFactory()
    write(section, french_coordinator, "<p>De Lisa</p>")
    collided = write_text(section, lang="fr", heading="", html="<p>Van Pieter</p>", base=0, by=dutch_coordinator, at=LATER)
    assert collided.text.html == "<p>De Lisa</p>"
    assert collided.set_aside is not None
    assert (collided.set_aside.html, collided.set_aside.author, collided.set_aside.set_aside) == (
        "<p>Van Pieter</p>",
        dutch_coordinator,
        True,
    )
    assert SectionText.objects.get(section=section, language="fr").html == "<p>De Lisa</p>"


def test_the_same_words_set_aside_twice_are_kept_once(french_coordinator: User, dutch_coordinator: User) -> None:
    section = SectionFactory()
    write(section, french_coordinator, "<p>De Lisa</p>")
    for _attempt in range(2):
        write_text(section, lang="fr", heading="", html="<p>Van Pieter</p>", base=0, by=dutch_coordinator, at=LATER)
    assert SectionRevision.objects.filter(kind="set_aside").count() == 1


def test_the_same_words_from_two_writers_are_no_collision(french_coordinator: User, dutch_coordinator: User) -> None:
    section = SectionFactory()
    write(section, french_coordinator, "<p>Pareil</p>")
    assert (
        write_text(section, lang="fr", heading="", html="<p>Pareil</p>", base=0, by=dutch_coordinator, at=LATER).set_aside is None
    )


def test_a_translation_waits_until_somebody_confirms_it(french_coordinator: User, dutch_coordinator: User) -> None:
    section = SectionFactory()
    write(section, french_coordinator, "<p>Bonjour</p>")
    assert states(section) == (TranslationState.OK, TranslationState.MISSING)
    write(section, dutch_coordinator, "<p>Goeiedag</p>", lang="nl")
    assert states(section) == (TranslationState.OK, TranslationState.UNCONFIRMED)
    confirm_translation(section, lang="nl", by=dutch_coordinator, at=LATER)
    assert states(section) == (TranslationState.OK, TranslationState.OK)


def test_a_change_makes_the_other_language_outdated_and_both_changed_diverged(french_coordinator: User) -> None:
    section = SectionFactory(fr="Bonjour", nl="Goeiedag")
    assert states(section) == (TranslationState.UNCONFIRMED, TranslationState.UNCONFIRMED)
    confirm_translation(section, lang="nl", by=french_coordinator, at=NOW)
    write(section, french_coordinator, "<p>Bonsoir</p>", base=1, heading="Bonjour")
    assert states(section) == (TranslationState.OK, TranslationState.OUTDATED)
    write(section, french_coordinator, "<p>Goeienavond</p>", lang="nl", base=1, heading="Goeiedag")
    assert states(section) == (TranslationState.DIVERGED, TranslationState.DIVERGED)
    confirm_translation(section, lang="fr", by=french_coordinator, at=LATER)
    assert states(section) == (TranslationState.OK, TranslationState.OK)


@pytest.mark.parametrize(
    ("dutch", "state"),
    [
        (("Titel", ""), TranslationState.MISSING),
        (("", "<p>tekst</p>"), TranslationState.MISSING),
        (("", ""), TranslationState.MISSING),
    ],
)
def test_a_text_that_lacks_heading_or_body_is_missing(dutch: tuple[str, str], state: TranslationState) -> None:
    assert states(SectionFactory(fr=("Titre", "<p>texte</p>"), nl=dutch))[1] == state


def test_an_empty_section_needs_no_translation() -> None:
    assert states(SectionFactory()) == (TranslationState.NOT_NEEDED, TranslationState.NOT_NEEDED)


def test_only_what_a_person_compared_is_confirmed(french_coordinator: User) -> None:
    section = SectionFactory(fr="Bonjour", nl="Goeiedag")
    write(section, french_coordinator, "<p>Bonsoir</p>", base=1, heading="Bonjour")
    with pytest.raises(ChangedMeanwhile):
        confirm_translation(section, lang="nl", by=french_coordinator, at=LATER, seen={"fr": 1, "nl": 1})
    assert SectionText.objects.filter(confirmed_at__isnull=False).count() == 0


@pytest.mark.parametrize("dutch", [None, ("", ""), ("Titel", "")])
def test_half_a_translation_cannot_be_confirmed(french_coordinator: User, dutch: tuple[str, str] | None) -> None:
    section = SectionFactory(fr=("Titre", "<p>texte</p>"), nl=dutch)
    with pytest.raises(SectionText.DoesNotExist):
        confirm_translation(section, lang="nl", by=french_coordinator, at=LATER)


def test_a_copy_starts_unconfirmed_and_stays_so_when_edited(french_coordinator: User) -> None:
    section = SectionFactory(fr=("Titre", "<p>texte</p>"))
    copied = copy_text(section, lang="nl", by=french_coordinator, at=NOW)
    assert (copied.heading, copied.html, copied.origin) == ("Titre", "<p>texte</p>", SectionText.Origin.COPY)
    write(section, french_coordinator, "<p>tekst</p>", lang="nl", base=1, heading="Titel")
    assert states(section)[1] == TranslationState.UNCONFIRMED


def test_a_copy_never_replaces_words(french_coordinator: User) -> None:
    with pytest.raises(ChangedMeanwhile):
        copy_text(SectionFactory(fr="Titre", nl="Titel"), lang="nl", by=french_coordinator, at=NOW)
    assert SectionText.objects.get(language="nl").heading == "Titel"


def test_there_is_nothing_to_copy_from_an_empty_side(french_coordinator: User) -> None:
    with pytest.raises(SectionText.DoesNotExist):
        copy_text(SectionFactory(), lang="nl", by=french_coordinator, at=NOW)


def test_restoring_makes_a_new_revision(french_coordinator: User) -> None:
    section = SectionFactory()
    write(section, french_coordinator, "<p>un</p>")
    write(section, french_coordinator, "<p>deux</p>", base=1)
    first = SectionRevision.objects.get(rev=1)
    restored = restore_revision(first, base=base_of(section, "fr"), by=french_coordinator, at=LATER)
    assert (restored.text.rev, restored.text.html) == (3, "<p>un</p>")
    assert list(SectionRevision.objects.order_by("rev").values_list("rev", "html")) == [
        (1, "<p>un</p>"),
        (2, "<p>deux</p>"),
        (3, "<p>un</p>"),
    ]


def test_members_and_observers_write_nothing(host_member: User, observer: User) -> None:
    section = SectionFactory()
    for user in (host_member, observer):
        with pytest.raises(PermissionDenied) as refused:
            write(section, user, "<p>x</p>")
        assert not isinstance(refused.value, WrongState)


@pytest.mark.parametrize("state", ["approved", "published"])
def test_closed_minutes_take_no_text(french_coordinator: User, state: str) -> None:
    minutes = MinutesFactory(**signed(state, french_coordinator, NOW))
    with pytest.raises(WrongState):
        write(SectionFactory(minutes=minutes), french_coordinator, "<p>x</p>")
