"""The themes under which the network's words are brought together, and the words by which a theme is recognised.

The themes are those of evaluations (`partnerships.models.choices.Theme`), so that minutes, ideas and evaluations answer the
same question; calls are one more, since half of what meetings speak of is about them. The words are looked for by their
stems, in texts of their language (glossary.csv for the terms of the field).
"""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from partnerships.models.choices import Theme

CONFIGURATIONS = {"fr": "search_fr", "nl": "search_nl"}
CALLS = "calls"


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme: how addresses call it, its label, and its words in each language; several words are a phrase."""

    name: str
    label: Lazy | str
    words: dict[str, tuple[str, ...]]

    def lexemes(self, lang: str) -> SearchQuery:
        """Return what the database looks for in texts of this language: any of the words, each phrase in its order."""
        config, words = self.words_for(lang)
        return SearchQuery(words, config=config, search_type="raw")

    def words_for(self, lang: str) -> tuple[str, str]:
        """Return the name of the configuration of this language, and the words as `to_tsquery` reads them."""
        phrases = (" <-> ".join(one.replace("'", " ").split()) for one in self.words[lang])
        return CONFIGURATIONS[lang], " | ".join(f"({one})" for one in phrases)

    def found_in(self, fr: str = "fr", nl: str = "nl") -> Q:
        """Return the condition that the lexemes in these columns hold one of its words."""
        return Q(**{fr: self.lexemes("fr")}) | Q(**{nl: self.lexemes("nl")})


def _theme(theme: Theme, fr: str, nl: str) -> Topic:
    return Topic(theme.value, theme._label_, {"fr": _split(fr), "nl": _split(nl)})


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(","))


TOPICS: dict[str, Topic] = {
    topic.name: topic
    for topic in (
        Topic(
            CALLS,
            _("calls and their calendar"),
            {
                "fr": _split("appel à projets, prochain appel, calendrier, échéance, fiche de projet, délai"),
                "nl": _split("projectoproep, oproep, tijdpad, deadline, projectfiche, termijn"),
            },
        ),
        _theme(Theme.AGENT, "immersion, mentor, deux équipes, équipe partenaire", "immersie, mentor, twee teams, partnerteam"),
        _theme(
            Theme.RECRUITMENT,
            "recrutement, recruter, engager, profil, candidat, offre d'emploi",
            "aanwerving, aanwerven, profiel, kandidaat, vacature",
        ),
        _theme(
            Theme.EXCHANGE,
            "échange, expertise, réseau d'apprentissage, outils, visites, apprendre",
            "uitwisseling, uitwisselen, expertise, lerend netwerk, werkmateriaal, bezoeken, leren",
        ),
        _theme(Theme.RECIPROCITY, "réciprocité, réciproque, mutuel, visites croisées", "wederkerigheid, wederkerig, wederzijds"),
        _theme(
            Theme.FOLLOW_UP,
            "suivi, comité, agenda commun, concertation, rapport intermédiaire",
            "opvolging, comité, gedeelde agenda, overleg, tussentijds verslag",
        ),
        _theme(
            Theme.ADMINISTRATION,
            "convention, administration, administratif, formulaire, arrêté, signature",
            "overeenkomst, administratie, administratief, formulier, besluit, handtekening",
        ),
        _theme(
            Theme.MONEY,
            "budget, financement, préfinancement, montant, plafond, frais, subside, paiement",
            "budget, financiering, voorfinanciering, bedrag, plafond, kosten, subsidie, betaling",
        ),
        _theme(
            Theme.TARGET_GROUP,
            "groupe cible, public cible, participants, bénéficiaires, primo-arrivants",
            "doelgroep, deelnemers, begunstigden, nieuwkomers",
        ),
        _theme(
            Theme.DISTANCE, "distance, trajet, déplacement, train, transport", "afstand, verplaatsing, trein, vervoer, reistijd"
        ),
        _theme(
            Theme.CAPACITY,
            "personnel, mi-temps, temps plein, remplacement, charge de travail, manque de personnel",
            "personeel, halftijds, halftijdse, voltijds, vervanging, werkdruk",
        ),
        _theme(
            Theme.CIRCUMSTANCES,
            "crise, pandémie, confinement, inondations, pénurie de logements",
            "crisis, pandemie, lockdown, overstroming, woningnood",
        ),
    )
}
