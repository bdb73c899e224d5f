"""What can go wrong when a PDF is made."""


class PdfError(Exception):
    """The document cannot be rendered; the message says why."""
