"""The one error of the importer: a file that cannot, or must not, be read."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
MAX_LINES = 8_000  # 150 pages as an e-mail wraps them
MAX_FILE_BYTES = 10 * MEGABYTE
MAX_CHARACTERS = 500_000  # some 150 pages
MAX_ELEMENTS = 40_000  # of HTML: five for each of the lines that are allowed

REASONS: dict[str, Promise] = {
    "empty": _("The document is empty."),
    "too_big": _("The file is larger than 10 MB. Minutes are much smaller: remove the pictures or the annexes and try again."),
    "too_long": _("The text is longer than half a million characters or 8 000 lines. Import one meeting at a time."),
    "not_a_document": _("This file is not a document the portal can read. Choose a .txt, .md or .docx file."),
    "damaged": _("The document is damaged: Word would not open it either. Save it again and retry."),
    "zip_bomb": _("The file unpacks to far more than a document of minutes can hold, and was not opened."),
    "macros": _("The document contains macros. Save it as an ordinary .docx document without macros."),
    "external_references": _(
        "The document fetches something from outside itself (a remote template, a linked picture or an embedded object). "
        "Save a copy without these links and try again."
    ),
    "encrypted": _("The document is protected by a password. Remove the password and try again."),
    "old_word": _("This is a document of Word 97-2003 (.doc). Save it as .docx and try again."),
    "pdf": _("This is a PDF. Import the Word document it was made from, or paste its text."),
    "picture": _("This is a picture. Import a text document, or paste the text."),
    "other_office": _("This is another kind of office document. Save it as .docx and try again."),
}


class UnreadableDocument(ValueError):  # the name says what the file is, not what went wrong in the code
    """A file that was refused; `code` is a key of REASONS, the message is in the reader's language."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """Say in the active language why the file was refused and what to do."""
        return str(REASONS[self.code])

    def __str__(self) -> str:
        return self.message
