"""The five meetings of the demo: published, half translated, in review, just held, planned."""

from .cast import ANTWERPEN, BINCHE, BRUXELLES, CHARLEROI, GENT, LIEGE, NINOVE
from .records import Awaited, DemoMeeting, Passage, Slot

PUBLISHED = DemoMeeting(
    days=-240,
    title_fr="Rencontre du réseau : partenariats entre grands et petits CPAS",
    title_nl="Netwerkbijeenkomst: partnerschappen tussen grote en kleine OCMW's",
    mode="hybrid",
    place_fr="Bruxelles, salle Horizon",
    place_nl="Brussel, zaal Horizon",
    start="09:30",
    end="12:30",
    agenda=(
        Slot("Accueil et café", "Onthaal en koffie", "09:30", "09:45", "welcome"),
        Slot(
            "Calendrier du prochain appel à projets",
            "Tijdpad van de volgende projectoproep",
            "09:45",
            "10:15",
            label="1.",
            presenters=("thomas",),
        ),
        Slot("Pause", "Pauze", "10:15", "10:30", "break"),
        Slot(
            "Tour de table des partenariats",
            "Tafelronde partnerschappen",
            "10:30",
            "12:00",
            label="2.",
            presenters=("nathalie", "pieter"),
        ),
        Slot("Divers", "Varia", "12:00", "12:30", "any_other_business", label="3."),
    ),
    present=("nathalie", "pieter", "hugo", "wouter", "inge", "jeanmarc", "elodie", "mathieu", "thomas"),
    excused=("katrien", "an"),
    passages=(
        Passage(
            "1.",
            "Calendrier du prochain appel à projets",
            "Tijdpad van de volgende projectoproep",
            "<p>L'appel s'ouvrira au début du mois d'octobre et restera ouvert six semaines. Les fiches suivent le modèle "
            "de l'année passée"
            '<span data-fn="">Le modèle de fiche budgétaire sera remplacé avant l\'ouverture.</span>'
            " ; seule la partie budgétaire change.</p>"
            "<p>Montants prévus pour trois ans :</p>"
            '<table><thead><tr><th scope="col">Source</th><th scope="col">Montant</th><th scope="col">Plafond</th></tr></thead>'
            "<tbody><tr><td>FAMI</td><td>1 300 000 €</td><td>75 %</td></tr>"
            "<tr><td>SPP IS</td><td>250 000 €</td><td>15 %</td></tr></tbody></table>",
            "<p>De oproep opent begin oktober en blijft zes weken open. De fiches volgen het model van vorig "
            'jaar<span data-fn="">Het model van de budgetfiche wordt vóór de opening vervangen.</span>; '
            "alleen het budgetgedeelte verandert.</p>"
            "<p>Voorziene bedragen voor drie jaar:</p>"
            '<table><thead><tr><th scope="col">Bron</th><th scope="col">Bedrag</th><th scope="col">Plafond</th></tr></thead>'
            "<tbody><tr><td>AMIF</td><td>€ 1.300.000</td><td>75 %</td></tr>"
            "<tr><td>POD MI</td><td>€ 250.000</td><td>15 %</td></tr></tbody></table>",
            slides=(3, 6),
        ),
        Passage(
            "2.",
            "Tour de table : que nous apporte le partenariat ?",
            "Tafelronde: wat levert het partnerschap ons op?",
            "<p>Chaque organisation répond en deux minutes.</p>",
            "<p>Elke organisatie antwoordt in twee minuten.</p>",
            kind="round_table",
            children=(
                Passage(
                    "2.1",
                    "CPAS de Charleroi",
                    "OCMW Charleroi",
                    "<p>Une immersion de trois à quatre jours par semaine fait gagner des mois :</p>"
                    "<ul><li>l'agent voit toutes les étapes d'un module,</li>"
                    "<li>il repart avec des outils :<ul><li>grilles d'entretien,</li><li>planning type.</li></ul></li></ul>",
                    "<p>Drie tot vier dagen immersie per week levert maanden tijdwinst op:</p>"
                    "<ul><li>de medewerker ziet alle stappen van een module,</li>"
                    "<li>hij neemt werkmateriaal mee:<ul><li>gespreksroosters,</li><li>een modelplanning.</li></ul></li></ul>",
                    organisation=CHARLEROI,
                    kind="answer",
                    answer_type="advantage",
                ),
                Passage(
                    "2.2",
                    "CPAS de Gand",
                    "OCMW Gent",
                    "<p>Le réseau d'apprentissage réunit cinq petits CPAS autour de cas concrets. "
                    "Le coordinateur y consacre un mi-temps.</p>",
                    "<p>Het lerend netwerk brengt vijf kleine OCMW's samen rond concrete casussen. "
                    "De coördinator besteedt er een halftijdse aan.</p>",
                    organisation=GENT,
                    kind="answer",
                    answer_type="added_value",
                ),
                Passage(
                    "2.3",
                    "CPAS de Binche",
                    "OCMW Binche",
                    "<p>Travailler entre deux équipes demande de l'énergie ; un agenda commun fixé d'avance aide.</p>",
                    "<p>Tussen twee teams werken vraagt energie; een gedeelde agenda die vooraf vastligt, helpt.</p>",
                    organisation=BINCHE,
                    kind="answer",
                    answer_type="difficulty",
                ),
            ),
        ),
        Passage(
            "3.",
            "Divers",
            "Varia",
            "<p>La prochaine rencontre aura lieu chez un CPAS du réseau. Liège se propose comme hôte.</p>",
            "<p>De volgende bijeenkomst vindt plaats bij een OCMW van het netwerk. Luik stelt zich kandidaat.</p>",
        ),
    ),
    steps=("convene", "hold"),
    publish=True,
)

HALF_TRANSLATED = DemoMeeting(
    days=-110,
    title_fr="Rencontre du réseau à Liège",
    title_nl="Netwerkbijeenkomst in Luik",
    mode="in_person",
    place_fr="Liège, maison des associations",
    place_nl="Luik, verenigingshuis",
    start="10:00",
    end="15:00",
    agenda=(
        Slot("Mot de bienvenue", "Welkomstwoord", "10:00", "10:20", "welcome", presenters=("jeanmarc",)),
        Slot("Check-in", "Check-in", "10:20", "10:45", "check_in"),
        Slot("Résultats de l'enquête de satisfaction", "Resultaten van de tevredenheidsenquête", "10:45", "12:00", label="1."),
        Slot("Pause midi", "Middagpauze", "12:00", "13:00", "lunch"),
        Slot("Idées pour l'année prochaine", "Ideeën voor volgend jaar", "13:00", "14:45", label="2."),
        Slot("Check-out", "Check-out", "14:45", "15:15", "check_out"),
    ),
    present=("nathalie", "pieter", "jeanmarc", "fatou", "hugo", "wouter", "elodie"),
    excused=("katrien", "mathieu"),
    passages=(
        Passage(
            "1.",
            "Résultats de l'enquête de satisfaction",
            "Resultaten van de tevredenheidsenquête",
            "<p>Cent douze réponses sont arrivées, dont un tiers en néerlandais. "
            "Les participants apprécient surtout les visites sur le terrain.</p>",
            "<p>Er kwamen honderdtwaalf antwoorden binnen, een derde in het Nederlands. "
            "De deelnemers waarderen vooral de bezoeken op het terrein.</p>",
            later_fr="<p>Cent dix-huit réponses sont arrivées, dont un tiers en néerlandais. "
            "Les participants apprécient surtout les visites sur le terrain et demandent plus de temps "
            "pour les échanges informels.</p>",
        ),
        Passage(
            "2.",
            "Idées pour l'année prochaine",
            "",
            "<p>Trois pistes ressortent du travail en groupes :</p>"
            "<ol><li>des visites croisées d'une journée ;</li><li>un guide commun pour les budgets ;</li>"
            "<li>une rencontre avec d'anciens participants.</li></ol>",
        ),
        Passage(
            "3.",
            "Remarques des CPAS",
            "Opmerkingen van de OCMW's",
            kind="remarks",
            children=(
                Passage(
                    "3.1",
                    "CPAS de Bruxelles",
                    "OCMW Brussel",
                    "<p>Le calendrier des rapports tombe pendant les congés ; un délai de deux semaines suffirait.</p>",
                    "",
                    organisation=BRUXELLES,
                ),
                Passage(
                    "3.2",
                    "CPAS de Gand",
                    "OCMW Gent",
                    "",
                    "<p>Gent heeft geen opmerkingen bij het verslag van de vorige bijeenkomst.</p>",
                    organisation=GENT,
                ),
            ),
        ),
    ),
    awaited=(
        Awaited("3.", (ANTWERPEN,), "les commentaires éventuels du CPAS d'Anvers", "de eventuele opmerkingen van OCMW Antwerpen"),
        Awaited(
            "2.",
            (LIEGE, CHARLEROI),
            "la liste des visites possibles à Liège et à Charleroi",
            "de lijst van mogelijke bezoeken in Luik en Charleroi",
        ),
    ),
    steps=("convene", "hold"),
    minute_taker="nathalie",
)

JUST_HELD = DemoMeeting(
    days=-3,
    title_fr="Réunion en ligne : préparer les fiches de projet",
    title_nl="Onlinevergadering: de projectfiches voorbereiden",
    mode="online",
    start="13:30",
    end="15:00",
    agenda=(
        Slot("Suites de la réunion précédente", "Opvolging van de vorige vergadering", "13:30", "13:45", label="1."),
        Slot("Fiche de projet : questions et réponses", "Projectfiche: vragen en antwoorden", "13:45", "14:45", label="2."),
        Slot("Divers", "Varia", "14:45", "15:00", "any_other_business", label="3."),
    ),
    present=("nathalie", "pieter", "hugo", "an", "katrien", "wouter"),
    invited=("jeanmarc", "elodie", "mathieu"),
    passages=(
        Passage("1.", "Suites de la réunion précédente", "Opvolging van de vorige vergadering"),
        Passage(
            "2.",
            "Fiche de projet : questions et réponses",
            "Projectfiche: vragen en antwoorden",
            "",
            "<p>Ninove vraagt of een fiche met twee partners mag worden ingediend. "
            "→ Pieter vraagt het na en antwoordt per e-mail.</p>",
            organisation=NINOVE,
        ),
        Passage("3.", "Divers", "Varia"),
    ),
    steps=("convene", "hold"),
)

IN_REVIEW = DemoMeeting(
    days=-24,
    title_fr="Rencontre du réseau : budgets et rapports",
    title_nl="Netwerkbijeenkomst: budgetten en verslagen",
    mode="hybrid",
    place_fr="Charleroi, espace de formation",
    place_nl="Charleroi, opleidingsruimte",
    start="09:30",
    end="12:30",
    agenda=(
        Slot("Accueil", "Onthaal", "09:30", "09:45", "welcome"),
        Slot("Rapports intermédiaires", "Tussentijdse verslagen", "09:45", "11:00", label="1.", presenters=("nathalie",)),
        Slot("Expérience de Charleroi", "Ervaring van Charleroi", "11:00", "12:15", label="2.", presenters=("hugo",)),
        Slot("Divers", "Varia", "12:15", "12:30", "any_other_business", label="3."),
    ),
    present=("nathalie", "pieter", "hugo", "wouter", "elodie", "mathieu"),
    excused=("katrien", "an"),
    passages=(
        Passage(
            "1.",
            "Rapports intermédiaires",
            "Tussentijdse verslagen",
            "<p>Chaque CPAS remet son rapport intermédiaire avant le 15 mars. Le service fédéral renvoie une première lecture "
            "dans les trois semaines.</p><p>Les frais de personnel se justifient par mois et par personne.</p>",
            "<p>Elk OCMW bezorgt zijn tussentijds verslag vóór 15 maart. De federale dienst stuurt binnen de drie weken een "
            "eerste lezing terug.</p><p>Personeelskosten worden per maand en per persoon verantwoord.</p>",
        ),
        Passage(
            "2.",
            "Expérience de Charleroi",
            "Ervaring van Charleroi",
            "<p>Deux agents partagent un même bureau avec l'équipe partenaire un jour par semaine.</p>",
            "<p>Twee medewerkers delen één dag per week een kantoor met het partnerteam.</p>",
            organisation=CHARLEROI,
        ),
        Passage(
            "3.",
            "Divers",
            "Varia",
            "<p>La liste des personnes de contact sera mise à jour.</p>",
            "<p>De lijst van contactpersonen wordt bijgewerkt.</p>",
        ),
    ),
    steps=("convene", "hold"),
    send_round=True,
)

PLANNED = DemoMeeting(
    days=38,
    title_fr="Rencontre annuelle du réseau",
    title_nl="Jaarlijkse netwerkbijeenkomst",
    mode="in_person",
    place_fr="Gand, Oude Dokken",
    place_nl="Gent, Oude Dokken",
    start="09:30",
    end="16:00",
    agenda=(
        Slot("Accueil", "Onthaal", "09:30", "10:00", "welcome"),
        Slot(
            "Le point sur les partenariats en cours",
            "Stand van zaken van de lopende partnerschappen",
            "10:00",
            "12:00",
            label="1.",
        ),
        Slot("Pause midi", "Middagpauze", "12:00", "13:00", "lunch"),
        Slot("Visite des ateliers", "Bezoek aan de ateliers", "13:00", "15:30", label="2.", presenters=("wouter",)),
    ),
    invited=("nathalie", "pieter", "hugo", "wouter", "katrien", "jeanmarc", "elodie", "mathieu", "an"),
    steps=("convene",),
)

MEETINGS = (PUBLISHED, HALF_TRANSLATED, IN_REVIEW, JUST_HELD, PLANNED)
