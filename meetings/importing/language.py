"""French or Dutch? A small counter of words that only one of the two uses."""

import re

from .result import Lang

WORD = re.compile(r"[^\W\d_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FRENCH = _words(
    """le la les des du un une au aux et est sont ont été être avec pour par sur dans pas ne que qui ce cette ces leur leurs
    son sa ses nous vous il elle ils elles ou où mais plus très aussi sans entre sous chez lors afin donc selon fin début
    mardi lundi mercredi jeudi vendredi janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    rapport compte rendu réunion rencontre séance ordre jour accueil pause midi clôture divers remarques remarque commentaires
    commentaire ajouter cpas spp spf réseau partenariat partenariats projets projet appel présentation diapositive
    diapositives présents excusés absents invités introduction discussion ligne questions question suivi bilan étude avantages
    inconvénients échange échanges travail bonnes pratiques prochaine prochaines étapes procès verbal journée apprentissage"""
)
DUTCH = _words(
    """het een van voor met aan bij op te niet zijn is wordt worden werd werden heeft hebben had dat dit deze die er ook
    maar als om uit naar over tot door wij zij hij hun haar kan kunnen zal zullen moet moeten nog wel geen tussen tijdens
    maandag dinsdag woensdag donderdag vrijdag januari februari maart april mei juni juli augustus september oktober november
    december verslag vergadering bijeenkomst notulen overleg agenda dagorde onthaal pauze middag middagpauze afsluiting varia
    opmerkingen opmerking toe voegen ocmw ocmws pod fod netwerk partnerschap partnerschappen projecten oproep oproepen
    voorstelling inleiding bespreking aanwezig aanwezigen verontschuldigd afwezig genodigden vragen vraag opvolging voordelen
    nadelen uitwisseling werking kennismaking volgende stappen onderzoek stand zaken lerend"""
)
# Words that both languages use say nothing ("de", "en", "september" in a French date is "septembre").
NEUTRAL = FRENCH & DUTCH

ACCENTS = re.compile(r"[éèêàâçùûîôœ]")
DUTCH_LETTERS = re.compile(r"ij|aa|ee[nlrmt]|oo[rdnplt]|uu|sch|lijk|heid|\Bing(?:en)?\b")
FRENCH_ELISION = re.compile(r"\b(?:l|d|n|s|c|j|m|t|qu)['’](?=\w)", re.IGNORECASE)
# "OCMW's", "dia's": a Dutch plural
DUTCH_PLURAL = re.compile(r"\w['’]s\b")


def score(text: str) -> tuple[float, float]:
    """Return the evidence for French and for Dutch."""
    found = [word.casefold() for word in WORD.findall(text)]
    french = sum(2.0 for word in found if word in FRENCH and word not in NEUTRAL)
    dutch = sum(2.0 for word in found if word in DUTCH and word not in NEUTRAL)
    unknown = " ".join(word for word in found if word not in FRENCH and word not in DUTCH)
    french += 0.5 * len(ACCENTS.findall(unknown)) + 2.0 * len(FRENCH_ELISION.findall(text))
    dutch += 0.5 * len(DUTCH_LETTERS.findall(unknown)) + 2.0 * len(DUTCH_PLURAL.findall(text))
    return french, dutch


def language_of(text: str) -> Lang | None:
    """Return the language of a text, None when the evidence is equal or absent."""
    french, dutch = score(text[:20_000])
    if french == dutch:
        return None
    return "fr" if french > dutch else "nl"
