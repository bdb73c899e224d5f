"""Reading a comparison back: which words stayed, came and went."""

import re

from amif_network.core.comparison import Comparison, compare

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
# What the portal adds in its own words.
OURS = {"visually-hidden", "comparison__aside"}


def kinds(old: str, new: str) -> list[str]:
    """Return the kinds of the parts of a comparison."""
    return [part.kind for part in compare(old, new).parts]


def marked(html: str) -> str:
    """Return a compared text in short: [-taken out-] and {+put in+}, without what the portal says."""
    html = re.sub(r'<span class="visually-hidden"[^>]*>[^<]*</span>| <span class="comparison__aside"[^>]*>[^<]*</span>', "", html)
    for tag, mark in (("<del>", "[-"), ("</del>", "-]"), ("<ins>", "{+"), ("</ins>", "+}")):
        html = html.replace(tag, mark)
    return html


def text(old: str, new: str) -> str:
    """Return the parts of a comparison in short."""
    return "".join(marked(part.html) for part in compare(old, new).parts)


def asides(comparison: Comparison) -> list[str]:
    """Return what the portal says about changes."""
    html = "".join(part.html for part in comparison.parts)
    return re.findall(r'<span class="comparison__aside" lang="[a-z-]+">([^<]*)</span>', html)
