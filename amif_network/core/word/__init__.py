"""Word documents (.docx); the only place that writes them, with python-docx and, where it cannot, in the XML.

`WordDocument` takes headings, lines and stored rich text (`core.richtext`): nested lists, tables with header rows, footnotes,
links, emphasis, and the language of every passage. Its styles are Word's own under their usual names, so that a
document follows whatever template its reader puts behind it.
"""

from .document import WordDocument

__all__ = ["WordDocument"]
