"""The signs that reader and writer of the notation share."""

import re

from amif_network.core.richtext.nodes import ListBlock

SCRIPTS = {"sup": "^", "sub": "_"}
BLOCK_START = re.compile(r"#{1,6} |[-*•](?: |$)|(\d{1,3}[aAiI]?)\.(?: |$)|>|\|")


def continues(first: ListBlock, second: ListBlock) -> bool:
    """Say whether the second list would be read as going on with the first."""
    return first.ordered == second.ordered and first.type == second.type
