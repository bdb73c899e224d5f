"""Online, in person or hybrid? What the text says wins over what the title says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .findings import Findings
from .result import Mode, ParsedAttendee

EVIDENCE: tuple[tuple[Mode, re.Pattern[str]], ...] = (
    ("hybrid", re.compile(r"\bhybrid(?:e|es)?\b", re.I)),
    (
        "online",
        re.compile(
            r"\ben ligne\b|\bon[- ]?line\w*|\bvisio\w*|\bvidéo-?conférence|\bvideo-?(?:vergadering|conferentie|call)"
            r"|\bvirtue(?:l|lle|el|ele)\b|\bdigita(?:al|le)\b|\bnumérique\b|\bà distance\b|\bop afstand\b|\bwebinar\w*"
            r"|(?:\b(?:via|par|sur|op)\s+|:\s*)(?:MS\s+|Microsoft\s+)?(?:teams|zoom|webex|skype)\b",
            re.I,
        ),
    ),
    (
        "in_person",
        re.compile(
            r"\bprésentiel(?:le)?\b|\bprésence physique\b|\bphysiquement\b|\ben personne\b|\bsur place\b|\bfysie?ke?\b"
            r"|\bin persoon\b|\bter plaatse\b|\bface[- ]à[- ]face\b",
            re.I,
        ),
    ),
)
# The sentence must speak of this meeting.
MEETING = re.compile(
    r"\b(?:réunion|rencontre|séance|journée|participant\w*|présence|\w*bijeenkomst|\w*vergadering|\w*overleg|deelnemer\w*|stuurgroep"
    r"|comité|lieu|plaats|place|locatie|endroit|ontmoeting)\b",
    re.I,
)
OTHER_MEETING = re.compile(
    r"\b(?:prochaine?s?|suivante?s?|volgende|komende|dernière|précédente?|vorige|formations?|opleiding\w*|lockdown\w*)\b", re.I
)
# "n'est plus en ligne", "niet online", "au lieu d'une réunion en ligne"
NEGATED = re.compile(
    r"(?:\bn['’]\w+[^.]{0,40}\b(?:pas|plus)\b|\bne\b[^.]{0,40}\b(?:pas|plus)\b|\bpas|\bplus question|\bau lieu d\w*"
    r"|\bplutôt qu\w*|\bnon|\bniet|\bgeen|\bin plaats van|\bi\.p\.v\.)(?:(?!\bmaar\b|\bmais\b)[^.:;,]){0,30}\Z",
    re.I,
)
REACH = 100  # characters before a clue in which it may be denied
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


@dataclass(frozen=True, slots=True)
class _Clue:
    mode: Mode
    words: str
    line: int


def read_mode(
    title: str,
    title_lines: tuple[int, ...],
    intro: Iterable[tuple[int, str]],
    attendance: Iterable[ParsedAttendee],
    findings: Findings,
) -> tuple[Mode | None, tuple[int, ...]]:
    """Return the mode and the lines that say so. `intro`: (line, text) of the preamble and the first section."""
    titled = next(iter(_clues(title, title_lines[0] if title_lines else 0)), None)
    said = [
        clue
        for line, text in intro
        for sentence in SENTENCE.findall(text)
        if _speaks_of_it(sentence)
        for clue in _clues(sentence, line)
    ]
    modes = {clue.mode for clue in said}
    if said:
        mode: Mode = "hybrid" if "hybrid" in modes or modes == {"online", "in_person"} else said[0].mode
        if titled is not None and titled.mode != mode:
            findings.warn("heading_contradicts_text", said[0].line, title=titled.words, text=said[0].words)
        return mode, tuple(dict.fromkeys(clue.line for clue in said))
    if titled is not None:
        return titled.mode, title_lines
    people = list(attendance)
    remote = [person for person in people if person.remote and person.status == "present"]
    if remote and len(remote) < sum(person.status == "present" for person in people):
        return "hybrid", tuple(line for person in remote for line in person.lines)
    return ("online", tuple(line for person in remote for line in person.lines)) if remote else (None, ())


def _speaks_of_it(sentence: str) -> bool:
    return bool(MEETING.search(sentence)) and not OTHER_MEETING.search(sentence)


def _clues(text: str, line: int) -> list[_Clue]:
    found = []
    for mode, pattern in EVIDENCE:
        for hit in pattern.finditer(text):
            if not NEGATED.search(text[max(hit.start() - REACH, 0) : hit.start()]):
                found.append((hit.start(), _Clue(mode, hit[0], line)))
    return [clue for _, clue in sorted(found, key=lambda pair: pair[0])]
