"""What is typed into the box is words, whatever it is."""

import pytest

from amif_network.search.query import LONGEST, MOST_TERMS, Term, read
from tests.factories.meetings import SectionFactory
from tests.search.asking import page, titles


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("immersion logement", (Term(("immersion",)), Term(("logement",)))),
        ('"permis unique" -budget', (Term(("permis unique",), quoted=True), Term(("budget",), excluded=True))),
        ('-"permis unique"', (Term(("permis unique",), quoted=True, excluded=True),)),
        ("CPAS OR OCMW", (Term(("CPAS",)), Term(("OCMW",), alternative=True))),
        ("OU logement OF", (Term(("logement",)),)),
        ('"ouvert', (Term(("ouvert",), quoted=True),)),
        ("a & b | !c:* <-> (d)", (Term(("a",)), Term(("b",)), Term(("!c:*",)), Term(("(d)",)))),
        ("\x00mot\ue000", (Term(("mot",)),)),
        ('- "" & !', ()),
    ],
)
def test_reads_words_phrases_alternatives_and_exclusions(typed, terms):
    assert read(typed).terms == terms


def test_takes_no_more_than_it_looks_for():
    long, many = read("x" * 10_000), read("mot " * 40)
    assert (len(long.typed), long.cut) == (LONGEST, True)
    assert (len(many.terms), many.cut) == (MOST_TERMS, True)
    assert read("mot").cut is False


def test_synonyms_take_the_longest_name():
    known = {"la louviere": ("La Louvière", "Louvière"), "louviere": ("X",)}
    query = read("CPAS La Louvière budget").with_synonyms(known)
    assert query.terms == (Term(("CPAS", "OCMW", "ÖSHZ")), Term(("La Louvière", "Louvière")), Term(("budget",)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("immersions", ["Immersion"]),
        ("experience", ["Expérience"]),
        ("EXPÉRIENCE", ["Expérience"]),
        ("ervaring", ["Ervaringen"]),
        ('"une seconde fois"', ["Expérience"]),
        ('"seconde une fois"', []),
        ("partagée -immersion", ["Expérience"]),
        ("immersion OR ervaringen", ["Immersion", "Ervaringen"]),
        ("immers", ["Immersion"]),
        ("' OR 1=1 --", []),
        ("immersion:* & !partagée", ["Immersion"]),
        ("l'expérience", ["Expérience"]),
    ],
)
def test_finds_forms_phrases_and_accents(searching, typed, found):
    SectionFactory(fr=("Immersion", "<p>Une immersion partagée</p>"))
    SectionFactory(fr=("Expérience", "<p>Partagée une seconde fois</p>"))
    SectionFactory(nl=("Ervaringen", "<p>Gedeeld</p>"))
    assert sorted(titles(searching, typed)) == sorted(found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "&|!:*<->()",
        "x" * 10_000,
        "'; DROP TABLE search_entry; --",
        "\x00",
        "%s %(x)s {}",
        "\\",
        "\U0001f600",
        '"' * 50,
        "le de la",
    ],
)
def test_nothing_that_is_typed_does_harm(searching, typed):
    SectionFactory(fr="Texte")
    page(searching, typed)
    assert titles(searching, "texte") == ["Texte"]
