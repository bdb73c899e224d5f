"""Names of organisations and people in what is asked: the same organisation in its other language, and slips of the pen."""

from collections import defaultdict
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Q, Value

from amif_network.core.questions import Question
from amif_network.directory.folding import fold
from amif_network.directory.models import Organisation, OrganisationAlias, Person

from .query import Query

# How much of a name has to be there (0 to 1, trigrams), and from how many letters on a word can be one.
ALIKE = 0.45
SHORTEST = 4
# Words of the places and names of organisations and of the names of people, which everybody who has signed in may read.
CLOSEST = f"""
    SELECT DISTINCT ON (typed.word) typed.word, known.word
    FROM unnest(%s::text[]) AS typed (word), (
        SELECT string_to_table(sort_fr || ' ' || sort_nl, ' ') AS word FROM {Organisation._meta.db_table}
        UNION SELECT string_to_table(search_text, ' ') FROM {Person._meta.db_table}
    ) known
    WHERE similarity(typed.word, known.word) >= %s
    ORDER BY typed.word, similarity(typed.word, known.word) DESC, known.word
"""  # noqa: S608  # names of our own tables


def in_all_their_ways(query: Query) -> Query:
    """Return the query in which organisations may stand under each of their names: OCMW Luik as CPAS de Liège. One query."""
    spans = {query.words(start, end) for start, end in query.spans()} - {""}
    names: dict[str, list[str]] = defaultdict(list)
    for organisation in _named(sorted(spans)):
        places = [organisation.city_fr, organisation.city_nl, organisation.city_de]
        by_place = {fold(place) for place in places} & spans
        whole = [organisation.short_fr, organisation.short_nl, *organisation.texts]
        by_name = {fold(name) for name in whole} & spans
        for words in by_place:
            names[words] += filter(None, places)
        for words in by_name - by_place:
            names[words] += filter(None, whole)
    return query.with_synonyms({words: tuple(dict.fromkeys(found)) for words, found in names.items()})


@Question
def _named(spans: list[str]) -> Any:
    alias = OrganisationAlias.objects.filter(normalised__among=spans).values("organisation")
    texts_of_aliases: Any = ArrayAgg("aliases__text", filter=Q(aliases__isnull=False), default=Value([]), order_by="aliases__pk")
    found = Organisation.objects.filter(Q(sort_fr__among=spans) | Q(sort_nl__among=spans) | Q(pk__in=alias))
    columns = ("city_fr", "city_nl", "city_de", "short_fr", "short_nl", "texts")
    return found.annotate(texts=texts_of_aliases).order_by("pk").values_list("pk", *columns, named=True)


def corrected(query: Query) -> str:
    """Return what may have been meant, with the closest names in place of words that are none; "" for nothing. One query."""
    words = {fold(term.spellings[0]): term.spellings[0] for term in query.terms if not term.excluded and len(term.spellings) == 1}
    asked = [word for word in words if len(word) >= SHORTEST and " " not in word]
    if not asked:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(CLOSEST, [asked, ALIKE])
        closest = {words[typed]: known for typed, known in cursor.fetchall() if typed != known}
    meant = " ".join(closest.get(word, word) for word in query.typed.split())
    return meant if meant != query.typed else ""
