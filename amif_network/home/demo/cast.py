"""The invented people of the demo, where they work, and who of them can sign in."""

from dataclasses import dataclass

PASSWORD = "demo-reseau-netwerk"  # noqa: S105  (printed by `make run`; the demo is never a production site)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person: `organisation` is a code of the directory; `role` and `login` only for those who sign in."""

    key: str
    given_name: str
    family_name: str
    organisation: str
    function_fr: str
    function_nl: str
    language: str
    role: str = ""
    login: str = ""


SPP, IBZ = "spp-is", "ibz"
CHARLEROI, GENT, ANTWERPEN, LIEGE, BRUXELLES = "cpas-52011", "cpas-44021", "cpas-11002", "cpas-62063", "cpas-21004"
BINCHE, NINOVE = "cpas-58002", "cpas-41048"
# They answer calls and have partnerships, and nobody of them comes to meetings of the network.
EEKLO, EVERGEM, EDEGEM = "cpas-43005", "cpas-44019", "cpas-11013"
HUY = "cpas-61031"

PEOPLE = (
    DemoPerson(
        "samira",
        "Samira",
        "Benkirane",
        SPP,
        "gestionnaire de la plateforme",
        "beheerder van het platform",
        "fr",
        "administrator",
        "admin",
    ),
    DemoPerson(
        "nathalie",
        "Nathalie",
        "Verhulst",
        SPP,
        "coordinatrice du réseau",
        "netwerkcoördinator",
        "fr",
        "coordinator",
        "coordination.fr",
    ),
    DemoPerson(
        "pieter", "Pieter", "Claesen", SPP, "coordinateur du réseau", "netwerkcoördinator", "nl", "coordinator", "coordination.nl"
    ),
    DemoPerson(
        "hugo", "Hugo", "Lambotte", CHARLEROI, "responsable de projet", "projectverantwoordelijke", "fr", "member", "charleroi"
    ),
    DemoPerson(
        "wouter",
        "Wouter",
        "De Smedt",
        GENT,
        "coordinateur des partenariats",
        "coördinator partnerschappen",
        "nl",
        "member",
        "gent",
    ),
    DemoPerson("inge", "Inge", "Van Hecke", GENT, "assistante sociale", "maatschappelijk werker", "nl"),
    DemoPerson("katrien", "Katrien", "Peetermans", ANTWERPEN, "responsable d'équipe", "teamverantwoordelijke", "nl"),
    DemoPerson("jeanmarc", "Jean-Marc", "Delvigne", LIEGE, "responsable de projet", "projectverantwoordelijke", "fr"),
    DemoPerson("fatou", "Fatou", "Ndiaye-Colson", LIEGE, "animatrice de groupe", "groepsbegeleider", "fr"),
    DemoPerson("elodie", "Élodie", "Renardy", BRUXELLES, "responsable de projet", "projectverantwoordelijke", "fr"),
    DemoPerson("mathieu", "Mathieu", "Carlier", BINCHE, "agent en immersion", "medewerker in immersie", "fr", "member", "binche"),
    DemoPerson("an", "An", "De Backer", NINOVE, "assistante sociale en chef", "hoofdmaatschappelijk werker", "nl"),
    DemoPerson("claire", "Claire", "Mahieu", BINCHE, "cheffe du service social", "hoofd van de sociale dienst", "fr"),
    DemoPerson("lotte", "Lotte", "Verstraete", EEKLO, "assistante sociale", "maatschappelijk werker", "nl"),
    DemoPerson("bram", "Bram", "Goethals", EVERGEM, "assistant social", "maatschappelijk werker", "nl"),
    DemoPerson("rita", "Rita", "Somers", EDEGEM, "responsable d'équipe", "teamverantwoordelijke", "nl"),
    DemoPerson("nadia", "Nadia", "Servais", HUY, "responsable de projet", "projectverantwoordelijke", "fr"),
    DemoPerson(
        "thomas", "Thomas", "Legrain", IBZ, "gestionnaire de dossiers", "dossierbeheerder", "fr", "observer", "observation"
    ),
)


def email_of(person: DemoPerson) -> str:
    """Return the sign-in address of a demo user."""
    return f"{person.login}@demo.example"
