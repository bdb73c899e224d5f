"""Which passages concern an organisation."""

import pytest

from amif_network.core.bilingual import Localised
from amif_network.directory.models import Organisation
from meetings.concerns import Concern, concerns
from meetings.models import Section
from meetings.printed import PrintedPassage, PrintedSection

GENT = Organisation(
    short_fr="CPAS de Gand", short_nl="OCMW Gent", name_nl="Openbaar Centrum Gent", city_fr="Gand", city_nl="Gent"
)


def printed(text: str, *, lang: str = "fr", depth: int = 1, anchor: str = "s-1", heading: str = "") -> PrintedSection:
    passage = PrintedPassage(lang=lang, heading=Localised(heading, lang), html=Localised(f"<p>{text}</p>", lang))
    return PrintedSection(anchor=anchor, depth=depth, passages=(passage,))


@pytest.mark.parametrize(
    "text",
    [
        "Le CPAS de Gand propose",
        "<em>Gand</em>, par exemple",
        "L'accueil à Gand.",
        "OCMW Gent stelt voor",
        "Openbaar  Centrum\u00a0Gent",
    ],
)
def test_a_passage_that_names_it_concerns_it(text):
    assert concerns([printed(text)], GENT, [], []) == {"s-1": [Concern.NAMED]}


@pytest.mark.parametrize("text", ["Gandhi", "un gant", "Gentbrugge", "gand", "le CPAS de Liège"])
def test_a_word_that_looks_like_it_does_not(text):
    assert concerns([printed(text)], GENT, [], []) == {}


def test_a_heading_may_name_it():
    assert concerns([printed("", heading="Visite à Gand")], GENT, [], []) == {"s-1": [Concern.NAMED]}


def test_what_stands_below_its_own_answer_is_its_own_too():
    own = Section()
    sections = [
        printed("a", anchor="s-a"),
        printed("b", anchor=f"s-{own.uuid}", depth=2),
        printed("c", anchor="s-c", depth=3),
        printed("d", anchor="s-d", depth=2),
        printed("e", anchor="s-e", depth=3),
    ]
    assert list(concerns(sections, GENT, [own], [])) == [f"s-{own.uuid}", "s-c"]


def test_an_apostrophe_is_an_apostrophe():
    antwerp = Organisation(short_fr="CPAS d'Anvers")
    assert concerns([printed("le CPAS d’Anvers")], antwerp, [], []) == {"s-1": [Concern.NAMED]}


def test_an_organisation_without_names_is_named_nowhere():
    assert concerns([printed("n'importe quoi")], Organisation(), [], []) == {}
