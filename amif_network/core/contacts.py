"""E-mail addresses and telephone numbers in any text, however they are spelled: what a public document must not carry.

Rather one too many than one too few is found; amounts, dates, years, times, percentages, account and enterprise numbers
are left alone, since minutes are full of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote

Kind = Literal["email", "phone"]
# Categories of Unicode: characters of format and accents that are characters of their own.
_UNSEEN = ("Cf", "Mn")


class Contact(NamedTuple):
    """Where a contact detail stands in a text, from `start` up to but not including `end`."""

    start: int
    end: int
    kind: Kind


# "@", also as it is written to mislead collectors of addresses: "(at)", "[arobase]", " AT ", "apenstaartje".
_AT = re.compile(
    r"\s{0,3}@\s{0,3}|\s{0,3}[(\[{<]\s?(?:@|at|a|arobase|chez|apenstaartje?)\s?[)\]}>]\s{0,3}|\s(?:at|arobase|apenstaartje?)\s"
)
_DOT = r"(?:\s?[(\[{<]\s?(?:\.|dot|point|punt)\s?[)\]}>]\s?|\s(?:dot|point|punt)\s|\s?\.\s?(?=[a-z0-9]))"
_LOCAL = re.compile(rf"(?:mailto:)?[a-z0-9_.%+'&=~-]{{0,64}}[a-z0-9_%+'&=~-](?:{_DOT}[a-z0-9_%+'&=~-]{{1,64}})?\Z")
_HOST = re.compile(rf"[a-z0-9-]{{1,63}}(?:{_DOT}[a-z0-9-]{{1,63}}){{0,6}}")
# An address that is spelled without its sign is known by the dot in its domain.
_DOTTED = re.compile(rf"[a-z0-9-]{{1,63}}(?:{_DOT}[a-z0-9-]{{1,63}}){{0,5}}{_DOT}[a-z]{{2,24}}(?![a-z0-9])")
# How many characters before the sign may belong to the address.
_LONGEST_LOCAL = 80

# What stands between the digits of a number; a line end, as of a broken line, among them.
_GAP = r"[\s./\-()·_]{0,3}"
_NO_SUM = r"(?!\s*(?:€|eur\b|euros?\b|%|etp\b|vte\b|k€|mio\b|millions?\b|miljoen\b))"
# Not the rest of another number, no date, no span of hours, no enterprise number.
_NO_OTHER_NUMBER = (
    r"(?<![\d,+])(?<!\d[./-])(?<!\d )(?!\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d))"
    r"(?![012]?\d\.[0-5]\d\s?-\s?[012]?\d\.[0-5]\d(?!\d))(?!\d{4}\.\d{3}\.\d{3}(?!\d))"
)
_WORDS = r"(?:tel(?:ephone|efoon|efoonnummer)?|phone|gsm|mobile|mobiel|portable|fax|whatsapp|appeler|bel(?:len)?)"
# A leading zero and eight or nine digits more; of two numbers side by side the first gives back the zero of the second.
_NATIONAL = rf"\(?0(?:{_GAP}\d){{8,9}}(?!\d)(?!,\d){_NO_SUM}"
_PHONES = (
    # +32 2 508 85 86, + 32 (0)475/12.34.56, 0032…
    re.compile(rf"(?<!\d)(?:\(\s*)?(?:\+|00(?={_GAP}[1-9]))\s*\d(?:{_GAP}\d){{7,14}}(?!\d){_NO_SUM}"),
    # 02/508 85 86, 0475 12 34 56, (071) 23.30.11, also several in a row
    re.compile(rf"{_NO_OTHER_NUMBER}{_NATIONAL}(?:{_GAP}{_NATIONAL})*"),
    # "tél. : 508 85 86"
    re.compile(rf"(?<![a-z]){_WORDS}\b[\s.:°n]{{0,6}}(?:\+\s*)?\(?\d(?:{_GAP}\d){{5,14}}(?!\d){_NO_SUM}"),
)
# The protocols of links that call or write to somebody, and the services that do so by a number.
_CALLING = re.compile(
    r"^\s*(?:mailto|tel|sms|smsto|callto|skype|facetime|whatsapp|sip|xmpp):|//(?:www\.)?(?:wa\.me|t\.me|signal\.me|(?:api|web)\.whatsapp\.com|m\.me)/",
    re.IGNORECASE,
)


def find_contacts(text: str) -> list[Contact]:
    """Return where addresses and numbers stand in `text`, in order and without overlaps."""
    plain = comparable(text)
    found = list(_addresses(plain))
    for pattern in _PHONES:
        found += [Contact(*match.span(), "phone") for match in pattern.finditer(plain)]
    kept: list[Contact] = []
    for one in sorted(found, key=lambda contact: (contact.start, -contact.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end:
            # Two readings of figures that run into each other: neither may leave a rest.
            kept[-1] = kept[-1]._replace(end=one.end)
    return kept


def leads_to_somebody(address: str) -> bool:
    """Tell whether a link writes to or calls somebody, or carries their address or number in itself."""
    plain = unquote(unquote(address))
    return bool(_CALLING.search(plain) or any(one.kind == "email" for one in find_contacts(plain)))


def bare(text: str) -> tuple[str, list[int]]:
    """Return `text` without characters that nobody sees, such as a soft hyphen or an accent apart, and the places of the rest.

    A name or an address that is broken by one of them reads as if it were whole.
    """
    places = [place for place, character in enumerate(text) if unicodedata.category(character) not in _UNSEEN]
    return "".join(text[place] for place in places), places


def _addresses(plain: str) -> Iterator[Contact]:
    """Look around every "@": a search from the left would try every word of a long text as the beginning of an address."""
    for sign in _AT.finditer(plain):
        local = _LOCAL.search(plain, max(0, sign.start() - _LONGEST_LOCAL), sign.start())
        host = (_HOST if "@" in sign[0] else _DOTTED).match(plain, sign.end())
        if local and host:
            yield Contact(local.start(), host.end(), "email")


def comparable(text: str) -> str:
    """Return `text` with each character as plain as it gets, one for one: no capitals, accents, other digits or widths."""
    return "".join(map(_plain, text))


def _plain(character: str) -> str:
    if character in "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d":
        return "-"
    if character in "\u2024\u3002\uff0e\uff61":
        return "."
    base = unicodedata.normalize("NFKD", character)
    base = base[0] if base and all(unicodedata.combining(sign) for sign in base[1:]) else character
    if (digit := unicodedata.digit(base, None)) is not None:
        return str(digit)
    lowered = base.lower()
    return lowered if len(lowered) == 1 else character
