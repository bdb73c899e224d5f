"""Whatever the document: nothing is lost and nothing breaks."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.importing import UnreadableDocument, parse_minutes, read_document, read_html, read_text

from .checks import directory, missing_words

LINES = st.sampled_from(
    [
        "",
        "",
        "",
        "Verslag bijeenkomst OCMW's – *Rapport rencontre CPAS* AMIF 4 mei 2023 – 4 mai 2023",
        "Présents / Aanwezig : Noor Verhulst (POD MI), Bram De Keyser et Sien Aertsen (OCMW Gent)",
        "Excusé(e)s: Hugo Marchal (CPAS Liège, Zoé Pirard",
        "Aanwezig",
        "- Karim El Haddad",
        "Théo Vandenbossche\t(CPAS Namur)",
        "Ordre du jour de la réunion :",
        "Agenda",
        "- 1) Accueil",
        "- 2) Suites",
        "9u00 à 9u30:\tAccueil",
        "van 10u tot 10u15 Pauze",
        "0. Introduction",
        "1. Budget",
        "2. CPAS de Namur :",
        "2.1. OCMW Gent",
        "I.1 CPAS Liège",
        "II. Suites",
        "# Titre",
        "A. Divers",
        "Avantages :",
        "**Budget**",
        "a) premier",
        "   - sous-point",
        "• point",
        "Het bedrag blijft ongewijzigd",
        "et la suite de la phrase.",
        "Nog toe te voegen: opmerkingen van OCMW Luik en Gent.",
        "Le CPAS de Namur n'a aucune remarque.",
        "voir présentation (dia 3 à 6)",
        "mot¹ et [lien](https://example.org/a?b=1) [^2]",
        "¹ Une note.",
        "[^2]: Autre note",
        "| a | b |",
        "|---|---|",
        "Thème\tActivité",
        "Langue\t",
        "> cité",
        "Lieu : Namur",
        "BETER SAMEN LEVEN",
        "→ Le SPP IS répond.",
        "Page 2 / 3",
        "-----",
        "(((",
        "))",
    ]
)
WORDS = st.text(alphabet="aàbBCéz019 .,;:()[]*_#|-–\t'’¹/→>", max_size=40)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINES, min_size=1, max_size=25))
def test_no_word_is_lost_from_shuffled_minutes(lines: list[str]):
    text = "\n".join(["Tekst", *lines])
    assert missing_words(text, parse_minutes(read_text(text), match=directory)) == {}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(LINES, WORDS), min_size=1, max_size=12), st.booleans())
def test_no_word_is_lost_from_rubbish(lines: list[str], markdown: bool):
    text = "\n".join(["Texte", *lines])
    assert missing_words(text, parse_minutes(read_text(text, markdown=markdown), match=directory)) == {}


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<ul><li>",
                "<li>",
                "</ul>",
                "<table><tr><td>",
                "</td></table>",
                "<b>",
                "</b>",
                "mot",
                "x < y",
                "<br>",
            ]
        )
    )
)
def test_no_word_is_lost_from_broken_html(pieces: list[str]):
    source = read_html("<p>début</p>" + " ".join(pieces))
    assert missing_words(source.text, parse_minutes(source, match=directory)) == {}


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", "PK\x03\x04", "%PDF-1.7", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_any_bytes_are_read_or_refused(data: bytes, start: str):
    try:
        source = read_document(start.encode("latin-1") + data, "x.docx")
    except UnreadableDocument as refusal:
        assert refusal.message
    else:
        assert source.lines
