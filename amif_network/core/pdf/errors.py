"""What can go wrong when a PDF is made."""


class PdfError(Exception):
    """The document cannot be rendered; the message says why."""


class TooDemanding(PdfError):
    """Rendering it went past a bound; the message is a sentence for whoever wants it, in the active language."""
