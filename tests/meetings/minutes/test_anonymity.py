"""Anonymous sections name nobody whom the directory knows, whichever way words come into them."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.actions.anonymity import names_in
from meetings.actions.structure import change_section
from meetings.actions.writing import write_text
from meetings.models import Section, SectionRevision, SectionText
from tests.factories.directory import PersonFactory
from tests.factories.meetings import NOW, SectionFactory, base_of
from tests.meetings.pages import address, words

pytestmark = pytest.mark.django_db
NAMED = "<p>Renée Van Acker trouve cela trop lourd.</p>"


@pytest.fixture
def renee(db):
    return PersonFactory(given_name="Renée", family_name="Van Acker", email="renee.vanacker@cpas.example")


@pytest.fixture
def anonymous(minutes, renee) -> Section:
    return SectionFactory(minutes=minutes, anonymous=True, fr=("Avis", "<p>Trop lourd.</p>"))


def at(name: str, section: Section, *more: object) -> str:
    return address(name, section.minutes.meeting_id, section.uuid, *more)


def typed(section: Section, html: str, lang: str = "fr", **more: object) -> dict[str, object]:
    return {"heading": "Avis", "html": html, "html-notation": "html", "base": base_of(section, lang), "other_rev": 0, **more}


def stored(section: Section, lang: str = "fr") -> str:
    return SectionText.objects.get(section=section, language=lang).html


@pytest.mark.parametrize(
    "html",
    [
        "<p>Renée Van Acker</p>",
        "<p>RENEE VAN ACKER</p>",
        "<p>(renée  van&nbsp;acker),</p>",
        "<p>Van Acker Renée</p>",
        "<p>Re<strong>née Van</strong> Acker</p>",
        "<p>Renée Van\u00ad Ac\u200bker</p>",
        "<table><tbody><tr><td><p>Renée Van Acker</p></td></tr></tbody></table>",
        '<p>Avis<span data-fn="">Renée Van Acker</span></p>',
        "<p>écrire à Renee.VanAcker@cpas.example.</p>",
        '<p><a href="mailto:renee.vanacker@cpas.example">écrire</a></p>',
    ],
)
def test_a_name_is_found_however_it_is_written(renee, html):
    assert names_in("", html) == [str(renee)]


@pytest.mark.parametrize(
    "html", ["", "<p>Renée Van Ackers</p>", "<p>Van Acker</p>", "<p>Renée et Van Acker</p>", "<p>100 %_</p>"]
)
def test_other_words_are_no_name(renee, html):
    assert names_in("", html) == []


def test_who_is_known_by_a_family_name_only_is_a_word_like_any_other(db):
    PersonFactory(given_name="", family_name="Petit", email="")
    assert names_in("Un petit groupe", "<p>Petit.</p>") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.text(alphabet="abcé ,.'-\u00a0", max_size=12),
    after=st.text(alphabet="abcé ,.'-\u00a0", max_size=12),
    capitals=st.lists(st.booleans(), min_size=15, max_size=15),
    gap=st.sampled_from([" ", "\u00a0", "-", "  ", " , ", "\u2009"]),
)
def test_words_around_a_name_hide_it_only_where_they_grow_into_it(renee, before, after, capitals, gap):
    name = "".join(letter.upper() if up else letter for letter, up in zip("renee van acker", capitals, strict=True))
    text = f"{before}{name.replace(' ', gap)}{after}"
    grown = bool(re.search(r"\w$", before) or re.search(r"^\w", after))
    assert (names_in(text, "") == []) is grown


def test_one_query_finds_everybody(renee, django_assert_num_queries):
    other = PersonFactory(given_name="Bart", family_name="Willems")
    with django_assert_num_queries(1):
        assert names_in("Bart Willems", NAMED) == [str(renee), str(other)]


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_the_form_keeps_the_words_and_names_the_name(signed_in, french_coordinator, anonymous, lang):
    response = signed_in(french_coordinator).post(at("section-edit", anonymous, lang), typed(anonymous, NAMED, lang))
    assert response.status_code == 422
    assert "Renée Van Acker" in words(response)
    assert "trouve cela trop lourd" in response.content.decode()
    assert "Renée" not in stored(anonymous)


def test_saving_while_writing_is_refused_with_the_name(signed_in, french_coordinator, anonymous):
    response = signed_in(french_coordinator).post(at("section-save", anonymous, "fr"), typed(anonymous, NAMED))
    assert response.status_code == 422
    assert response.json()["state"] == "invalid"
    assert "Renée Van Acker" in response.json()["errors"]["__all__"][0]
    assert stored(anonymous) == "<p>Trop lourd.</p>"
    assert SectionRevision.objects.filter(text__section=anonymous).count() == 1


def test_what_two_people_wrote_together_is_read_too(french_coordinator, anonymous):
    base = base_of(anonymous, "fr")

    def write(heading: str, html: str) -> None:
        write_text(anonymous, lang="fr", heading=heading, html=html, base=base, by=french_coordinator, at=timezone.now())

    write("Avis de Renée", "<p>Trop lourd.</p>")
    with pytest.raises(ValidationError) as refused:
        write("Avis", "<p>Van Acker</p><p>Trop lourd.</p>")
    assert "Renée Van Acker" in refused.value.messages[0]
    assert stored(anonymous) == "<p>Trop lourd.</p>"


def test_a_section_becomes_anonymous_only_without_names(signed_in, french_coordinator, minutes, renee):
    section = SectionFactory(minutes=minutes, nl=("Advies", NAMED))
    response = signed_in(french_coordinator).post(at("section-settings", section), {"kind": "text", "anonymous": "on"})
    assert response.status_code == 422
    assert "Renée Van Acker" in words(response)
    section.refresh_from_db()
    assert not section.anonymous
    with pytest.raises(ValidationError):
        change_section(section, by=french_coordinator, anonymous=True)


def test_an_older_version_with_a_name_is_not_brought_back(signed_in, french_coordinator, anonymous):
    text = anonymous.texts.get(language="fr")
    older = SectionRevision.objects.create(text=text, rev=0, heading="Avis", html=NAMED, hash="0" * 64, at=NOW)
    response = signed_in(french_coordinator).post(
        at("revision-restore", anonymous, "fr", older.pk), {"base": base_of(anonymous, "fr")}, follow=True
    )
    assert "Renée Van Acker" in words(response)
    assert stored(anonymous) == "<p>Trop lourd.</p>"


def test_what_was_saved_before_somebody_entered_the_directory_can_be_saved_unchanged(signed_in, french_coordinator, anonymous):
    PersonFactory(given_name="Trop", family_name="Lourd")
    response = signed_in(french_coordinator).post(at("section-save", anonymous, "fr"), typed(anonymous, "<p>Trop lourd.</p>"))
    assert response.json()["state"] == "saved"
    response = signed_in(french_coordinator).post(at("section-copy", anonymous, "nl"), follow=True)
    assert "Trop Lourd" in words(response)
    assert not SectionText.objects.filter(section=anonymous, language="nl").exists()


def test_other_sections_may_name_people(signed_in, french_coordinator, section, renee):
    response = signed_in(french_coordinator).post(at("section-save", section, "fr"), typed(section, NAMED))
    assert response.json()["state"] == "saved"


def test_no_structure_is_prepared_that_would_name_somebody(signed_in, french_coordinator, anonymous):
    PersonFactory(given_name="Anne", family_name="Avis")
    anonymous.texts.update(heading="Anne Avis")
    client = signed_in(french_coordinator)
    for place in (at("section-skeleton", anonymous, "nl"), address("skeletons", anonymous.minutes.meeting_id, "nl")):
        assert "Anne Avis" in words(client.post(place, follow=True))
    assert not SectionText.objects.filter(section=anonymous, language="nl").exists()


def test_a_version_set_aside_before_is_not_chosen_with_its_name(signed_in, french_coordinator, dutch_coordinator, minutes, renee):
    section = SectionFactory(minutes=minutes, fr=("Avis", "<p>Lourd.</p>"))
    base = base_of(section, "fr")
    for by, html in ((french_coordinator, "<p>Trop lourd.</p>"), (dutch_coordinator, NAMED)):
        written = write_text(section, lang="fr", heading="Avis", html=html, base=base, by=by, at=NOW)
    aside = written.set_aside
    assert aside is not None
    Section.objects.filter(pk=section.pk).update(anonymous=True)
    sent = {"standing": written.revision.pk, "choice-0": "mine"}
    response = signed_in(dutch_coordinator).post(at("conflict", section, "fr", aside.pk), sent)
    assert response.status_code == 422
    assert "Renée Van Acker" in words(response)
    assert stored(section) == "<p>Trop lourd.</p>"
