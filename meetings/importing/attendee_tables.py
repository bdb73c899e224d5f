"""Attendees in a table: one person a row, or one label a row, or one label a column."""

import re

from .attendee_pieces import is_name
from .attendees import STATUS_HINTS, Reader, matched
from .captions import REMOTE, attendance_label
from .findings import Findings
from .result import OrganisationMatch, ParsedAttendee, Status
from .source import Cell, Row, Table

COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("given", re.compile(r"prénoms?|voornaam|voornamen|first name", re.IGNORECASE)),
    (
        "name",
        re.compile(r"nom\b|noms\b|naam|namen|name|achternaam|familienaam|participant|deelnemer|personne|persoon", re.IGNORECASE),
    ),
    ("function", re.compile(r"fonction|functie|rôle|rol\b|titre|titel", re.IGNORECASE)),
    ("status", re.compile(r"pr[ée]sen|aanwezig|excus|verontschuldigd|absen|afwezig|statu[ts]|présence", re.IGNORECASE)),
    (
        "organisation",
        re.compile(r"organis|institution|instelling|cpas|ocmw|service|dienst|employeur|werkgever|structure", re.IGNORECASE),
    ),
)
YES = re.compile(r"(?:x|v|✓|✔|☒|☑|√|oui|ja|yes|p|1|ok)\.?\Z", re.IGNORECASE)
NO = re.compile(r"(?:non|nee|neen|no|☐|0|-|/)?\Z", re.IGNORECASE)
LETTER_STATUS: dict[str, Status] = {"e": "excused", "a": "absent", "p": "present", "v": "excused"}


def read(table: Table, findings: Findings) -> list[ParsedAttendee]:
    """Read a table of attendees; empty when it is another kind of table."""
    if len(table.rows) < 1 or table.width < 2:
        return []
    columns = _columns(table.rows[0])
    if "name" in columns and len(columns) > 1 and len(table.rows) > 1:
        return _people_by_row(table, columns, findings)
    labels = [attendance_label(row.cells[0].text) for row in table.rows if row.cells]
    if labels and all(
        label is not None and label.length == len(row.cells[0].text) for label, row in zip(labels, table.rows, strict=False)
    ):
        return _labels_by_row(table, findings)
    heads = [attendance_label(cell.text) for cell in table.rows[0].cells]
    if len(table.rows) > 1 and all(
        head is not None and head.length == len(cell.text) for head, cell in zip(heads, table.rows[0].cells, strict=True)
    ):
        return _labels_by_column(table, findings)
    return []


def _columns(header: Row) -> dict[str, list[int]]:
    """Say what each column holds, by its header. A status may have a column per value."""
    found: dict[str, list[int]] = {}
    for index, cell in enumerate(header.cells):
        kind = next((kind for kind, pattern in COLUMNS if pattern.search(cell.text)), None)
        if kind is not None and (kind == "status" or kind not in found) and len(cell.text) < 40:
            found.setdefault(kind, []).append(index)
    if "given" in found and "name" not in found:
        found["name"] = found.pop("given")
    return found


def _people_by_row(table: Table, columns: dict[str, list[int]], findings: Findings) -> list[ParsedAttendee]:
    header = table.rows[0]
    for cell in header.cells:
        findings.set_aside(header.number, "table_header", cell.text)
    return [person for row in table.rows[1:] for person in _person(row, header, columns, findings)]


def _person(row: Row, header: Row, columns: dict[str, list[int]], findings: Findings) -> list[ParsedAttendee]:
    def value(kind: str) -> str:
        return " ".join(row.cells[index].text for index in columns.get(kind, []) if index < len(row.cells)).strip()

    name = " ".join(part for part in (value("given"), value("name")) if part)
    used = {index for indexes in columns.values() for index in indexes}
    for index, cell in enumerate(row.cells):
        if index not in used or not name:
            findings.set_aside(row.number, "table_cell", cell.text)
    if not name:
        return []
    if not is_name(name, bracketed=True) or "(" in name:
        # "Lisa Asselman (POD MI)" in the name column: read it as a line of a list
        reader = Reader(_status(row, header, columns.get("status", []), name, findings), findings)
        organisation = value("organisation")
        reader.read(f"{name} ({organisation})" if organisation and "(" not in name else name, row.number)
        for line, text in reader.leftovers:
            findings.set_aside(line, "table_cell", text)
        findings.set_aside(row.number, "table_cell", f"{organisation} {value('function')}")
        return reader.people
    organisation = value("organisation")
    match = matched(organisation, row.number, findings) if organisation else OrganisationMatch()
    if not organisation:
        findings.warn("person_without_organisation", row.number, name=name)
    findings.set_aside(row.number, "function", value("function"))
    remote = bool(REMOTE.search(value("status")))
    status = _status(row, header, columns.get("status", []), name, findings)
    return [ParsedAttendee(name, status, (row.number,), organisation or None, match, value("function"), remote)]


def _status(row: Row, header: Row, columns: list[int], name: str, findings: Findings) -> Status:
    """Read the marks: a cross under "Excusé", the word itself, or a letter."""
    for index in columns:
        mark = row.cells[index].text.strip() if index < len(row.cells) else ""
        findings.set_aside(row.number, "mark", mark)
        head = attendance_label(header.cells[index].text)
        if YES.match(mark) and head is not None:
            return head.status
        if hint := next((status for status, pattern in STATUS_HINTS if pattern.match(mark)), None):
            return hint
        if mark.lower() in LETTER_STATUS:
            return LETTER_STATUS[mark.lower()]
        if REMOTE.search(mark) or YES.match(mark):
            return "present"
        if not NO.match(mark):
            findings.warn("status_not_understood", row.number, name=name, text=mark)
            return "present"
    if columns:
        findings.warn("status_without_mark", row.number, name=name)
        return "absent"
    return "present"


def _labels_by_row(table: Table, findings: Findings) -> list[ParsedAttendee]:
    """Read "Présents | A (X), B (Y)"."""
    people = []
    for row in table.rows:
        people.extend(_people_of_cells(row.cells[0].text, [(row.number, row.cells[1:])], row.number, findings))
    return people


def _labels_by_column(table: Table, findings: Findings) -> list[ParsedAttendee]:
    """Read the columns "Présents" and "Excusés", each with names below."""
    people = []
    for index, cell in enumerate(table.rows[0].cells):
        cells = [(row.number, row.cells[index : index + 1]) for row in table.rows[1:]]
        people.extend(_people_of_cells(cell.text, cells, table.rows[0].number, findings))
    return people


def _people_of_cells(
    caption: str, cells: list[tuple[int, tuple[Cell, ...]]], number: int, findings: Findings
) -> list[ParsedAttendee]:
    label = attendance_label(caption)
    if label is None:
        return []
    findings.set_aside(number, "attendee_label", caption)
    reader = Reader(label.status, findings, remote=label.remote)
    for line, row_cells in cells:
        for cell in row_cells:
            for part in cell.lines:
                reader.read(part.text.lstrip("-–•* "), line, one_group=len(cell.lines) > 1)
    for line, text in reader.leftovers:
        findings.set_aside(line, "table_cell", text)
    return reader.people
