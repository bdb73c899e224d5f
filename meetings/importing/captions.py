"""The captions of a document of minutes: above the agenda, before the lists of attendees."""

import re
from dataclasses import dataclass

from .result import Status

# "Ordre du jour de la réunion :", "Agenda de la rencontre:", "Agenda", "Dagorde van de vergadering", "Programme / Programma"
AGENDA = re.compile(
    r"(?:l['’])?(?:ordre du jour|agendapunten|agenda|dagorde|dagindeling|dagprogramma|programma|programme|horaire"
    r"|points? à l['’]ordre du jour)\b"
    r"[^.?!;]{0,70}\Z",
    re.IGNORECASE,
)
# The agenda of another meeting: "Agenda de la prochaine réunion", "Agenda volgende vergadering"
OTHER_MEETING = re.compile(r"prochain|suivant|future?\b|volgende|toekomst|komende|précédent|vorige", re.IGNORECASE)
LONGEST_CAPTION = 90

# "présent", "présentes", "présent(e)s", "présent(e)(s)", "présent·e·s", "présents(es)"
GENDERED = r"(?:[(·.\-]?e[)·.\-]?)?(?:\(?s\)?)?(?:\(es\)|\(e\))?"
WHERE = r"(?:\s+(?:en ligne|à distance|online|op afstand|via teams|via zoom|sur place|ter plaatse|fysiek|physiquement))?"
LABELS: tuple[tuple[Status, str], ...] = (
    ("excused", rf"(?:membres\s+)?absent{GENDERED}\s+(?:et\s+)?excus[ée]{GENDERED}"),
    ("excused", rf"absent{GENDERED}\s+avec\s+avertissement"),
    ("absent", rf"absent{GENDERED}\s+(?:sans\s+avertissement|non[ -]excus[ée]{GENDERED})"),
    ("absent", rf"(?:membres\s+)?absent{GENDERED}"),
    ("excused", rf"(?:se\s+sont\s+|sont\s+|membres\s+)?excus[ée]{GENDERED}"),
    ("excused", r"(?:afwezig(?:en?)?\s+(?:en\s+)?)?verontschuldigd(?:en?)?"),
    ("excused", r"afwezig(?:en?)?\s+met\s+(?:kennisgeving|bericht|verwittiging|verontschuldiging)"),
    ("absent", r"afwezig(?:en?)?\s+zonder\s+(?:kennisgeving|bericht|verwittiging)"),
    ("absent", r"(?:zijn\s+|waren\s+)?afwezig(?:en?)?(?:\s+leden)?"),
    ("excused", r"apologies|excused"),
    ("guest", rf"(?:personnes\s+)?invit[ée]{GENDERED}"),
    ("guest", r"(?:uit)?genodigden?|gasten|gast|guests?"),
    ("present", rf"(?:liste\s+(?:des|de)\s+)(?:présences?|participant{GENDERED}|présent{GENDERED})"),
    ("present", r"(?:aanwezigheids|deelnemers)lijst|lijst\s+van\s+(?:de\s+)?(?:aanwezigen|deelnemers)|aanwezigheid|présences"),
    ("present", rf"(?:étaient\s+|sont\s+|membres\s+|personnes\s+)?pr[ée]sent{GENDERED}"),
    ("present", r"(?:zijn\s+|waren\s+)?aanwezig(?:en?)?(?:\s+leden)?"),
    ("present", rf"participant{GENDERED}|deelnemers?|deelneemsters?|attendees|attendance"),
)
LABEL_WORD = re.compile(
    "|".join(rf"(?P<w{index}>{words}){WHERE}(?![\w'’])" for index, (_, words) in enumerate(LABELS)), re.IGNORECASE
)
BETWEEN = re.compile(r"\s*(?:/|\||&|,|\+|–|-|\(|\ben\b|\bet\b)\s*(?=[^\W\d_])", re.IGNORECASE)
COUNT = re.compile(r"(?:\s*\))?(?:\s*\(\s*\d{1,3}\s*\)|\s+\d{1,3}(?=\s*:))?")
REMOTE = re.compile(
    r"en ligne|à distance|online|op afstand|via teams|via zoom|\bvisio|\bteams\b|\bzoom\b|hybride|numérique|digitaal",
    re.IGNORECASE,
)
# "Participants du réseau AMIF :", "Aanwezig (OCMW Gent):": words between the label and its colon
TAIL = re.compile(r"(?P<words>[^:;.()\n]{1,60}?|\s*\([^()\n]{2,60}\))\s*[:：]\s*")


@dataclass(frozen=True, slots=True)
class AttendanceLabel:
    """A label such as "Présents / Aanwezig :": its status, where it ends, what it says besides (`tail`)."""

    status: Status
    length: int
    text: str
    tail: str = ""
    remote: bool = False
    mixed: bool = False


def is_agenda_caption(text: str) -> bool:
    """Whether a line introduces this meeting's agenda."""
    bare = text.strip().strip("*_ ").rstrip(" :：")
    return len(bare) <= LONGEST_CAPTION and bool(AGENDA.match(bare)) and not OTHER_MEETING.search(bare)


def attendance_label(text: str) -> AttendanceLabel | None:
    """Read the label of a list of attendees at the start of a line; None where there is none.

    Two languages may stand side by side. Without a colon the rest of the line must look like names in brackets, or be empty.
    """
    statuses, position = [], 0
    while hit := LABEL_WORD.match(text, position):
        statuses.append(LABELS[int((hit.lastgroup or "w0")[1:])][0])
        position = hit.end()
        between = BETWEEN.match(text, position)
        if not between or not LABEL_WORD.match(text, between.end()):
            break
        position = between.end()
    if not statuses:
        return None
    if count := COUNT.match(text, position):
        position = count.end()
    end = _end(text, position)
    if end is None:
        return None
    typed = text[:end].strip()
    tail = text[position:end].strip(" ():：\t–—-")
    return AttendanceLabel(statuses[0], end, typed, tail, remote=bool(REMOTE.search(typed)), mixed=len(set(statuses)) > 1)


def _end(text: str, position: int) -> int | None:
    """Return where the label ends: behind its colon, its dash or tab, or the end of the line."""
    rest = text[position:]
    if not rest.strip():
        return len(text)
    if hit := re.match(r"\s*[:：]\s*|\t+|\s+[-–—]\s+", rest):
        return position + hit.end()
    if re.match(r"\s+[^\W\d_a-zà-ÿ][^.]*\([^)]+\)", rest) and ":" not in rest:
        return position + 1
    if hit := TAIL.match(rest):
        return position + hit.end()
    return None


def is_attendance_label(text: str) -> bool:
    """Whether a line begins with the label of a list of attendees."""
    return attendance_label(text) is not None
