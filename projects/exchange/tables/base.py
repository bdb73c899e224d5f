"""What all tables share: rows are found by natural keys, compared, checked, and kept by the rules of the app."""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from import_export import resources
from import_export.instance_loaders import BaseInstanceLoader

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.workflow import CommentRequired, WrongState

from ...actions.steps import in_both
from ...days import not_ahead
from ..cells import read_text
from ..columns import Column, OfWorld
from ..errors import MOST_CHANGES, UnreadableTable
from ..words import changes_in_words
from ..world import World

Key = tuple[Any, ...]


class Table(resources.Resource):  # type: ignore[misc]
    """One kind of rows. Export: `Table().export(rows)`. Import: `Table(world).import_data(dataset)`, inside a transaction.

    A subclass says what its rows are (`title`, `model`), which columns name one (`keys`), what exists (`existing`), how a new
    row begins (`begin`) and how a new or changed one is kept (`keep`), under the rules of workflows and actions.
    """

    name: ClassVar[str]
    title: ClassVar[Promise]
    model: ClassVar[type[models.Model]]
    keys: ClassVar[tuple[str, ...]]
    # Keys that may be missing from a file: then they are empty.
    optional: ClassVar[tuple[str, ...]] = ()
    fields: dict[str, Column]

    class Meta:
        # Keys are looked up and changes worked out below: the library's own ways copy every record with its relations.
        instance_loader_class = BaseInstanceLoader
        import_id_fields: ClassVar[list[str]] = []
        skip_diff = True
        report_skipped = True
        use_transactions = False
        clean_model_instances = True

    def __init__(self, world: World | None = None) -> None:
        super().__init__()
        self.before: dict[str, str] = {}
        self.changes: list[tuple[str, str, str]] = []
        self._seen: dict[Key, int] = {}
        if world is not None:
            self.world = world
            for column in self.fields.values():
                if isinstance(column.widget, OfWorld):
                    column.widget.world = world
            self.known: dict[Key, Any] = {self.key_of(one): one for one in self.existing()}

    # What a table says of itself.

    @classmethod
    def visible(cls, user: User, of_calls: models.QuerySet, projects: models.QuerySet) -> models.QuerySet:
        """Return the rows of these calls and projects that `user` may see, loaded for the export."""
        raise NotImplementedError

    def existing(self) -> Iterable[Any]:
        """Return the records that the rows of a file may be about."""
        raise NotImplementedError

    def begin(self, row: dict[str, Any]) -> Any:
        """Return a new record with what the keys of the row name. Raises ValueError where that does not exist."""
        raise NotImplementedError

    def keep(self, record: Any, *, new: bool) -> None:
        """Save a new or changed record and log it. Raises PermissionDenied or ValidationError with a sentence."""
        raise NotImplementedError

    @classmethod
    def asked(cls) -> list[str]:
        """Return the columns without which nobody knows what a row is about."""
        named = [name for name in cls.keys if name not in cls.optional]
        return [name for name in named if cls.fields[name].needed or cls.fields[name].readonly]

    # Keys.

    def key(self, row: dict[str, Any]) -> Key:
        """Return what names the record of a row. Raises ValidationError for a key that cannot be read."""
        return tuple(self._part(name, row) for name in self.keys)

    def _part(self, name: str, row: dict[str, Any]) -> Any:
        column = self.fields[name]
        if name not in row:
            return ""
        try:
            return column.clean(row) if not column.readonly else read_text(row[name])
        except ValueError as error:
            raise ValidationError({name: str(error)}) from error

    def key_of(self, record: Any) -> Key:
        """Return the same of a record."""
        values = (self.fields[name].get_value(record) for name in self.keys)
        return tuple("" if value is None else value for value in values)

    # The steps of the library.

    def before_import_row(self, row: dict[str, Any], row_number: int = 0, **kwargs: Any) -> None:
        """Refuse a second row about the same record."""
        key = self.key(row)
        if key in self._seen:
            raise ValidationError(_("This row is about the same as row %(number)s.") % {"number": self._seen[key]})
        self._seen[key] = self.numbers[row_number - 1]

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Any:
        """Return the record of the row, None where it is new."""
        return self.known.get(self.key(row))

    def init_instance(self, row: dict[str, Any] | None = None) -> Any:
        """Begin a new record."""
        try:
            return self.begin(row or {})
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def after_init_instance(self, instance: Any, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        """Remember what the record said before."""
        self.new = new
        self.before = {} if new else self.said(instance)

    def skip_row(
        self, instance: Any, original: Any, row: dict[str, Any], import_validation_errors: dict[str, Any] | None = None
    ) -> bool:
        """Work out what the row changes; nothing: leave it. Raises UnreadableTable where a file changes too much."""
        after = self.said(instance)
        self.changes = [
            (name, self.before.get(name, ""), text)
            for name, text in after.items()
            if text != self.before.get(name, "")
        ]  # fmt: skip
        if not (self.new or self.changes or import_validation_errors):
            return True
        self.world.changes += 1
        if self.world.changes > MOST_CHANGES:
            raise UnreadableTable("too_many_changes")
        return False

    def said(self, record: Any) -> dict[str, str]:
        """Return what the columns say of a record, as plain text."""
        return {name: column.plain(record) for name, column in self.fields.items()}

    def save_instance(self, instance: Any, is_create: bool, row: dict[str, Any], **kwargs: Any) -> None:
        """Keep the record; a rule that refuses it becomes the sentence of the row."""
        try:
            with transaction.atomic():
                self.keep(instance, new=is_create)
        except CommentRequired as error:
            raise ValidationError(str(error)) from error
        except PermissionDenied as error:
            raise ValidationError(self._why(instance, error)) from error
        self.known[self.key_of(instance)] = instance

    @staticmethod
    def _why(record: Any, error: PermissionDenied) -> str:
        """Say in which state it is that refuses a step; a rule that has a sentence of its own says it itself."""
        stateful = getattr(record, "project", None) or getattr(record, "call", None) or record
        if str(error) not in ("", str(WrongState())):
            return str(error)
        what = {"what": stateful, "state": stateful.get_state_display()}
        return _("“%(what)s” is in the state “%(state)s”: this cannot be entered or changed there.") % what

    def after_import_row(self, row: dict[str, Any], row_result: Any, **kwargs: Any) -> None:
        """Hand out what changed."""
        row_result.changes = self.changes

    # Help for subclasses.

    numbers: list[int]

    def changed(self) -> list[str]:
        """Return the columns that the row changes, in their order."""
        return [name for name, _before, _after in self.changes]

    def frozen(self, columns: Iterable[str], sentence: str) -> None:
        """Refuse a change of these columns of a record that exists. Raises ValidationError with `sentence` on each."""
        refused = {name: sentence for name in columns if name in self.changed()}
        if refused and not self.new:
            raise ValidationError(refused)

    def happened(self, day: datetime.date, column: str) -> None:
        """Refuse a day that is still to come. Raises ValidationError on `column`."""
        try:
            not_ahead(day, self.world.at)
        except ValidationError as error:
            raise ValidationError({column: error.messages}) from error

    def told(self, record: models.Model) -> dict[str, Any]:
        """Return what the log keeps of a row: the file, and in both languages which record it is, and old and new of it."""
        changes = [] if self.new else [(self.fields[name], before, after) for name, before, after in self.changes]
        words = in_both(lambda: "\n".join([str(record), *changes_in_words(changes, active_language())]))
        return {"comment": self.world.filename, "words": words}
