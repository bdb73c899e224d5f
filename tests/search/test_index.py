"""The index follows every write in its own transaction, whoever writes and in whichever way."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from amif_network.core import richtext
from amif_network.directory.models import Affiliation, Organisation, OrganisationAlias, Person
from amif_network.privacy import erasing
from amif_network.search import triggers
from amif_network.search.models import Entry
from meetings.actions import structure
from meetings.actions.writing import write_text
from meetings.models import Meeting, Promise, Section, SectionText
from partnerships.models import Evaluation, Partnership
from tests.factories.directory import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.factories.meetings import NOW, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.partnerships import EvaluationFactory, EvaluationItemFactory, PartnershipFactory
from tests.factories.registers import PromiseFactory
from tests.search.asking import titles

pytestmark = pytest.mark.django_db
COLUMNS = ("kind", "object_id", "place", "language", "title", "context", "text", "day", "state", "organisations", "fr", "nl")


def of(kind: str, **conditions: object) -> list[tuple[str, str, str]]:
    found = Entry.objects.filter(kind=kind, **conditions).order_by("object_id", "language")
    return list(found.values_list("language", "title", "text"))


def test_a_save_of_a_section_is_found_at_once(french_coordinator):
    section = SectionFactory(fr=("Logement", "<p>Rien encore</p>"))
    write_text(
        section, lang="nl", heading="Wonen", html="<p>Een <strong>wo</strong>ning &amp; een huis</p>", base=0,
        by=french_coordinator, at=NOW,
    )  # fmt: skip
    assert of("section") == [("fr", "Logement", "Rien encore"), ("nl", "Wonen", "Een woning & een huis")]


def test_a_section_goes_with_what_stands_above_it_and_comes_back(french_coordinator):
    above = SectionFactory(fr="Au-dessus")
    SectionFactory(minutes=above.minutes, parent=above, fr="Au-dessous")
    structure.remove_section(above, by=french_coordinator, at=NOW)
    assert of("section") == []
    Section.objects.filter(pk=above.pk).update(removed_at=None)
    assert [title for _lang, title, _text in of("section")] == ["Au-dessus", "Au-dessous"]


def test_writing_that_is_taken_back_was_never_found():
    with transaction.atomic():
        SectionFactory(fr="Jamais dit")
        transaction.set_rollback(True)
    assert of("section") == []


def test_bulk_writes_and_sql_are_followed():
    section = SectionFactory(fr="Titre")
    SectionText.objects.bulk_create([
        SectionText(
            section=SectionFactory(minutes=section.minutes), language="nl", heading=f"Titel {number}", html="",
            hash=richtext.content_hash("", ""), updated_at=NOW,
        )
        for number in range(3)
    ])  # fmt: skip
    SectionText.objects.filter(language="nl").update(html="<p>samen</p>")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_sectiontext SET heading = 'Autre titre' WHERE language = 'fr'")
    assert of("section", language="fr") == [("fr", "Autre titre", "Titre")]
    assert of("section", language="nl") == [("nl", f"Titel {number}", "samen") for number in range(3)]


def test_what_an_entry_takes_from_others_follows_them():
    answer = SectionFactory(kind="answer", organisation=OrganisationFactory(short_fr="CPAS de Mons"), fr=("", "<p>Oui</p>"))
    Meeting.objects.filter(minutes=answer.minutes).update(title_fr="Autre nom", date="2027-01-02")
    Organisation.objects.filter(pk=answer.organisation_id).update(short_fr="CPAS de Bergen")
    entry = Entry.objects.get(kind="section")
    assert (entry.title, entry.context, entry.day) == ("CPAS de Bergen", "Autre nom", datetime.date(2027, 1, 2))


def test_records_of_other_kinds_follow_their_parts():
    person = AffiliationFactory(organisation__short_fr="CPAS de Huy").person
    evaluation = EvaluationFactory(shared_at=NOW)
    EvaluationItemFactory(evaluation=evaluation, text_fr="Une phrase", text_nl="")
    OrganisationAlias.objects.create(organisation=Organisation.objects.get(short_fr="CPAS de Huy"), text="Centre hutois")
    assert "CPAS de Huy" in of("person", object_id=person.pk)[0][2]
    assert "Une phrase" in of("evaluation")[0][2]
    assert [row for row in of("organisation") if "Centre hutois" in row[2]] != []
    Affiliation.objects.filter(person=person).delete()
    assert of("person", object_id=person.pk)[0][2] == ""
    Evaluation.objects.update(shared_at=None)
    assert of("evaluation") == []


def test_what_is_deleted_is_not_found_any_more():
    promise = PromiseFactory()
    Promise.objects.filter(pk=promise.pk).delete()
    assert of("promise") == []


def test_nothing_of_an_erased_person_remains(administrator, searching):
    person = PersonFactory(given_name="Aurélie", family_name="Vandezande")
    assert titles(searching, "Vandezande") == ["Aurélie Vandezande"]
    erasing.erase("people", person.pk, by=administrator, reason="À sa demande", typed="Aurélie Vandezande", at=NOW)
    assert titles(searching, "Vandezande") == []
    assert not Entry.objects.filter(title__contains="Vandezande").exists()
    assert of("person", object_id=person.pk) == []


def test_building_the_index_anew_changes_nothing(capsys, french_coordinator):
    SectionFactory(minutes=MinutesFactory(), fr="Un", nl="Een")
    PartnershipFactory()
    PromiseFactory(text_nl="Een belofte")
    EvaluationFactory(shared_at=NOW)
    kept = sorted(map(str, Entry.objects.values_list(*COLUMNS)))
    call_command("rebuild_search")
    assert sorted(map(str, Entry.objects.values_list(*COLUMNS))) == kept
    assert capsys.readouterr().out == f"{len(kept)} entries\n"


def test_triggers_of_another_version_are_replaced():
    MeetingFactory(title_fr="Avant")
    assert triggers.install() is False
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON FUNCTION {triggers.MARK}(text) IS 'another'")
    assert triggers.install() is True
    Meeting.objects.update(title_fr="Après")
    assert [title for lang, title, _text in of("meeting") if lang == "fr"] == ["Après"]


def test_no_text_is_too_long_or_too_strange_to_be_saved():
    words = " ".join(f"mot{number}é𝔛" for number in range(60_000))
    section = SectionFactory(fr=("Long", f"<p>{words}</p><p>{'x' * 5_000}</p>"))
    assert Entry.objects.get(kind="section").object_id == section.texts.get().pk
    assert Person.objects.count() == 0
    assert Partnership.objects.count() == 0
