"""From the models to the printed record: every word in the language of the document."""

import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised
from meetings import documents
from meetings.actions.translating import confirm_translation
from meetings.models import Attachment, Minutes, PendingContribution, Section, SlideReference
from meetings.printed import PrintedAttendee, PrintedMinutes, PrintedOrganisation, PrintedSlides
from meetings.version import version_name
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import (
    NOW,
    AgendaItemFactory,
    AttendanceFactory,
    MeetingFactory,
    MinutesFactory,
    SectionFactory,
    signed,
)
from tests.factories.registers import PromiseFactory, SignalFactory

pytestmark = pytest.mark.django_db


def record(minutes: Minutes, lang: str) -> PrintedMinutes:
    return documents.record(documents.load(minutes.pk), lang)


@pytest.fixture
def minutes() -> Minutes:
    meeting = MeetingFactory(
        held=True,
        title_fr="Rencontre des CPAS",
        title_nl="Bijeenkomst van de OCMW's",
        date=datetime.date(2022, 4, 1),
        starts_at=datetime.time(9),
        ends_at=datetime.time(14, 15),
        place_fr="Bruxelles",
        chair=PersonFactory(given_name="Lisa", family_name="Asselman"),
    )
    return MinutesFactory(meeting=meeting)


@pytest.mark.parametrize(
    ("lang", "title", "date", "time", "mode"),
    [
        ("fr", "Rencontre des CPAS", "vendredi 1er avril 2022", "9h00 à 14h15", "en présentiel"),
        ("nl", "Bijeenkomst van de OCMW's", "vrijdag 1 april 2022", "9.00 tot 14.15 uur", "fysiek"),
    ],
)
def test_the_head_speaks_the_language_of_the_edition(
    minutes: Minutes, lang: str, title: str, date: str, time: str, mode: str
) -> None:
    head = record(minutes, lang).heads[0]
    assert (head.lang, head.title.text, head.date) == (lang, title, date)
    assert head.time.replace("\u00a0", " ") == time
    assert head.chair == "Lisa Asselman"
    assert head.mode == mode
    assert head.place == Localised("Bruxelles", "fr", fallback=lang == "nl")


def test_both_languages_stand_in_the_order_of_the_settings(minutes: Minutes, settings: Any) -> None:
    SectionFactory(minutes=minutes, fr="Accueil", nl="Onthaal")
    settings.DOCUMENT_LANGUAGES = ["nl", "fr"]
    printed = record(minutes, "both")
    assert printed.languages == ("nl", "fr")
    assert [passage.heading.text for passage in printed.sections[0].passages] == ["Onthaal", "Accueil"]


def test_there_is_no_third_language(minutes: Minutes) -> None:
    with pytest.raises(ValueError, match="'de'"):
        record(minutes, "de")


def test_attendance_stands_by_status_and_by_organisation_as_named_in_the_language(minutes: Minutes) -> None:
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent", city_fr="Gand", city_nl="Gent")
    liege = OrganisationFactory(short_fr="CPAS de Liège", short_nl="OCMW Luik", city_fr="Liège", city_nl="Luik")
    de_crom = PersonFactory(given_name="Jolien", family_name="De Crom")
    adams = PersonFactory(given_name="Zoé", family_name="Adams")
    nobody = PersonFactory(given_name="Sans", family_name="Attache")
    for person, organisation in (
        (de_crom, liege),
        (adams, liege),
        (PersonFactory(given_name="Umit", family_name="Karanfil"), gent),
        (nobody, None),
    ):
        AttendanceFactory(meeting=minutes.meeting, person=person, organisation=organisation)
    AttendanceFactory(meeting=minutes.meeting, organisation=gent, status="excused")
    present, excused = record(minutes, "nl").heads[0].attendance
    assert (present.status, present.count, excused.status, excused.count) == ("present", 4, "excused", 1)
    assert present.organisations == (
        PrintedOrganisation(name="OCMW Gent", people=(PrintedAttendee(name="Umit Karanfil"),)),
        PrintedOrganisation(name="OCMW Luik", people=(PrintedAttendee(name="Zoé Adams"), PrintedAttendee(name="Jolien De Crom"))),
        PrintedOrganisation(name="", people=(PrintedAttendee(name="Sans Attache"),)),
    )
    assert [organisation.name for organisation in record(minutes, "fr").heads[0].attendance[0].organisations] == [
        "CPAS de Gand",
        "CPAS de Liège",
        "",
    ]


@pytest.mark.parametrize(("agreed", "note"), [(True, "expert du vécu"), (False, "")])
def test_a_function_is_printed_only_where_the_person_agreed(minutes: Minutes, agreed: bool, note: str) -> None:
    affiliation = AffiliationFactory(
        person=PersonFactory(show_role=agreed), function_fr="expert du vécu", function_nl="", valid_from=datetime.date(2020, 1, 1)
    )
    AttendanceFactory(meeting=minutes.meeting, person=affiliation.person, organisation=affiliation.organisation)
    assert record(minutes, "fr").heads[0].attendance[0].organisations[0].people[0].function == note
    assert record(minutes, "nl").heads[0].attendance[0].organisations[0].people[0].function == ""


def test_a_replacement_is_named_beside_the_excused(minutes: Minutes) -> None:
    AttendanceFactory(
        meeting=minutes.meeting, status="excused", replaced_by=PersonFactory(given_name="Ann", family_name="Devisschere")
    )
    assert "Ann Devisschere" in record(minutes, "fr").heads[0].attendance[0].organisations[0].people[0].note


def test_the_agenda_keeps_titles_slots_and_presenters(minutes: Minutes) -> None:
    item = AgendaItemFactory(
        meeting=minutes.meeting,
        label="I.",
        title_fr="Accueil",
        title_nl="Onthaal",
        starts_at=datetime.time(9),
        ends_at=datetime.time(9, 30),
    )
    item.presenters.add(PersonFactory(given_name="Tom", family_name="Anthuenis"))
    row = record(minutes, "nl").heads[0].agenda[0]
    assert (row.label, row.title.text, row.presenters, row.time.replace("\u00a0", " ")) == (
        "I.",
        "Onthaal",
        "Tom Anthuenis",
        "9.00 tot 9.30 uur",
    )


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", ("Envoyer la liste", "CPAS de Binche")), ("nl", ("Stuur de lijst", "OCMW Binche"))]
)
def test_the_agenda_says_what_an_item_takes_up_from_earlier_meetings(minutes: Minutes, lang: str, words: tuple) -> None:
    """Whatever became of it meanwhile; what was said anonymously stays out."""
    item = AgendaItemFactory(meeting=minutes.meeting)
    binche = OrganisationFactory(short_fr="CPAS de Binche", short_nl="OCMW Binche")
    answered = PromiseFactory(text_fr="Envoyer la liste", text_nl="Stuur de lijst", owed_by=binche, answered=True)
    whispered = PromiseFactory(section=SectionFactory(anonymous=True), text_fr="Chut")
    item.promises.set([answered, whispered])
    item.signals.add(SignalFactory(text_fr="Trop court", text_nl="Te kort"))
    promise, signal = record(minutes, lang).heads[0].agenda[0].left_open
    assert (promise.text.text, promise.who) == words
    assert (signal.text.text, bool(signal.who)) == ({"fr": "Trop court", "nl": "Te kort"}[lang], True)
    assert PrintedMinutes.from_json(record(minutes, lang).to_json()) == record(minutes, lang)


def test_sections_stand_in_reading_order_with_number_depth_and_text(minutes: Minutes) -> None:
    first = SectionFactory(minutes=minutes, label="I.", fr=("Discussion", "<p>Texte</p>"))
    SectionFactory(minutes=minutes, parent=first, numbered=True, fr="Avantages")
    printed = record(minutes, "fr")
    assert [(section.label, section.depth, section.passages[0].heading.text) for section in printed.sections] == [
        ("I.", 1, "Discussion"),
        ("I.1", 2, "Avantages"),
    ]
    assert printed.sections[0].passages[0].html == Localised("<p>Texte</p>", "fr")
    assert printed.sections[0].anchor == f"s-{first.uuid}"


def test_a_missing_translation_is_the_other_text_and_says_so(minutes: Minutes) -> None:
    SectionFactory(minutes=minutes, label="1.", fr=("Accueil", "<p>Bonjour</p>"))
    printed = record(minutes, "nl")
    passage = printed.sections[0].passages[0]
    assert (passage.html, passage.heading) == (
        Localised("<p>Bonjour</p>", "fr", fallback=True),
        Localised("Accueil", "fr", fallback=True),
    )
    assert [(notice.kind, notice.where) for notice in printed.notices("nl")] == [("missing", "1.")]


def test_outdated_and_unconfirmed_texts_are_named_on_page_one(minutes: Minutes, french_coordinator: User) -> None:
    SectionFactory(minutes=minutes, label="1.", fr="Accueil", nl="Onthaal")
    outdated = SectionFactory(minutes=minutes, label="2.", fr="Divers", nl="Varia")
    confirm_translation(outdated, lang="nl", by=french_coordinator, at=NOW)
    outdated.texts.filter(language="fr").update(hash="0" * 64)
    assert [(notice.kind, notice.where) for notice in record(minutes, "nl").notices("nl")] == [
        ("outdated", "2."),
        ("unconfirmed", "1."),
    ]


def test_an_answer_without_heading_is_named_by_its_organisation_in_the_language(minutes: Minutes) -> None:
    gent = OrganisationFactory(short_fr="CPAS de Gand", short_nl="OCMW Gent")
    SectionFactory(minutes=minutes, kind="answer", organisation=gent, fr=("", "<p>Oui</p>"), nl=("", "<p>Ja</p>"))
    assert [passage.heading.text for passage in record(minutes, "both").sections[0].passages] == ["CPAS de Gand", "OCMW Gent"]


def test_unsafe_text_that_reached_the_database_is_printed_clean(minutes: Minutes) -> None:
    section = SectionFactory(minutes=minutes, fr="Accueil")
    section.texts.update(html='<p>Bonjour<img src=x onerror="alert(1)"></p>')
    assert record(minutes, "fr").sections[0].passages[0].html.text == "<p>Bonjour</p>"


def test_empty_and_removed_sections_are_not_printed(minutes: Minutes) -> None:
    SectionFactory(minutes=minutes)
    SectionFactory(minutes=minutes, fr="Effacée", removed_at=NOW)
    assert record(minutes, "fr").sections == ()


def test_slides_are_written_in_words(minutes: Minutes) -> None:
    section = SectionFactory(minutes=minutes, fr="Update", nl="Update")
    attachment = Attachment.objects.create(
        meeting=minutes.meeting,
        title="Appel",
        filename="a.pdf",
        file="a",
        content_type="application/pdf",
        size=1,
        sha256="a" * 64,
        added_at=NOW,
    )
    SlideReference.objects.create(section=section, position=1, first=3, last=6, attachment=attachment, topic_fr="le calendrier")
    SlideReference.objects.create(section=section, position=2, as_typed="(10 jusqu'à 14)")
    both = record(minutes, "both").sections[0].passages
    assert both[0].slides == (
        PrintedSlides(text="diapositives 3 à 6", topic=Localised("le calendrier", "fr"), presentation="Appel"),
        PrintedSlides(text="(10 jusqu'à 14)"),
    )
    assert (both[1].slides[0].text, both[1].slides[0].topic) == ("dia’s 3 tot 6", Localised("le calendrier", "fr", fallback=True))


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        ({}, [0, 1]),
        ({"first": 4}, [1, 1]),
        ({"as_typed": "dia 3 à 66"}, [1, 1]),
        ({"topic_fr": "le calendrier"}, [1, 1]),
        ({"as_typed": ""}, [1, 1]),
    ],
)
def test_slides_that_the_text_names_are_not_printed_a_second_time(
    minutes: Minutes, changes: dict[str, Any], printed: list[int]
) -> None:
    section = SectionFactory(minutes=minutes, fr="Update", nl="Update")
    section.texts.filter(language="fr").update(html="<p>Voir présentation (dia\u00a03 à 6).</p>")
    section.texts.filter(language="nl").update(html="<p>Zie de presentatie.</p>")
    SlideReference.objects.create(section=section, **{"first": 3, "last": 6, "as_typed": "dia 3 à 6", **changes})
    assert [len(passage.slides) for passage in record(minutes, "both").sections[0].passages] == printed


@pytest.mark.parametrize(
    ("text", "who"),
    [("commentaires éventuels", "CPAS d'Anvers et CPAS de Liège"), ("commentaires éventuels des CPAS d'Anvers et de Liège", "")],
)
def test_who_owes_a_contribution_is_named_once(minutes: Minutes, text: str, who: str) -> None:
    section: Section = SectionFactory(minutes=minutes, fr="Remarques")
    contribution = PendingContribution.objects.create(minutes=minutes, section=section, text_fr=text)
    contribution.organisations.add(
        OrganisationFactory(short_fr="CPAS de Liège", city_fr="Liège"),
        OrganisationFactory(short_fr="CPAS d'Anvers", city_fr="Anvers"),
    )
    pending = record(minutes, "fr").sections[0].passages[0].pending
    assert [(one.text.text, one.who) for one in pending] == [(text, who)]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("A ajouter : avis du CPAS de Namur", "avis du CPAS de Namur"),
        ("À ajouter\u00a0: avis", "avis"),
        ("Il reste à ajouter : les annexes", "les annexes"),
        ("Encore à compléter: le budget", "le budget"),
        ("Nog toe te voegen: opmerkingen", "opmerkingen"),
        ("NOG AAN TE VULLEN : cijfers", "cijfers"),
        ("À ajouter.", ""),
        # Part of a sentence: the words of the writer stay.
        ("À ajouter par la coordinatrice avant juin", "À ajouter par la coordinatrice avant juin"),
        ("Chiffres à ajouter : budget 2023", "Chiffres à ajouter : budget 2023"),
        ("avis à compléter", "avis à compléter"),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_the_label_that_a_writer_typed_is_not_printed_beside_ours(minutes: Minutes, typed: str, printed: str, lang: str) -> None:
    contribution = PendingContribution.objects.create(minutes=minutes, text_fr=typed)
    assert [one.text.text for one in record(minutes, lang).heads[0].pending] == [printed]
    contribution.refresh_from_db()
    assert contribution.text_fr == typed


def test_a_contribution_that_came_in_is_not_printed(minutes: Minutes) -> None:
    PendingContribution.objects.create(minutes=minutes, text_fr="commentaires", closed_at=NOW)
    PendingContribution.objects.create(minutes=minutes, text_fr="annexes", who_as_typed="Charleroi")
    assert [(one.text.text, one.who) for one in record(minutes, "fr").heads[0].pending] == [("annexes", "Charleroi")]


def test_the_content_hash_knows_the_content_and_nothing_else(minutes: Minutes, settings: Any, french_coordinator: User) -> None:
    section = SectionFactory(minutes=minutes, fr="Accueil", nl="Onthaal")
    before = documents.content_hash(documents.load(minutes.pk))
    settings.DOCUMENT_LANGUAGES, settings.DOCUMENT_BILINGUAL_LAYOUT, settings.DOCUMENT_FRENCH_SPACING = (
        ["nl", "fr"],
        "alternating",
        False,
    )
    Minutes.objects.filter(pk=minutes.pk).update(**signed("approved", french_coordinator, NOW))
    assert documents.content_hash(documents.load(minutes.pk)) == before
    section.texts.filter(language="nl").update(html="<p>Welkom</p>")
    assert documents.content_hash(documents.load(minutes.pk)) != before


@pytest.mark.parametrize(
    ("lang", "draft", "name"),
    [
        ("fr", False, "2022-04-01-compte-rendu-v1.1-fr.pdf"),
        ("nl", False, "2022-04-01-verslag-v1.1-nl.pdf"),
        ("both", True, "2022-04-01-projet-de-compte-rendu-ontwerpverslag-v1.0.1-fr-nl.pdf"),
    ],
)
def test_files_are_named_by_day_version_and_language(minutes: Minutes, lang: str, draft: bool, name: str) -> None:
    version = version_name(2, draft=1 if draft else 0)
    assert documents.file_name(minutes, version, lang, draft=draft) == name


@pytest.mark.parametrize("count", [1, 3])
def test_a_record_costs_the_same_queries_however_much_it_holds(
    minutes: Minutes, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        section = SectionFactory(minutes=minutes, fr="Accueil", nl="Onthaal", organisation=OrganisationFactory())
        SlideReference.objects.create(section=section, first=1)
        PendingContribution.objects.create(minutes=minutes, section=section, text_fr="x").organisations.add(OrganisationFactory())
        AttendanceFactory(meeting=minutes.meeting)
        item = AgendaItemFactory(meeting=minutes.meeting)
        item.presenters.add(PersonFactory())
        item.promises.add(PromiseFactory(section=section))
        item.signals.add(SignalFactory(section=section))
    with django_assert_num_queries(14):
        record(minutes, "both")
