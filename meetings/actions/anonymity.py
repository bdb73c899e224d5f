"""Anonymous sections name nobody: neither a person the directory knows nor an e-mail address of theirs (DOMAIN §4)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from amif_network.core import richtext
from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_list
from amif_network.directory.folding import fold
from amif_network.directory.models import Person

# Signs that are not seen: between the letters of a name they make no other name of it.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LINK = re.compile(r'href="([^"]*)"')
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


def names_in(heading: str, html: str) -> list[str]:
    """Return the names of the people of the directory whose full name, in either order, or e-mail address stands in a text.

    Accents, capitals and punctuation make no difference, parts of words do not count; addresses that links lead to are
    part of the text. Who is known by a family name only is left out: that is a word like any other. One query.
    """
    text = _UNSEEN.sub("", "\n".join([heading, richtext.plain_text(html), *_LINK.findall(html)]))
    addresses = {address.lower() for address in _ADDRESS.findall(text)}
    folded = f" {fold(text)} "
    words = set(folded.split())

    def stands(name: str) -> bool:
        return name.partition(" ")[0] in words and f" {name} " in folded

    # Reading the whole directory takes less time than letting the database search a long text for every name.
    people = Person.objects.order_by("sort_key", "pk").values_list(
        "given_name", "family_name", "email", "search_text", "sort_key"
    )
    return [
        f"{given} {family}".strip()
        for given, family, email, name, reversed_name in people
        if (given and (stands(name) or stands(reversed_name))) or (email and email.lower() in addresses)
    ]


def refuse_names(heading: str, html: str) -> None:
    """Raise ValidationError, which says whom, if a text of an anonymous section names somebody."""
    if found := names_in(heading, html):
        raise ValidationError(
            _("This section is anonymous, but its text names %(names)s. Take out the name and the e-mail address."),
            code="names_somebody",
            params={"names": format_list(list(dict.fromkeys(found)), active_language())},
        )
