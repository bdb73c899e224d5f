"""Old files do not bring back who was erased: a keyed fingerprint of the name stays, of which nobody can make the name.

Without SECRET_KEY not even a list of all names of the country tells whose it is. The name is all that a file is recognised by:
a namesake who is somebody else is entered on the page of people, where a person looks.
"""

import datetime
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_date
from amif_network.directory.folding import fold
from amif_network.directory.models import Person

from .models import Erasure

PURPOSE = "amif_network.privacy.returning"


def marks_of(person: Person) -> list[str]:
    """Return the fingerprints to keep of a person who is about to be erased."""
    return [_mark(str(person), settings.SECRET_KEY)]


def refuser() -> Callable[[Person], None]:
    """Return what refuses a new person of a file who bears the name of somebody erased; the register is read once.

    Named in settings.NEW_PERSON_CHECKS. What it returns raises ValidationError with the day of the erasure.
    """
    erased = {mark: at for marks, at in Erasure.objects.order_by("at").values_list("marks", "at") for mark in marks}
    return lambda person: _refuse(person, erased)


def _refuse(person: Person, erased: dict[str, datetime.datetime]) -> None:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if erased else ()
    found = [erased[mark] for key in keys if (mark := _mark(str(person), key)) in erased]
    if found:
        day = format_date(timezone.localdate(found[0]), active_language())
        said = _(
            "Somebody of this name was erased on %(day)s: a file does not bring them back. "
            "Is it somebody else? Enter them as a new person first."
        )
        raise ValidationError(said % {"day": day})


def _mark(name: str, key: str) -> str:
    return salted_hmac(PURPOSE, fold(name), secret=key, algorithm="sha256").hexdigest()
