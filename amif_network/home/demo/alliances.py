"""What the demo's partnerships look like: plain values that `partnerships.py` hands to the portal's own actions."""

from dataclasses import dataclass

from .cast import ANTWERPEN, BINCHE, CHARLEROI, EDEGEM, EEKLO, EVERGEM, GENT, HUY, LIEGE, NINOVE

# Who answers for a party.
IN_CHARGE = {
    CHARLEROI: "hugo",
    BINCHE: "claire",
    GENT: "wouter",
    EEKLO: "lotte",
    EVERGEM: "bram",
    NINOVE: "an",
    EDEGEM: "rita",
    ANTWERPEN: "katrien",
    LIEGE: "jeanmarc",
    HUY: "nadia",
}


@dataclass(frozen=True, slots=True)
class DemoPartnership:
    """A partnership: `starts` and `ends` in days from the as-of date, `promises` as (side, French, Dutch)."""

    code: str
    project: str
    host: str
    partners: tuple[str, ...]
    fr: str
    nl: str
    aim_fr: str
    aim_nl: str
    forms: tuple[str, ...]
    starts: int
    ends: int
    promises: tuple[tuple[str, str, str], ...] = ()


# The worked example (DOMAIN §8): a year of 365 days that ends in two weeks.
TROUBLE = DemoPartnership(
    "CHA-BIN",
    "42-CHB",
    CHARLEROI,
    (BINCHE,),
    "Un agent, deux équipes",
    "Eén medewerker, twee teams",
    "Monter à Binche des modules d'activation comme ceux de Charleroi, avec un agent formé sur place.",
    "In Binche activeringsmodules opzetten zoals in Charleroi, met een medewerker die daar het vak leert.",
    ("immersion",),
    -350,
    14,
    (
        ("host", "Accueillir l'agent trois jours par semaine dans l'équipe.", "De medewerker drie dagen per week ontvangen."),
        ("partner", "Ouvrir un premier module à Binche avant l'été.", "Vóór de zomer een eerste module openen in Binche."),
    ),
)
NETWORK = DemoPartnership(
    "GNT-LN",
    "42-GNT",
    GENT,
    (EEKLO, EVERGEM, NINOVE, EDEGEM),
    "Réseau d'apprentissage des petits CPAS",
    "Lerend netwerk van kleine OCMW's",
    "Cinq équipes discutent de cas concrets et partagent leurs outils.",
    "Vijf teams bespreken concrete casussen en delen hun werkmateriaal.",
    ("learning_network",),
    -420,
    309,
    (
        ("host", "Préparer et animer six rencontres par an.", "Zes bijeenkomsten per jaar voorbereiden en begeleiden."),
        ("partner", "Apporter un cas à chaque rencontre.", "Naar elke bijeenkomst een casus meebrengen."),
    ),
)
SESSIONS_ONE = DemoPartnership(
    "ANT-EVE",
    "42-ANT",
    ANTWERPEN,
    (EVERGEM,),
    "Séances de groupe à Evergem",
    "Groepssessies in Evergem",
    "Une formatrice d'Anvers anime les séances et suit chaque participant.",
    "Een begeleider van Antwerpen geeft de sessies en volgt elke deelnemer op.",
    ("group_sessions", "individual_follow_up"),
    -200,
    530,
)
SESSIONS_TWO = DemoPartnership(
    "ANT-NIN",
    "42-ANT",
    ANTWERPEN,
    (NINOVE,),
    "Séances de groupe à Ninove",
    "Groepssessies in Ninove",
    "Les mêmes séances, adaptées à un groupe qui commence à apprendre le néerlandais.",
    "Dezelfde sessies, aangepast aan een groep die Nederlands begint te leren.",
    ("group_sessions", "individual_follow_up"),
    -200,
    530,
)
RENEWED = DemoPartnership(
    "ANT-EDE-1",
    "42-ANT",
    ANTWERPEN,
    (EDEGEM,),
    "Participants d'Edegem aux trajets de quartier",
    "Deelnemers uit Edegem in de wijktrajecten",
    "Les habitants d'Edegem suivent les trajets d'Anvers, et l'inverse.",
    "Inwoners van Edegem volgen de trajecten van Antwerpen, en omgekeerd.",
    ("client_participation",),
    -600,
    -236,
)
# Days from the as-of date, and the code, of what follows it.
RENEWAL_CODE, RENEWAL_STARTS, RENEWAL_ENDS = "ANT-EDE-2", -235, 129
STARTING = DemoPartnership(
    "LIE-HUY-2",
    "42-LIE",
    LIEGE,
    (HUY,),
    "Accompagner l'équipe de Huy",
    "Het team van Hoei begeleiden",
    "Une journée par mois à Huy pour lancer des ateliers de la parole.",
    "Eén dag per maand in Hoei om taalateliers op te starten.",
    ("coaching",),
    -12,
    352,
)
ENDED = DemoPartnership(
    "LIE-HUY-1",
    "42-LIE",
    LIEGE,
    (HUY,),
    "Ateliers de la parole pour Huy",
    "Taalateliers voor Hoei",
    "Les participants de Huy suivent les ateliers de Liège.",
    "Deelnemers van Hoei volgen de ateliers van Luik.",
    ("client_participation", "individual_follow_up"),
    -500,
    -136,
)
WITHOUT = (
    "Deux collègues sur quatre sont absents depuis l'été : nous ne pouvons pas accueillir quelqu'un comme il faut. "
    "Nous reposerons la question au début de l'année."
)


@dataclass(frozen=True, slots=True)
class DemoCommitteeMeeting:
    """A meeting of a committee, `days` from the as-of date; with minutes in French and Dutch they are published."""

    days: int
    fr: str
    nl: str
    said_fr: str = ""
    said_nl: str = ""


NETWORK_MEETINGS = (
    DemoCommitteeMeeting(
        -230,
        "Comité d'accompagnement du réseau d'apprentissage",
        "Begeleidingscomité van het lerend netwerk",
        "<p>Les quatre petits CPAS veulent garder le rythme de six rencontres. "
        "Les fiches de cas suivent un modèle d'une page.</p>",
        "<p>De vier kleine OCMW's willen het ritme van zes bijeenkomsten behouden. "
        "De casusfiches volgen een model van één bladzijde.</p>",
    ),
    DemoCommitteeMeeting(
        -20,
        "Deuxième comité d'accompagnement du réseau d'apprentissage",
        "Tweede begeleidingscomité van het lerend netwerk",
    ),
    DemoCommitteeMeeting(
        60, "Troisième comité d'accompagnement du réseau d'apprentissage", "Derde begeleidingscomité van het lerend netwerk"
    ),
)
TROUBLE_MEETINGS = (
    DemoCommitteeMeeting(
        -165,
        "Comité d'accompagnement de l'immersion",
        "Begeleidingscomité van de immersie",
    ),
)
