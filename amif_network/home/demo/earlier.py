"""An earlier meeting of the demo: it put to the table what a later one asked again, and opened topics that came back."""

from .cast import CHARLEROI, GENT, LIEGE
from .records import DemoMeeting, Passage, Slot

EARLIER = DemoMeeting(
    days=-610,
    title_fr="Rencontre du réseau : premiers partenariats",
    title_nl="Netwerkbijeenkomst: de eerste partnerschappen",
    mode="in_person",
    place_fr="Gand, maison de quartier",
    place_nl="Gent, buurthuis",
    start="10:00",
    end="12:30",
    agenda=(
        Slot(
            "Calendrier du prochain appel à projets",
            "Tijdpad van de volgende projectoproep",
            "10:00",
            "10:30",
            label="1.",
            presenters=("thomas",),
        ),
        Slot("Tour de table des partenariats", "Tafelronde partnerschappen", "10:30", "12:15", label="2."),
        Slot("Divers", "Varia", "12:15", "12:30", "any_other_business", label="3."),
    ),
    present=("nathalie", "pieter", "hugo", "wouter", "jeanmarc", "mathieu"),
    excused=("katrien",),
    passages=(
        Passage(
            "1.",
            "Calendrier du prochain appel à projets",
            "Tijdpad van de volgende projectoproep",
            "<p>L'appel sera annoncé après l'été. Les CPAS souhaitent connaître la date deux mois à l'avance.</p>",
            "<p>De oproep wordt na de zomer aangekondigd. De OCMW's willen de datum twee maanden vooraf kennen.</p>",
        ),
        Passage(
            "2.",
            "Tour de table : qu'attendons-nous et que nous apporte le partenariat ?",
            "Tafelronde: wat verwachten we van het partnerschap en wat levert het ons op?",
            "<p>Chaque organisation dit ce qu'elle attend de la première année.</p>",
            "<p>Elke organisatie zegt wat ze van het eerste jaar verwacht.</p>",
            kind="round_table",
            children=(
                Passage(
                    "2.1",
                    "CPAS de Charleroi",
                    "OCMW Charleroi",
                    "<p>Nous cherchons un collègue pour l'immersion ; le profil demande de l'expérience avec des groupes.</p>",
                    "<p>We zoeken een collega voor de immersie; het profiel vraagt ervaring met groepen.</p>",
                    organisation=CHARLEROI,
                    kind="answer",
                    answer_type="experience",
                ),
                Passage(
                    "2.2",
                    "CPAS de Gand",
                    "OCMW Gent",
                    "<p>Le trajet entre les communes est le premier obstacle : le bus passe une fois par heure.</p>",
                    "<p>De verplaatsing tussen de gemeenten is de eerste hinderpaal: de bus rijdt één keer per uur.</p>",
                    organisation=GENT,
                    kind="answer",
                    answer_type="difficulty",
                ),
                Passage(
                    "2.3",
                    "CPAS de Liège",
                    "OCMW Luik",
                    "<p>Recevoir une équipe voisine oblige à expliquer ce qui va de soi ; nos outils y gagnent.</p>",
                    "<p>Een naburige ploeg ontvangen dwingt ons uit te leggen wat vanzelf spreekt; ons werk wint erbij.</p>",
                    organisation=LIEGE,
                    kind="answer",
                    answer_type="added_value",
                ),
            ),
        ),
    ),
    steps=("convene", "hold"),
    publish=True,
)
