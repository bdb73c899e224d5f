"""What can be said of a stored edition without reading its bytes."""

from amif_network.core.bilingual import Localised, other

from . import documents
from .models import Edition


def name_of(edition: Edition) -> str:
    """Return the name of its file, in the words of its own language."""
    return documents.file_name(edition.minutes, edition.version, edition.language, audience=edition.audience)


def erratum_of(edition: Edition, lang: str) -> Localised:
    """Return what an edition (loaded `with_errata`) says that it corrects, in `lang` or else in the other; "" for nothing."""
    printed = [one for one in (edition.first_erratum, edition.second_erratum) if one and one["text"]]
    said = {one["lang"]: one["text"] for one in printed}
    for code in (lang, other(lang)):
        if code in said:
            return Localised(said[code], code, fallback=code != lang)
    return Localised("", lang)
