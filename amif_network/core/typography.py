"""The spaces of French typography, put in when a text is shown; what is stored stays as it was typed.

French sets a no-break space before : and », after «, and a narrow one before ; ! ?. A line must not
begin with such a mark, nor break inside "1 300 000" or "15 %". Nothing changes inside tags, addresses
(https://…, mailto:…), times and ratios ("14:15"), entities, or passages marked as another language.
"""

import re

from amif_network.core.formats import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

_SPACES = r"[ \u00a0\u202f\u2009]"

# A tag, a comment or an entity is one piece that is never changed; the rest is text.
_PIECE = re.compile(r"(<!--.*?-->|</?[a-zA-Z][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);)", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|mailto:|www\.)[^\s<>«»]*[^\s<>«»;:!?.,)]")
_TAG_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
_LANG = re.compile(r"""\slang\s*=\s*["']?([a-zA-Z]+)""")

# Tags inside a line: the character before them still precedes what follows them.
_INLINE = frozenset({"a", "em", "strong", "span", "sub", "sup", "b", "i", "u", "small", "abbr", "cite", "q", "mark"})
_VOID = frozenset({"br", "hr", "img", "wbr", "col", "input", "link", "meta"})

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # «mot» and « mot » alike
    (re.compile(rf"«{_SPACES}*(?=\S|$)"), f"«{NO_BREAK_SPACE}"),
    (re.compile(rf"(?<=\S){_SPACES}*»"), f"{NO_BREAK_SPACE}»"),
    # "mot :" in any case, "mot:" only before a space or the end, so that 14:15 and a:b stay
    (re.compile(rf"(?<=[^\s(\[:«/]){_SPACES}+:(?=[\s)\]»]|$)"), f"{NO_BREAK_SPACE}:"),
    (re.compile(r"(?<=[^\s(\[:;«/]):(?=\s|$)"), f"{NO_BREAK_SPACE}:"),
    # "mot ?" or "mot?!": one space before the first mark of a group that ends a word
    (re.compile(rf"(?<=[^\s(\[:!?;…«/]){_SPACES}*([;!?])(?=[;!?]*(?:[\s)\]»”\"’]|$))"), f"{NARROW_NO_BREAK_SPACE}\\1"),
    (re.compile(rf"(?<=[…]){_SPACES}+([!?])"), f"{NARROW_NO_BREAK_SPACE}\\1"),
    # Figures stay together and keep their sign
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NO_BREAK_SPACE),
    (re.compile(rf"(?<=\d){_SPACES}(?=[%€])"), NO_BREAK_SPACE),
)

# What no rule looks for stays as it is, which is most titles.
_CONCERNED = re.compile(r"[«»:;!?%€]|\d \d")


def french_spacing(text: str) -> str:
    """Return French `text`, plain or HTML, with its no-break spaces; applying it twice changes nothing more."""
    return "".join(_spaced_pieces(_PIECE.split(text))) if _CONCERNED.search(text) else text


def spaced(text: str, lang: str) -> str:
    """Return `text` with the spaces its language asks for: those of French, none for any other."""
    return french_spacing(text) if lang == "fr" else text


def _spaced_pieces(pieces: list[str]) -> list[str]:
    """Work through text and tags in turn, knowing the visible character before each piece of text."""
    result = []
    before = ""
    # The innermost open tag that says a language decides; None stands for a tag that says none.
    languages: list[str | None] = []
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else ""
        if piece.startswith("<") and index % 2:
            before = "" if _is_block(piece) else before
            _follow(piece, languages)
            result.append(piece)
        elif index % 2:
            before = " " if piece in {"&nbsp;", "&#160;"} else "x"
            result.append(piece)
        elif piece:
            foreign = next((lang for lang in reversed(languages) if lang), "fr") != "fr"
            result.append(piece if foreign else _spaced_text(piece, before, following))
            before = result[-1][-1]
    return result


def _follow(tag: str, languages: list[str | None]) -> None:
    """Keep the stack of the languages said by open tags."""
    name = _TAG_NAME.match(tag)
    if name is None or name[1].lower() in _VOID or tag.endswith("/>"):
        return
    if tag.startswith("</"):
        if languages:
            languages.pop()
        return
    lang = _LANG.search(tag)
    languages.append(lang[1].lower() if lang else None)


def _is_block(tag: str) -> bool:
    name = _TAG_NAME.match(tag)
    return name is not None and name[1].lower() not in _INLINE


def _spaced_text(text: str, before: str, following: str) -> str:
    """Apply the rules to one run of text; `before` and `following` are its neighbours across tags."""
    lead = before[-1:] if before and not before.isspace() else ""
    # A letter stands for text that goes on after an inline tag or an entity: "a:<b>c</b>" is one word.
    goes_on = following.startswith("&") and not following.startswith(("&nbsp;", "&#160;"))
    tail = "x" if goes_on else ""
    addresses: list[str] = []

    def hide(match: re.Match[str]) -> str:
        addresses.append(match[0])
        return "\ue000"

    spaced_text = _ADDRESS.sub(hide, f"{lead}{text}{tail}")
    for pattern, replacement in _RULES:
        spaced_text = pattern.sub(replacement, spaced_text)
    spaced_text = re.sub("\ue000", lambda _: addresses.pop(0), spaced_text)
    return spaced_text[len(lead) : len(spaced_text) - len(tail)]
