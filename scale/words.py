"""Invented sentences in French and Dutch, chosen by number: the same number gives the same words in every run."""

import random

SUBJECTS = {
    "fr": ("Le service d’accueil", "La coordination", "Un CPAS de la région", "L’équipe sociale", "Le groupe de travail",
           "La commune voisine", "Le partenaire associatif", "La cellule logement"),
    "nl": ("De onthaaldienst", "De coördinatie", "Een OCMW van de streek", "Het sociaal team", "De werkgroep", "De buurgemeente",
           "De partnerorganisatie", "De woonbegeleiding"),
}  # fmt: skip
VERBS = {
    "fr": ("prépare", "partage", "évalue", "demande", "présente", "revoit", "organise", "finance"),
    "nl": ("bereidt voor:", "deelt", "evalueert", "vraagt", "stelt voor:", "herbekijkt", "organiseert", "financiert"),
}
OBJECTS = {
    "fr": ("un accueil en deux langues", "la liste des interprètes", "le suivi des familles", "une permanence hebdomadaire",
           "le budget de l’année", "la formation des agents", "un atelier sur le logement", "les visites d’échange"),
    "nl": ("een onthaal in twee talen", "de lijst van tolken", "de opvolging van gezinnen", "een wekelijks zitmoment",
           "de begroting van het jaar", "de vorming van medewerkers", "een atelier over wonen", "de uitwisselingsbezoeken"),
}  # fmt: skip
PLACES = {
    "fr": (
        "dans les trois mois",
        "avec les écoles",
        "avant l’été",
        "avec deux voisins",
        "en petit comité",
        "pour tout le réseau",
    ),
    "nl": (
        "binnen drie maanden",
        "met de scholen",
        "voor de zomer",
        "met twee buren",
        "in kleine groep",
        "voor het hele netwerk",
    ),
}
GIVEN = ("Amina", "Bram", "Chloé", "Dirk", "Elif", "Farid", "Greet", "Hugo", "Inès", "Joris", "Karima", "Luc", "Maud",
         "Niels", "Odile", "Piet")  # fmt: skip
FAMILY = ("Aerts", "Baeten", "Collard", "Dubuisson", "Everaert", "Fontaine", "Geens", "Hanssens", "Istas", "Joassin", "Kinet",
          "Lambrechts", "Mercken", "Noirhomme", "Oosters", "Petitjean", "Quintin", "Raskin", "Smolders", "Thirion")  # fmt: skip


def sentence(lang: str, number: int) -> str:
    """Return one sentence of its language, always the same for a number."""
    chance = random.Random(number)  # noqa: S311  (the same words in every run)
    return " ".join(chance.choice(words[lang]) for words in (SUBJECTS, VERBS, OBJECTS, PLACES)) + "."


def paragraphs(lang: str, number: int, count: int = 3) -> str:
    """Return so many paragraphs of three sentences each, in the canonical form of `core.richtext`."""
    return "".join(
        f"<p>{' '.join(sentence(lang, number * 31 + place * 3 + part) for part in range(3))}</p>" for place in range(count)
    )


def name(number: int) -> tuple[str, str]:
    """Return the given and the family name of an invented person; the number keeps namesakes apart."""
    return GIVEN[number % len(GIVEN)], f"{FAMILY[number // len(GIVEN) % len(FAMILY)]} {number:04}"
