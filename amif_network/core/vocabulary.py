"""Closed vocabularies: the database refuses a value that its column does not know."""

from django.db.models import Q, TextChoices


def known(**columns: type[TextChoices]) -> Q:
    """Return the condition "each of these columns holds a value of its vocabulary"."""
    condition = Q()
    for column, vocabulary in columns.items():
        condition &= Q(**{f"{column}__in": vocabulary.values})
    return condition


def known_or_empty(**columns: type[TextChoices]) -> Q:
    """Return the condition "each of these columns is empty or holds a value of its vocabulary"."""
    condition = Q()
    for column, vocabulary in columns.items():
        condition &= Q(**{f"{column}__in": ["", *vocabulary.values]})
    return condition
