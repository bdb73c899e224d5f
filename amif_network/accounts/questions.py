"""Questions about what exists for a reader: written in SQL once for all readers of one role, for a day.

Which rows exist for a reader is said by query sets (`visible_to`), several deep. Only their SQL is kept, nothing of an answer:
every reading asks the database what is so now.
"""

from typing import Any

from django.db import connection
from django.utils import timezone

from amif_network.core.questions import Ask, Question, Written, sign
from amif_network.directory.models import Person

from .models import User


class ReaderQuestion[Answer](Question[Answer]):
    """A question whose first value is its reader; the decorator of a function that returns its query set.

    The function may know of the reader the role, the key and the key of the person: where it asks for more, User.DoesNotExist
    is raised. It may ask what day it is. All else is as for a `Question`.
    """

    def of(self, *values: Any, **shape: Any) -> Ask:
        """Return the question of the reader, who comes first. Raises as `Question` does."""
        reader, *rest = values
        given = (reader.pk, reader.person_id or 0, *rest)
        key = (reader.role, reader.person_id is None, timezone.localdate(), *map(type, rest), *sorted(shape.items()))
        if key not in self.written:
            signs = [sign(place, value) for place, value in enumerate(given)]
            alone = reader.person_id is None
            build = self.build(_reader(reader.role, signs[0], None if alone else signs[1]), *signs[2:], **shape)
            self.keep(key, Written(build, signs, needed=range(2, len(signs))))
        return Ask(self.written[key], given)


def _reader(role: str, key: int, person: int | None) -> User:
    """Return who stands for a reader while SQL is written.

    Without its other columns: to read one asks the database for a user that it does not hold.
    """
    reader = User.from_db(connection.alias, ["id", "role", "person_id"], [key, role, person])
    reader.person = None if person is None else Person.from_db(connection.alias, ["id"], [person])
    return reader
