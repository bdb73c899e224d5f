"""The one error of the reader: a file that cannot, or must not, be read as tables."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 20 * MEGABYTE
# Of one file, all sheets together.
MAX_ROWS = 40_000
MAX_COLUMNS = 60

REASONS: dict[str, Promise] = {
    "empty": gettext_lazy("The file is empty."),
    "too_big": gettext_lazy("The file is larger than 20 MB. Import it in parts."),
    "too_many_rows": gettext_lazy("The file has more than 40 000 rows. Import it in parts."),
    "not_a_table": gettext_lazy("This file is not a table the portal can read. Choose an .xlsx, .csv or .json file."),
    "damaged": gettext_lazy("The file is damaged: a spreadsheet program would not open it either. Save it again and retry."),
    "zip_bomb": gettext_lazy("The file unpacks to far more than tables can hold, and was not opened."),
    "macros": gettext_lazy("The workbook contains macros. Save it as an ordinary .xlsx workbook without macros."),
    "external_references": gettext_lazy("The workbook refers to something outside itself. Save a copy of its values only."),
    "encrypted": gettext_lazy("The workbook is protected by a password. Remove the password and try again."),
    "old_excel": gettext_lazy("This is a workbook of Excel 97-2003 (.xls). Save it as .xlsx and try again."),
    "other_office": gettext_lazy("This is another kind of office document. Save the table as .xlsx or .csv and try again."),
    "not_our_json": gettext_lazy(
        "The JSON is none of an export: it has to hold “tables” by name, each a list of rows of the same columns."
    ),
    "no_rows": gettext_lazy("The file has headings, but no row below them."),
}


class UnreadableTable(ValueError):
    """A file that was refused; the message is in the language that was active when it was raised."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message or str(REASONS[code])

    def __str__(self) -> str:
        return self.message


def formula(place: str) -> UnreadableTable:
    """Return the refusal of a cell that computes; `place` is its address in the sheet ("projects!D7")."""
    sentence = _("The cell %(place)s holds a formula. Replace it by its value: copy the column and paste the values.")
    return UnreadableTable("formula", sentence % {"place": place})


def null_character(place: str) -> UnreadableTable:
    """Return the refusal of a cell with the character of code 0; `place` is its address in the sheet."""
    sentence = _("The cell %(place)s holds an invisible character that cannot be stored. Type the cell again.")
    return UnreadableTable("null_character", sentence % {"place": place})


def no_table(name: str, known: str) -> UnreadableTable:
    """Return the refusal of a sheet whose columns belong to none of the tables, `known` names them."""
    sentence = _("The columns of “%(name)s” belong to none of the tables %(known)s. Its first row is not that of an export.")
    return UnreadableTable("no_table", sentence % {"name": name, "known": known})


def missing_columns(name: str, columns: str) -> UnreadableTable:
    """Return the refusal of a table without the columns that name its rows."""
    sentence = _("The table “%(name)s” lacks the columns %(columns)s. Without them nobody knows what its rows are about.")
    return UnreadableTable("missing_columns", sentence % {"name": name, "columns": columns})


def repeated(what: str) -> UnreadableTable:
    """Return the refusal of a heading or table that stands in the file twice."""
    return UnreadableTable("repeated", _("“%(what)s” stands in the file twice. Keep one of them.") % {"what": what})
