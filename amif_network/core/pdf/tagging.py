"""What WeasyPrint's tags lack for PDF/UA-1 and for a listener: languages, scopes, notes, artifacts, identification.

- The language of every element that differs from its parent's.
- Scope on header cells, instead of lists of header identifiers that repeat between documents.
- Footnotes as Note elements with an identifier.
- Running headers and footers as artifacts: read aloud once per page, they would bury the text.
- One link where words within it are bold or in another language.
- The bounding box of figures in PDF coordinates.
- An end of line before `endstream` that cannot be taken for data: a checker of PDF/A counts those bytes.
- The PDF/UA identification beside the PDF/A one, with the extension schema that PDF/A asks for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as weasyprint_tags

# Points per CSS pixel
SCALE = 0.75

UA_IDENTIFICATION = b"""\
<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


class TagCompletion:
    """Notes, while WeasyPrint builds the tags of one document, what its boxes know; `finish` puts it in."""

    def __init__(self) -> None:
        self.boxes: dict[int, Any] = {}
        self.artifacts: dict[int, set[int]] = {}
        self.build = weasyprint_tags._build_box_tree

    def build_box_tree(
        self, box: Any, parent: Any, pdf: Any, page_number: int, nums: dict[int, Any], annotations: Any, marks: Any
    ) -> Iterator[Any]:
        """Build the tags of `box` as WeasyPrint does, remembering which box each element stands for."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            self._set_aside(box, page_number, nums, marks)
            return
        if box.link_annotation and _is_inside_link(pdf, parent):
            _take_away(box, pdf, page_number)
        for element in self.build(box, parent, pdf, page_number, nums, annotations, marks):
            self.boxes.setdefault(element.number, box)
            yield element

    def _set_aside(self, margin_box: Any, page_number: int, nums: dict[int, Any], marks: Any) -> None:
        """Take the text of a running header or footer out of the tags; its marks become artifacts."""
        for descendant in margin_box.descendants():
            mark = marks.pop(descendant, None)
            if mark is not None:
                nums[mark["mcid"]] = b"null"
                self.artifacts.setdefault(page_number, set()).add(mark["mcid"])

    def finish(self, document: Any, pdf: Any) -> None:
        """Complete the tags and the metadata of a rendered document, before it is written."""
        root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
        self._complete(pdf, pdf.objects[_number(root["K"][0])], document.metadata.lang)
        self._identify_notes(pdf, root)
        self._mark_artifacts(pdf)
        _identify(pdf)

    def _complete(self, pdf: Any, element: Any, enclosing: str | None) -> None:
        """Complete an element and all below it; `enclosing` is the language said by its ancestors."""
        box = self.boxes.get(element.number)
        lang = box.style["lang"] if box is not None else enclosing
        if lang and lang != enclosing:
            element["Lang"] = pydyf.String(lang)
        if box is not None:
            self._describe(pdf, element, box)
        for kid in _kids(pdf, element):
            self._complete(pdf, kid, lang or enclosing)

    def _describe(self, pdf: Any, element: Any, box: Any) -> None:
        """Say in an element what only its box knows."""
        tag, source = element["S"], box.element
        if tag in {"/TH", "/TD"} and "A" in element:
            element.pop("ID", None)
            element["A"].pop("Headers", None)
            if tag == "/TH":
                element["A"]["Scope"] = "/Row" if source.get("scope") == "row" else "/Column"
        elif tag == "/LI":
            _give_body(pdf, element)
        elif tag == "/Figure":
            _turn_to_page(pdf, element)
        elif tag == "/Span" and source.get("data-fn") is not None and box.element_tag == "span":
            element["S"] = "/Note"
        elif source is not None and source.get("data-reading") == "columns":
            self._read_by_column(pdf, element)

    def _read_by_column(self, pdf: Any, element: Any) -> None:
        """Let the cells of a grid be read down each column instead of along each row."""
        columns: dict[int, list[Any]] = {}
        for row in self._find(pdf, element, "row"):
            for position, cell in enumerate(self._find(pdf, row, "side")):
                columns.setdefault(position, []).append(cell)
        cells = [cell for position in sorted(columns) for cell in columns[position]]
        if cells:
            element["K"] = pydyf.Array(cell.reference for cell in cells)
            for cell in cells:
                cell["P"] = element.reference

    def _find(self, pdf: Any, element: Any, name: str) -> Iterator[Any]:
        """Yield the outermost elements below `element` whose source has the class `name`."""
        for kid in _kids(pdf, element):
            box = self.boxes.get(kid.number)
            if box is not None and box.element is not None and name in box.element.get("class", "").split():
                yield kid
            else:
                yield from self._find(pdf, kid, name)

    def _identify_notes(self, pdf: Any, root: Any) -> None:
        notes: list[Any] = [element for element in pdf.objects if isinstance(element, dict) and element.get("S") == "/Note"]
        if not notes:
            return
        names = pydyf.Array()
        for position, note in enumerate(notes, start=1):
            note["ID"] = pydyf.String(f"note-{position:05}")
            names += [note["ID"], note.reference]
        root["IDTree"] = pydyf.Dictionary({"Names": names})

    def _mark_artifacts(self, pdf: Any) -> None:
        for page_number, marks in self.artifacts.items():
            page = pdf.objects[pdf.pages["Kids"][3 * page_number]]
            content = pdf.objects[_number(page["Contents"])].stream
            for position, item in enumerate(content):
                if isinstance(item, pydyf.Dictionary) and item.get("MCID") in marks:
                    content[position - 1] = "/Artifact"
                    content[position] = pydyf.Dictionary({"Type": "/Pagination"})


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _kids(pdf: Any, element: Any) -> list[Any]:
    """Return the structure elements right below an element, without its marked content and annotations."""
    found = (pdf.objects[_number(kid)] for kid in element["K"] if isinstance(kid, bytes))
    return [kid for kid in found if kid.get("Type") == "/StructElem"]


def _is_inside_link(pdf: Any, element: Any) -> bool:
    """Tell whether an element is a link or stands in one."""
    while element.get("Type") == "/StructElem":
        if element["S"] == "/Link":
            return True
        element = pdf.objects[_number(element["P"])]
    return False


def _take_away(box: Any, pdf: Any, page_number: int) -> None:
    """Take its link from a box within a link, as bold words are: it would lie on that of the whole, in no tag of a link."""
    page = pdf.objects[pdf.pages["Kids"][3 * page_number]]
    page["Annots"].remove(box.link_annotation.reference)
    box.link_annotation = None


def _give_body(pdf: Any, item: Any) -> None:
    """Put what stands in a list item beside its label into a body; paragraphs of the editor stand there bare."""
    bare = [kid for kid in _kids(pdf, item) if kid["S"] not in {"/Lbl", "/LBody"}]
    if not bare:
        return
    body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
    pdf.add_object(body)
    body["K"] = pydyf.Array(kid.reference for kid in bare)
    item["K"] = pydyf.Array([kid for kid in item["K"] if kid not in body["K"]] + [body.reference])
    for kid in bare:
        kid["P"] = body.reference


def _turn_to_page(pdf: Any, figure: Any) -> None:
    """Give the bounding box of a figure in the coordinates of its page: points from the bottom left corner."""
    height = pdf.objects[_number(figure["Pg"])]["MediaBox"][3]
    left, top, right, bottom = figure["A"]["BBox"]
    figure["A"]["BBox"] = pydyf.Array((left * SCALE, height - bottom * SCALE, right * SCALE, height - top * SCALE))


def _identify(pdf: Any) -> None:
    """Say in the metadata that the file is PDF/UA-1 too; PDF/A readers want it uncompressed."""
    metadata = pdf.objects[_number(pdf.catalog["Metadata"])]
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", UA_IDENTIFICATION + b"</rdf:RDF>")]
    metadata.compress = False


@contextmanager
def complete_tags() -> Iterator[TagCompletion]:
    """Let WeasyPrint build its tags through a completion for the time of the context."""
    completion = TagCompletion()
    stream_data = pydyf.Stream.__dict__["data"]
    weasyprint_tags._build_box_tree = completion.build_box_tree
    pydyf.Stream.data = property(lambda stream: _ended(stream_data.fget(stream)))
    try:
        yield completion
    finally:
        weasyprint_tags._build_box_tree = completion.build
        pydyf.Stream.data = stream_data


def _ended(stream: bytes) -> bytes:
    """End the data of a stream with CR LF: one in 256 compressed streams ends in a CR, which then would be ambiguous."""
    return stream.removesuffix(b"\nendstream") + b"\r\nendstream"
