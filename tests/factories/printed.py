"""Printed records of minutes for tests and benchmarks: invented text in both languages, as long as asked for."""

import random
from collections.abc import Sequence
from typing import Any

from amif_network.core.bilingual import Localised, other
from amif_network.core.formats import format_slides
from meetings.printed import (
    PrintedAgendaRow,
    PrintedApproval,
    PrintedAttendance,
    PrintedAttendee,
    PrintedHead,
    PrintedMinutes,
    PrintedOrganisation,
    PrintedPassage,
    PrintedPending,
    PrintedSection,
    PrintedSlides,
)

SENTENCES: dict[str, list[str]] = {
    "fr": [
        "La coordinatrice présente le calendrier de l'appel à projets et rappelle que la date limite pourrait encore changer.",
        "Le CPAS de Charleroi souligne que l'immersion d'un agent permet d'acquérir rapidement une expérience précieuse.",
        "Les petits CPAS demandent un modèle de convention qu'ils puissent soumettre à leur conseil avant l'été.",
        "Le budget prévu s'élève à 47 500 euros par an : il couvre le salaire, les assurances et les frais de déplacement.",
        "Plusieurs participants signalent que la charge administrative reste élevée ; ils souhaitent une fiche plus courte.",
        "La question est transmise à l'autorité responsable, qui répondra avant la prochaine réunion.",
        "Les groupes de parole réunissent chaque semaine une douzaine de primo-arrivants de la région.",
        "Le comité d'accompagnement se réunit au moins deux fois par an et évalue le travail de l'agent.",
        "Une étude d'impact est en cours : les premiers résultats seront présentés au printemps.",
        "Le réseau d'apprentissage est apprécié comme un lieu d'échange, de recul et de reconnaissance mutuelle.",
        "Il n'est pas encore possible de préparer la fiche budgétaire, car le mode de calcul des coûts sera renouvelé.",
        "Le CPAS de Gand propose une visite de terrain en octobre et s'occupe de l'invitation.",
        "Faut-il ouvrir le partenariat à des associations locales ? Les avis sont partagés.",
        "La répartition actuelle de 0,8 ETP est jugée un peu trop large par l'équipe concernée.",
    ],
    "nl": [
        "De coördinatrice stelt de planning van de projectoproep voor en herinnert eraan dat de uiterste datum nog kan wijzigen.",
        "OCMW Charleroi benadrukt dat een medewerker in immersie snel waardevolle ervaring opdoet.",
        "De kleine OCMW's vragen een modelovereenkomst die ze voor de zomer aan hun raad kunnen voorleggen.",
        "Het geplande budget bedraagt 47.500 euro per jaar: het dekt het loon, de verzekeringen en de verplaatsingskosten.",
        "Verschillende deelnemers melden dat de administratieve last hoog blijft; ze wensen een kortere fiche.",
        "De vraag wordt bezorgd aan de verantwoordelijke autoriteit, die voor de volgende vergadering antwoordt.",
        "De praatgroepen brengen elke week een twaalftal nieuwkomers uit de streek samen.",
        "Het begeleidingscomité vergadert minstens twee keer per jaar en evalueert het werk van de medewerker.",
        "Er loopt een impactstudie: de eerste resultaten worden in het voorjaar voorgesteld.",
        "Het lerend netwerk wordt gewaardeerd als een plaats voor uitwisseling, afstand en wederzijdse erkenning.",
        "De budgetfiche kan nog niet worden voorbereid, omdat de berekening van de kosten wordt vernieuwd.",
        "OCMW Gent stelt een terreinbezoek in oktober voor en zorgt voor de uitnodiging.",
        "Moet het partnerschap ook openstaan voor lokale verenigingen? De meningen zijn verdeeld.",
        "De huidige verdeling van 0,8 VTE wordt door het betrokken team wat te ruim gevonden.",
    ],
}
HEADINGS: dict[str, list[str]] = {
    "fr": ["Introduction", "Nouvel appel à projets", "Étude d'impact", "Partenariats", "Budget", "Activités du réseau", "Divers"],
    "nl": [
        "Inleiding",
        "Nieuwe projectoproep",
        "Impactstudie",
        "Partnerschappen",
        "Budget",
        "Activiteiten van het netwerk",
        "Varia",
    ],
}
NOTES = {
    "fr": 'Le service <a href="https://www.example.org/zora">ZORA</a> réunit sept communes.',
    "nl": 'De dienst <a href="https://www.example.org/zora">ZORA</a> verenigt zeven gemeenten.',
}
WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "title": "Rencontre des CPAS du réseau",
        "date": "jeudi 21 avril 2022",
        "time": "9h00 à 16h00",
        "mode": "réunion en présentiel",
        "place": "Bruxelles, salle Europe",
        "on": "3 mai 2022",
        "pending": "commentaires éventuels des CPAS d'Anvers et de Liège",
        "head": "Quels thèmes|Quelles activités|Quand",
        "cells": "Construction du budget|Échanges sur le terrain|automne",
    },
    "nl": {
        "title": "Bijeenkomst van de OCMW's van het netwerk",
        "date": "donderdag 21 april 2022",
        "time": "9.00 tot 16.00 uur",
        "mode": "fysieke bijeenkomst",
        "place": "Brussel, zaal Europa",
        "on": "3 mei 2022",
        "pending": "eventuele opmerkingen van OCMW Antwerpen en OCMW Luik",
        "head": "Welke thema's|Welke activiteiten|Wanneer",
        "cells": "Opbouw van het budget|Uitwisseling op het terrein|najaar",
    },
}
ORGANISATIONS = {
    "fr": ["CPAS d'Anvers", "CPAS de Bruxelles", "CPAS de Charleroi", "CPAS de Gand", "CPAS de Liège", "SPP IS"],
    "nl": ["OCMW Antwerpen", "OCMW Brussel", "OCMW Charleroi", "OCMW Gent", "OCMW Luik", "POD MI"],
}
NAMES = ["Ada Peeters", "Łukasz Wójcik", "Inès Lambert", "Wout De Smet", "Sofia El Idrissi", "Noé Collard", "Eline Van Acker"]


def printed_minutes(
    *languages: str, sections: int | tuple[PrintedSection, ...] = 7, people: int = 12, **changes: Any
) -> PrintedMinutes:
    """Return a record in these languages (French alone by default) with these or so many sections and so many people."""
    spoken = languages or ("fr",)
    if isinstance(sections, int):
        sections = tuple(printed_section(number, spoken) for number in range(sections))
    record: dict[str, Any] = {
        "languages": spoken,
        "state": "approved",
        "version": 1,
        "date": "2022-04-21",
        "heads": tuple(printed_head(lang, people=people) for lang in spoken),
        "sections": sections,
    }
    return PrintedMinutes(**{**record, **changes})


def printed_head(lang: str, *, people: int = 12, **changes: Any) -> PrintedHead:
    """Return the head of a record with attendance and a timetable."""
    words = WORDS[lang]
    slots = [
        ("9h00 à 9h30", "9.00 tot 9.30 uur"),
        ("9h30 à 12h00", "9.30 tot 12.00 uur"),
        ("13h00 à 16h00", "13.00 tot 16.00 uur"),
    ]
    head: dict[str, Any] = {
        "lang": lang,
        "title": Localised(words["title"], lang),
        "date": words["date"],
        "time": words["time"],
        "mode": words["mode"],
        "place": Localised(words["place"], lang),
        "chair": NAMES[0],
        "minute_taker": NAMES[1],
        "attendance": (
            PrintedAttendance(status="present", organisations=organisations(lang, people)),
            PrintedAttendance(status="excused", organisations=organisations(lang, 2)),
        ),
        "agenda": tuple(
            PrintedAgendaRow(
                label=f"{row}.", time=slots[row][lang == "nl"], title=Localised(HEADINGS[lang][row], lang), presenters=NAMES[row]
            )
            for row in range(3)
        ),
        "approval": PrintedApproval(by=NAMES[0], on=words["on"]),
    }
    return PrintedHead(**{**head, **changes})


def organisations(lang: str, people: int) -> tuple[PrintedOrganisation, ...]:
    """Spread so many people over the organisations."""
    members: dict[str, list[PrintedAttendee]] = {}
    for number in range(people):
        name = ORGANISATIONS[lang][number % len(ORGANISATIONS[lang])]
        generation = number // len(NAMES)
        suffix = f" {'I' * (generation + 1)}" if generation else ""
        members.setdefault(name, []).append(PrintedAttendee(name=NAMES[number % len(NAMES)] + suffix))
    return tuple(PrintedOrganisation(name=name, people=tuple(found)) for name, found in members.items())


def printed_section(number: int, languages: Sequence[str], **changes: Any) -> PrintedSection:
    """Return the section with this number: top level, or a subsection for two in three."""
    depth = 1 if number % 3 == 0 else 2
    label = f"{number // 3}." if depth == 1 else f"{number // 3}.{number % 3}"
    section: dict[str, Any] = {
        "anchor": f"section-{number}",
        "depth": depth,
        "label": label,
        "passages": tuple(printed_passage(number, lang) for lang in languages),
    }
    return PrintedSection(**{**section, **changes})


def printed_passage(number: int, lang: str, **changes: Any) -> PrintedPassage:
    """Return the text of that section: paragraphs, a list, now and then a table, a footnote, slides, something pending."""
    passage: dict[str, Any] = {
        "lang": lang,
        "heading": Localised(HEADINGS[lang][number % len(HEADINGS[lang])], lang),
        "html": Localised(body(number, lang), lang),
    }
    if number % 4 == 1:
        slides = format_slides(3 * number, 3 * number + 2, [], False, lang)
        passage["slides"] = (PrintedSlides(text=slides, topic=Localised(HEADINGS[lang][1], lang)),)
    if number % 7 == 5:
        passage["pending"] = (PrintedPending(text=Localised(WORDS[lang]["pending"], lang)),)
    return PrintedPassage(**{**passage, **changes})


def body(number: int, lang: str) -> str:
    """Return the HTML of a section; the same number gives the same text, and no two paragraphs are alike."""
    chance = random.Random(f"{number}")  # noqa: S311 (text, not secrets)
    order = [chance.sample(range(len(SENTENCES[lang])), 8) for _ in range(4)]
    sentences = [[f"{SENTENCES[lang][pick]}" for pick in picks] for picks in order]
    note = f'<span data-fn="">{NOTES[lang]}</span>' if number % 5 == 2 else ""
    items = "".join(f"<li><p>{text}</p></li>" for text in sentences[2][:4])
    nested = f"<li><p>{sentences[2][4]}</p><ul><li><p>{sentences[2][5]}</p></li><li><p>{sentences[2][6]}</p></li></ul></li>"
    parts = [
        f"<p>{' '.join(sentences[0][:4])}{note}</p>",
        f"<p><strong>{sentences[1][0]}</strong> {' '.join(sentences[1][1:4])} <em>{sentences[1][4]}</em></p>",
        f"<ul>{items}{nested}</ul>",
    ]
    if number % 3 == 1:
        parts.append(f"<p>{' '.join(sentences[3][:3])} ({number})</p>")
    if number % 6 == 5:
        parts.append(table(lang, rows=4 + number % 5))
    return "".join(parts)


def table(lang: str, *, rows: int, columns: int = 3) -> str:
    """Return a table as the editor stores it: header cells in the first row of the body."""
    titles, cells = WORDS[lang]["head"].split("|"), WORDS[lang]["cells"].split("|")
    head = "".join(f"<th>{titles[column % 3]}{'' if column < 3 else f' {column}'}</th>" for column in range(columns))
    row = "".join(f"<td>{cells[column % 3]}</td>" for column in range(columns))
    return f"<table><tbody><tr>{head}</tr>{f'<tr>{row}</tr>' * rows}</tbody></table>"


def missing(passage: PrintedPassage) -> PrintedPassage:
    """Return the passage as it prints when its text exists in the other language only."""
    lang = other(passage.lang)
    return PrintedPassage(
        lang=passage.lang,
        heading=Localised(HEADINGS[lang][0], lang, fallback=True),
        html=Localised(body(0, lang), lang, fallback=True),
    )
