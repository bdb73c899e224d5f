"""Anonymous sections name nobody: neither a person the directory knows nor an e-mail address of theirs (issue 3, item 4)."""

import re

from django.core.exceptions import ValidationError
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Concat, StrIndex
from django.utils.translation import gettext as _

from amif_network.core import richtext
from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_list
from amif_network.directory.folding import Folded, fold
from amif_network.directory.models import Person

# Signs that are not seen: between the letters of a name they make no other name of it.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ADDRESS = re.compile(r'href="([^"]*)"')


def people_named_in(heading: str, html: str) -> list[Person]:
    """Return the people of the directory whose full name, in either order, or e-mail address stands in a text.

    Accents, capitals and punctuation make no difference, parts of words do not count; addresses that links lead to are
    part of the text. Who is known by a family name only is left out: that is a word like any other. One query, which
    returns only those who were found.
    """
    words = _words(heading, html)
    if not words:
        return []
    email = Q(email__gt="", in_email__gt=0)
    return list(
        Person.objects.alias(
            in_name=_place("search_text", words),
            in_reversed=_place("sort_key", words),
            in_email=_place(Folded(F("email")), words),
        )
        .filter(Q(given_name__gt="") & (Q(in_name__gt=0) | Q(in_reversed__gt=0)) | email)
        .order_by("sort_key", "pk")
    )


def refuse_names(heading: str, html: str) -> None:
    """Raise ValidationError, which says whom, if a text of an anonymous section names somebody."""
    if found := people_named_in(heading, html):
        names = format_list(list(dict.fromkeys(str(person) for person in found)), active_language())
        raise ValidationError(
            _("This section is anonymous, but its text names %(names)s. Take out the name and the e-mail address."),
            code="names_somebody",
            params={"names": names},
        )


def _words(heading: str, html: str) -> str:
    """Return the folded words of a text, each between two spaces."""
    text = "\n".join([heading, richtext.plain_text(html), *_ADDRESS.findall(html)])
    folded = fold(_UNSEEN.sub("", text))
    return f" {folded} " if folded else ""


def _place(name: str | Folded, words: str) -> StrIndex:
    """Return the expression for where a folded name stands among the words; 0 for nowhere."""
    whole = Concat(Value(" "), name, Value(" "), output_field=TextField())
    return StrIndex(Value(words, output_field=TextField()), whole)
