"""Word documents for the tests, made with python-docx and, where it cannot, by hand in the XML."""

import io
import zipfile

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FOOTNOTES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"

# A multilevel list as Word makes it for chapters: "1.", "1.1.", then "a)"
CHAPTERS = """
<w:abstractNum {ns} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>"""


def saved(document: WordDocument) -> bytes:
    """Return the bytes of a document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def rewritten(data: bytes, changes: dict[str, bytes | None], *, name_of: str = "") -> bytes:
    """Return the package with parts replaced, added, or (None) taken out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            if entry not in changes:
                target.writestr(entry, source.read(entry))
        for entry, content in changes.items():
            if content is not None:
                target.writestr(entry, content)
    return stream.getvalue()


def part(data: bytes, name: str) -> bytes:
    """Return one part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def with_relationship(data: bytes, kind: str, target: str, *, owner: str = "document") -> bytes:
    """Return the document with an external relationship added."""
    name = f"word/_rels/{owner}.xml.rels"
    relation = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        known = name in package.namelist()
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    before = part(data, name) if known else empty
    return rewritten(data, {name: before.replace(b"</Relationships>", relation.encode())})


def with_footnote(data: bytes, text: str) -> bytes:
    """Return the document with a real footnote where its text says "{note}"."""
    reference = '</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t xml:space="preserve">'
    body = part(data, "word/document.xml").decode().replace("{note}", reference)
    types = part(data, "[Content_Types].xml").decode()
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{FOOTNOTES_TYPE}"/></Types>'
    relations = part(data, "word/_rels/document.xml.rels").decode()
    relation = f'<Relationship Id="rIdNotes" Type="{FOOTNOTES_RELATION}" Target="footnotes.xml"/></Relationships>'
    return rewritten(
        data,
        {
            "word/document.xml": body.encode(),
            "word/footnotes.xml": FOOTNOTES.format(text=text).encode(),
            "[Content_Types].xml": types.replace("</Types>", override).encode(),
            "word/_rels/document.xml.rels": relations.replace("</Relationships>", relation).encode(),
        },
    )


def chapter_list(document: WordDocument) -> str:
    """Add the multilevel list of CHAPTERS and return its number."""
    numbering = document.part.numbering_part.element
    abstract = parse_xml(CHAPTERS.format(ns=nsdecls("w")))
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    number.append(link)
    numbering.append(number)
    return "77"


def numbered(paragraph, number: str, level: int):
    """Put a paragraph into an automatic list."""
    properties = paragraph._p.get_or_add_pPr()
    place = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(level)), ("w:numId", number)):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        place.append(element)
    properties.append(place)
    return paragraph


def bold(document: WordDocument, text: str, style: str | None = None):
    """Add a paragraph that is bold as a whole."""
    paragraph = document.add_paragraph(style=style)
    paragraph.add_run(text).bold = True
    return paragraph


def table(document: WordDocument, rows: list[list[str]]):
    """Add a table of plain texts."""
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return made


def hyperlink(paragraph, text: str, address: str) -> None:
    """Add a hyperlink to the end of a paragraph."""
    relation = paragraph.part.relate_to(
        address, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = OxmlElement("w:r")
    content = OxmlElement("w:t")
    content.text = text
    run.append(content)
    link.append(run)
    paragraph._p.append(link)


def styled_minutes() -> bytes:
    """Minutes with heading styles, automatic chapter numbers, nested lists, a table, a link, a footnote and page margins."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "POD MAATSCHAPPELIJKE INTEGRATIE – SPP INTÉGRATION SOCIALE"
    section.footer.paragraphs[0].text = "Cofinancé par l'Union européenne"
    section.footer.add_paragraph("Dossier 2024/17")
    document.add_paragraph("Verslag netwerkoverleg AMIF – 6 februari 2024", style="Title")
    bold(document, "Aanwezig:")
    for name in ("Noor Verhulst (POD MI)", "Bram De Keyser (OCMW Gent)", "Karim El Haddad"):
        document.add_paragraph(name, style="List Bullet")
    line = document.add_paragraph()
    line.add_run("Verontschuldigd").bold = True
    line.add_run(": Ines Baert (OCMW Mechelen)")
    document.add_heading("Agenda", level=1)
    for point in ("Welkom", "Stand van zaken", "Varia"):
        document.add_paragraph(point, style="List Number")
    chapters = chapter_list(document)
    numbered(document.add_heading("Welkom", level=1), chapters, 0)
    document.add_paragraph("De vergadering vindt online plaats.")
    numbered(document.add_heading("Stand van zaken", level=1), chapters, 0)
    numbered(document.add_heading("OCMW Gent", level=2), chapters, 1)
    bold(document, "Voordelen")
    document.add_paragraph("Snelle start", style="List Bullet")
    document.add_paragraph("in Eeklo", style="List Bullet 2")
    document.add_paragraph("in Evergem", style="List Bullet 2")
    document.add_paragraph("Goede opvolging{note} door het team", style="List Bullet")
    numbered(document.add_heading("OCMW Mechelen", level=2), chapters, 1)
    numbered(document.add_paragraph("eerste stap"), chapters, 2)
    numbered(document.add_paragraph("tweede stap"), chapters, 2)
    table(document, [["Thema", "Activiteit"], ["Taal", "Werkbezoek"], ["Wonen", ""]])
    numbered(document.add_heading("Varia", level=1), chapters, 0)
    hyperlink(document.add_paragraph("Zie dia 2 t/m 5 en "), "de website", "https://example.org/nl?a=1&b=2")
    return with_footnote(saved(document), "Cijfers van januari.")


def plain_minutes() -> bytes:
    """Minutes as most people type them: no styles, bold headings with typed numbers, attendees in a table, a timetable too."""
    document = Document()
    bold(document, "Rapport de la réunion du comité d'accompagnement")
    document.add_paragraph("le 12 mars 2024 à 9h30")
    table(
        document,
        [
            ["Nom", "Prénom", "Organisation", "Présent", "Excusé"],
            ["Lacroix", "Maëlle", "SPP IS", "X", ""],
            ["Van den Broeck", "Wout", "OCMW Antwerpen", "", "X"],
            ["Marchal", "Hugo", "Maison des Ponts", "x", ""],
        ],
    )
    bold(document, "Ordre du jour :")
    table(document, [["Heure", "Point", "Intervenant"], ["9h30 - 10h", "Accueil", "Maëlle"], ["10h - 11h", "Budget 2024", ""]])
    bold(document, "1. Accueil")
    document.add_paragraph("Maëlle ouvre la séance.")
    bold(document, "2. Budget 2024")
    document.add_paragraph("Remarques :")
    document.add_paragraph("1. CPAS de Liège : le budget est trop serré.")
    document.add_paragraph("2. CPAS de Namur : rien à signaler.")
    bold(document, "3. Divers")
    document.add_paragraph("Les remarques du CPAS de Charleroi seront encore ajoutées.")
    return saved(document)
