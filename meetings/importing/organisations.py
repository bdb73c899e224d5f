"""Organisations named in running text, without asking the directory: by the words that announce them."""

import re

# What an organisation's name begins with in these documents
KEYWORD = (
    r"(?:C\.?P\.?A\.?S\.?|O\.?C\.?M\.?W\.?(?:['’]s)?|ÖSHZ|Ö\.S\.H\.Z\.|S\.?P\.?P\.?|P\.?O\.?D\.?|S\.?P\.?F\.?|F\.?O\.?D\.?|IBZ|SPW|Fedasil|FEDASIL|ZORA|VVSG|Brulocalis"
    r"|UVCW|Commission\s+européenne|Europese\s+Commissie)"
)
LOWER_KEYWORD = (
    r"(?:asbl|vzw|ngo|ong|ville|stad|commune|gemeente|province|provincie|université|universiteit|hogeschool|haute\s+école|service|dienst"
    r"|agence|agentschap|cabinet|kabinet|fédération|federatie|association|vereniging|centre|centrum|ministère|ministerie|union|unie|région"
    r"|institut|instituut|croix-rouge|rode\s+kruis|caritas|ciré|vluchtelingenwerk|intercommunale|fonds)"
)
STARTS = re.compile(rf"(?:(?:le|la|les|het|de|du|l['’])\s*)?(?:{KEYWORD}(?![\w])|(?i:{LOWER_KEYWORD})(?![\w-]))")
ENDS = re.compile(r"(?i:\s(?:asbl|vzw|npo|sa|nv|scrl|cv))\Z")
STRICT = re.compile(rf"{KEYWORD}(?![\w])")

PREPOSITION = r"(?:(?:de\s+la|de\s+l['’]|des|de|du|van|te|in|à|d['’]|l['’])\s*)?"
# "Anvers", "La Louvière", "Sint-Niklaas", "Braine-l'Alleud", "Merelbeke-Melle"
PLACE = r"(?:(?:La|Le|Les|De|Den|Ham|Sint|Saint)[ -])?[A-ZÀ-Þ][\w'’]*(?:-[\w'’]+)*"
# "CPAS d'Anvers et de Liège", "OCMW's van Gent, Brussel en Antwerpen"
CENTRES = re.compile(
    rf"(?P<kind>C\.?P\.?A\.?S\.?|O\.?C\.?M\.?W\.?(?:['’]s)?|ÖSHZ)\s+(?P<first>{PREPOSITION}{PLACE})"
    rf"(?P<more>(?:\s*(?:,|&|\bet\b|\ben\b|\bou\b|\bof\b)\s*(?:\ble\s+)?{PREPOSITION}(?!(?:CPAS|OCMW|SPP|POD|SPF|FOD)\b){PLACE})*)"
)
FEDERAL = re.compile(r"\b(?:(?:SPP|POD|SPF|FOD)\s+(?:[A-ZÀ-Þ][\w-]*)(?:\s+[A-ZÀ-Þa-zà-ÿ][\w-]+)?|IBZ|Fedasil|ZORA)")
SEPARATOR = re.compile(r"\s*(?:,|&|\bet\b|\ben\b|\bou\b|\bof\b)\s*(?:le\s+)?")


def looks_like_organisation(text: str) -> bool:
    """Whether a text begins (or ends) as the names of organisations do."""
    text = text.strip()
    return bool(STARTS.match(text) or ENDS.search(text))


def organisation_start(text: str) -> int:
    """Return where an organisation begins inside a text ("Umit Karanfil OCMW Gent"), -1 where none does."""
    hit = STRICT.search(text)
    return hit.start() if hit else -1


def mentions(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, name) of each organisation a text names; "CPAS d'Anvers et de Liège" are two.

    `start` and `end` span the words as typed; of an enumeration the first name carries the whole span.
    """
    found: list[tuple[int, int, str]] = []
    for hit in CENTRES.finditer(text):
        kind = re.sub(r"['’]s\Z", "", hit["kind"])
        places = [hit["first"], *(piece for piece in SEPARATOR.split(hit["more"]) if piece)]
        found.extend((hit.start(), hit.end(), f"{kind} {place.strip()}") for place in places)
    for hit in FEDERAL.finditer(text):
        if not any(start <= hit.start() < end for start, end, _ in found):
            found.append((hit.start(), hit.end(), hit[0]))
    return sorted(found, key=lambda one: one[0])
