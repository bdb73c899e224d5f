"""References to slides, in the shapes people type them."""

import re
from dataclasses import dataclass

KEY = r"(?:dia['’]s|dias?|slides?|diapositives?|diapos?|sheets?)"
NUMBER = r"(?:n°\s*|nr\.?\s*|numéros?\s*)?\d{1,3}(?![\d.,]?\d|\s*%|\s\d{3}\b)"
TO = r"(?:jusqu['’](?:à|au)(?:\s+la)?|jusque|tot\s+en\s+met|t/m|t\.?e\.?m\.?|tot|à|a|au|-|–|—|to|>)"
# "à la fin", "jusqu'à la fin", "tot het einde", "en volgende", "e.v."
END = (
    r"(?:(?:jusqu['’])?à\s+la\s+fin|jusqu['’]au\s+bout|tot\s+(?:aan\s+)?(?:het\s+|op\s+het\s+)?einde?"
    r"|(?:et|en)\s+(?:suivante?s?|volgende)|e\.?v\.?(?!\w)|et\s+ss\.?)"
)
AND = r"(?:,|;|&|\+|\bet\b|\ben\b|\bof\b|\bou\b)"
ITEM = rf"{NUMBER}(?:\s*{END}|\s*{TO}\s*(?:(?:la\s+|de\s+)?{KEY}\s*)?{NUMBER})?"
# "dia 3 à 6", "dia 7 à la fin", "slide 2 jusqu'à slide 8", "Diapositives 12 et 14", "dia's 3, 5 en 7 tot 9"
NAMED = re.compile(rf"\b{KEY}\s*(?:de\s+|van\s+)?(?P<items>{ITEM}(?:\s*{AND}\s*(?:{KEY}\s*)?{ITEM})*)", re.IGNORECASE)
# "voir présentation (10 jusqu'à 14)": bare numbers behind the word for the presentation
BARE = re.compile(rf"\(\s*(?P<items>{ITEM}(?:\s*{AND}\s*{ITEM})*)\s*\)", re.IGNORECASE)
REACH = 150  # characters before a reference that may say what it is about
PRESENTATION = re.compile(r"présentation|presentatie|voorstelling|power\s?point|\bppt\b|\bslides?\b|\bdia", re.IGNORECASE)
ONE_ITEM = re.compile(ITEM, re.IGNORECASE)
ENDS = re.compile(rf"{END}\s*\Z", re.IGNORECASE)
# "Diapositives 12 et 14 : plan d'action"
TOPIC_AFTER = re.compile(r"\s*\)?\s*[:–—]\s*(?P<topic>[^\W\d_][^.;:\n()]{2,80})")
# "Budget : dia 4 à 6", "Budget (dia 4 à 6)"
TOPIC_BEFORE = re.compile(
    r"(?:\A|(?<=[.;]\s)|(?<=\n))(?P<topic>[^\W\d_][^.;:()\n]{2,60}?)\s*[:(]\s*(?:(?:voir|zie|cf\.?)\s+)?(?:la\s+|de\s+)?\Z",
    re.IGNORECASE,
)
NO_TOPIC = re.compile(
    r"(?:d[ée]tails?|voir|zie|cf|meer\s+info|plus\s+d['’]infos?|info\w*|présentations?|presentaties?|power\s?point|ppt|annexes?|bijlagen?|remarques?|opmerkingen?|slides?|dia\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SlideMention:
    """One reference: `last` is None where it runs to the end; `numbers` where single slides are listed."""

    first: int
    last: int | None
    as_typed: str
    numbers: tuple[int, ...] = ()
    topic: str = ""


def slides_in(text: str) -> list[SlideMention]:
    """Return the references in a text, in order."""
    hits = list(NAMED.finditer(text))
    for hit in BARE.finditer(text):
        several = len(re.findall(r"\d+", hit["items"])) > 1 or ENDS.search(hit["items"])
        inside = any(hit.start() < other.end() and other.start() < hit.end() for other in hits)
        if several and not inside and PRESENTATION.search(text[max(hit.start() - REACH, 0) : hit.start()]):
            hits.append(hit)
    found: list[SlideMention] = []
    for hit in sorted(hits, key=lambda one: one.start()):
        found.extend(_mentions(hit[0].strip("() "), hit["items"], _topic(text, hit.start(), hit.end())))
    return found


def _topic(text: str, start: int, end: int) -> str:
    if (hit := TOPIC_AFTER.match(text, end)) and not NO_TOPIC.match(hit["topic"]):
        return hit["topic"].strip()
    if (hit := TOPIC_BEFORE.search(text[max(start - REACH, 0) : start])) and not NO_TOPIC.match(hit["topic"]):
        return hit["topic"].strip()
    return ""


def _mentions(typed: str, items: str, topic: str) -> list[SlideMention]:
    """Read an enumeration: ranges stand alone, single slides form one list."""
    found: list[SlideMention] = []
    singles: list[int] = []
    for hit in ONE_ITEM.finditer(items):
        numbers = [int(number) for number in re.findall(r"\d{1,3}", hit[0])]
        if ENDS.search(hit[0]):
            found.append(SlideMention(numbers[0], None, typed, topic=topic))
        elif len(numbers) == 2:
            found.append(SlideMention(numbers[0], numbers[1], typed, topic=topic))
        else:
            singles.append(numbers[0])
    if singles:
        listed = tuple(singles) if len(singles) > 1 else ()
        found.append(SlideMention(min(singles), max(singles), typed, listed, topic))
    return sorted(found, key=lambda mention: mention.first)
