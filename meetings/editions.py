"""What can be said of a stored edition without reading its bytes."""

from collections.abc import Iterable

from amif_network.core.bilingual import Localised, other

from . import documents
from .models import Edition


def name_of(edition: Edition) -> str:
    """Return the name of its file, in the words of its own language."""
    return documents.file_name(edition.minutes, edition.version_name, edition.language, audience=edition.audience)


def erratum_of(edition: Edition, lang: str) -> Localised:
    """Return what an edition (loaded `with_errata`) says that it corrects, in `lang` or else in the other; "" for nothing."""
    printed = [one for one in (edition.first_erratum, edition.second_erratum) if one and one["text"]]
    said = {one["lang"]: one["text"] for one in printed}
    for code in (lang, other(lang)):
        if code in said:
            return Localised(said[code], code, fallback=code != lang)
    return Localised("", lang)


def to_read_first(editions: Iterable[Edition], lang: str) -> list[Edition]:
    """Sort editions as a reader of `lang` wants them: newest version, for the network, in `lang`; the bilingual one last."""
    return sorted(
        editions,
        key=lambda one: (-one.version, one.audience, one.language == Edition.Language.BOTH, one.language != lang),
    )


def latest_by_meeting(editions: Iterable[Edition], lang: str) -> list[Edition]:
    """Return for each meeting the one edition that a reader of `lang` wants, the last published meeting first."""
    best: dict[int, Edition] = {}
    for edition in to_read_first(editions, lang):
        best.setdefault(edition.minutes_id, edition)
    return sorted(best.values(), key=lambda one: one.published_at, reverse=True)
