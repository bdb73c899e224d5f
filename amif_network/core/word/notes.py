"""Footnotes, which python-docx does not write: a part of their own in the package."""

from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
# Word asks for these two before any note: the line above the notes, and above those that go on from the page before.
_FIRST = 2


class Notes:
    """Collects the footnotes of a document; `finish` writes them into the package."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.part = Part(PackURI("/word/footnotes.xml"), _TYPE, b"", document.part.package)
        self._root: Any = parse_xml(
            f"<w:footnotes {nsdecls('w', 'r')}>"
            '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
            "</w:footnotes>"
        )
        self._next = _FIRST

    def add(self, paragraph: Any) -> Any:
        """Take the runs and links of `paragraph` (an element) as a new note; return the element that refers to it in the text."""
        note = parse_xml(
            f'<w:footnote {nsdecls("w")} w:id="{self._next}"><w:p><w:pPr><w:pStyle w:val="footnotetext"/></w:pPr>'
            '<w:r><w:rPr><w:rStyle w:val="footnotereference"/></w:rPr><w:footnoteRef/></w:r>'
            '<w:r><w:t xml:space="preserve"> </w:t></w:r></w:p></w:footnote>'
        )
        for piece in paragraph.xpath("w:r | w:hyperlink"):
            note[0].append(deepcopy(piece))
        self._root.append(note)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._next))
        self._next += 1
        return reference

    def finish(self) -> None:
        """Write the notes into the package, if there are any."""
        if self._next == _FIRST:
            return
        self.part._blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._document.part.relate_to(self.part, _RELATION)
