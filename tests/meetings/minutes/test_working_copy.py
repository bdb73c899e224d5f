"""Minutes as a Word document: a working copy that our own importer reads back without losing a word."""

import io

import pytest
from docx import Document

from amif_network.core import richtext
from meetings import documents
from meetings.importing import read_document
from meetings.importing.parse import parse_minutes
from meetings.models import PendingContribution
from tests.factories.printed import printed_minutes
from tests.meetings.importing.checks import directory, missing_words
from tests.meetings.pages import address


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_the_importer_reads_it_back(lang: str) -> None:
    printed = printed_minutes(lang, sections=12, people=6)
    source = read_document(documents.word(printed), "copie.docx")
    parsed = parse_minutes(source, match=directory)
    head = printed.heads[0]
    assert missing_words(source.text, parsed) == {}
    assert (getattr(parsed, f"title_{lang}"), parsed.date.isoformat(), parsed.place) == (
        head.title.text,
        printed.date,
        head.place.text,
    )
    assert len(parsed.attendance) == sum(group.count for group in head.attendance)
    assert [row.label for row in parsed.agenda] == [row.label for row in head.agenda]
    sections = [(section.label, section.passages[0].heading.text) for section in printed.sections]
    assert [(one.label, one.heading) for one in parsed.sections if one.label] == sections


def test_texts_come_back_as_they_were_stored() -> None:
    printed = printed_minutes("fr", sections=3, people=2)
    parsed = parse_minutes(read_document(documents.word(printed), "copie.docx"), match=directory)
    back = {one.label: richtext.plain_text(one.html) for one in parsed.sections}
    for section in printed.sections:
        lines = richtext.plain_text(section.passages[0].html.text).splitlines()
        assert [line for line in lines if line not in back[section.label]] == []


def test_both_languages_follow_each_other_in_every_part() -> None:
    document = Document(io.BytesIO(documents.word(printed_minutes("fr", "nl", sections=2))))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[-2:] == ["0. Introduction", "0. Inleiding"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "name"), [("fr", "2026-03-02-compte-rendu-copie-de-travail-v0.1-fr"), ("nl", "2026-03-02-verslag-werkkopie-v0.1-nl")]
)
def test_coordinators_get_the_minutes_as_they_stand(signed_in, dutch_coordinator, pair, lang, name) -> None:
    PendingContribution.objects.create(minutes=pair.minutes, section=pair, text_fr="l'avis", text_nl="het advies")
    response = signed_in(dutch_coordinator).get(address("docx", pair.minutes.meeting_id, lang))
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}.docx"'
    texts = [one.text for one in Document(io.BytesIO(response.content)).paragraphs]
    assert {"fr": "Le texte français", "nl": "De Nederlandse tekst"}[lang] in texts


@pytest.mark.django_db
def test_the_working_copy_of_the_public_version_names_nobody(signed_in, french_coordinator, host_member, pair) -> None:
    name = str(host_member.person)
    for query, named in (("", True), ("?for=public", False)):
        response = signed_in(french_coordinator).get(address("docx", pair.minutes.meeting_id, "fr") + query)
        words = "\n".join(one.text for one in Document(io.BytesIO(response.content)).paragraphs)
        assert (name in words) is named


@pytest.mark.django_db
def test_only_coordinating_users_get_it(signed_in, host_member, outsider_member, french_coordinator, pair) -> None:
    place = address("docx", pair.minutes.meeting_id, "fr")
    assert signed_in(host_member).get(place).status_code == 403
    assert signed_in(outsider_member).get(place).status_code == 404
    assert signed_in(french_coordinator).post(place).status_code == 405
    assert signed_in(french_coordinator).get(address("docx", pair.minutes.meeting_id, "de")).status_code == 404
    assert signed_in(french_coordinator).get(f"{place}?for=everybody").status_code == 404
