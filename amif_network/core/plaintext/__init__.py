"""Rich text as plain characters, for forms without JavaScript: readable, and nothing is lost either way.

    ## Heading          ### Smaller heading         > Quotation
    - entry             1. numbered entry           (nested entries are indented)
    **bold**            *italic*                    {^ raised}  {_ lowered}
    [text](https://…)   [^ text of a footnote]      {nl: words in another language}
    | cell | cell |     |= header cell              |+ caption of a table
    |-                  a row whose cells, one `|` a line, hold paragraphs or lists (indented)
    1a. 1A. 1i. 1I.     lists counted in letters or roman figures
    \\                   before a character: the character itself; alone between two lists: keeps them apart

A blank line parts paragraphs; the end of a line is a line break. What is not understood stays as it was typed.
"""

from amif_network.core.richtext.reader import read_html
from amif_network.core.richtext.writer import write_html

from .blocks import BlockReader
from .writer import write_blocks


def to_plain(html: str) -> str:
    """Return the notation of a text; `from_plain` of it is the text again."""
    return "\n".join(write_blocks(read_html(html), in_table=False))


def from_plain(text: str) -> str:
    """Return the stored HTML of what was typed in the notation."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # Reading the result again gives it its one form and cleans it, as for any other HTML.
    return write_html(read_html(write_html(BlockReader(lines).read())))
