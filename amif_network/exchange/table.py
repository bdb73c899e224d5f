"""What all tables share: rows are found by natural keys, compared, checked, and kept by the rules of their app.

How to write a table
====================
A table is a class in the `exchange` package of its app (those of the directory lie in `amif_network/exchange/directory`):

    class Venues(Table):
        name = "venues"                               # of the sheet, and of the file; in English, never changed
        title = gettext_lazy("Venues")                # for people
        model = Venue
        keys = ("organisation", "venue")              # the columns that together name one row, whatever its key in the database

        organisation = Column("organisation", gettext_lazy("organisation: code or name"), OrganisationName(), needed=True)
        venue = Column("name", gettext_lazy("name of the venue"), needed=True)
        state = Column("state", gettext_lazy("state; not read"), Choice(State), shown=True)

        @classmethod
        def everything(cls, user): ...                # all rows that `user` may see, loaded, in a stable order
        def existing(self): ...                       # the records that rows of this file may be about
        def begin(self, row): ...                     # a new record with what cannot be read as a column
        def keep(self, record, *, new): ...           # save it through the action of the app, and log it

and stands in a `Subject` that settings.EXCHANGE_TABLES names, after the tables that its rows refer to.

- `Column(attribute, label, widget)`: the attribute may be a path ("call__number"); `shown` columns are written and not read, yet
  may be keys: `begin` then finds what they name (`read_text(row.get("call"))`) and raises ValueError with a sentence where it is
  nothing. A column that is missing from a file leaves alone what it holds; rows that are missing are left alone too: an import
  deletes nothing.
- What several tables of an app look up is read once, and locked, in a class of its own: `self.world.part(Funds)`; there a table
  also notes what came in with this file, for the rows that refer to it.
- `keep` is called for rows that are new or change something, with all columns in place, after `full_clean`. It takes the same
  action as the page: its PermissionDenied, WrongState, CommentRequired and ValidationError become the sentence of the row (a
  dict of them names columns). Signed, published and paid things: `self.frozen(columns, sentence)` refuses a change of them.
- `told(record)` gives `comment` and `words` for the log of the app: which file, and what changed in both languages.
- Everything runs once for the preview and is rolled back, and once more when it is confirmed: no mail, no file, no task may
  leave from `keep` except through `transaction.on_commit`.
- A round trip must hold, and is tested: export → import changes nothing; export → wipe → import restores (see
  tests/projects/exchange/test_round_trip.py). A row that can only be restored as history (a state reached long ago) comes in with
  its parent when that is new in the same file, and follows the workflow afterwards.
- Where nothing but the row itself is saved, derive from `Plain` (`check`, `entered`): new rows are then saved many at a time.
- `for_import = False` is a table that is only written.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from import_export import resources
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.workflow import CommentRequired, WrongState

from .cells import read_text
from .columns import Column, OfWorld, PersonName
from .words import changes_in_words
from .world import PeopleByName, World

Key = tuple[Any, ...]


class Table(resources.Resource):  # type: ignore[misc]
    """One kind of rows. Export: `Table().lines(records)`. Import: `Table(world).read(cells, number)`, inside a transaction."""

    name: ClassVar[str]
    title: ClassVar[Promise]
    model: ClassVar[type[models.Model]]
    keys: ClassVar[tuple[str, ...]]
    # Keys that may be missing from a file: then they are empty.
    optional: ClassVar[tuple[str, ...]] = ()
    for_import: ClassVar[bool] = True
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
        named = [column.widget for column in self.fields.values() if isinstance(column.widget, PersonName)]
        if named:
            people = world.people if world else PeopleByName.namesakes_only()
            for widget in named:
                widget.people = people
        if world is not None:
            self.world = world
            for column in self.fields.values():
                if isinstance(column.widget, OfWorld):
                    column.widget.world = world
            self.known: dict[Key, Any] = {self.key_of(one): one for one in self.existing()}

    # What a table says of itself.

    @classmethod
    def everything(cls, user: User) -> Iterable[Any]:
        """Return all rows that `user` may see, loaded for the export, in an order that stays the same."""
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

    def flush(self) -> None:
        """Save what is held; called after some rows, and after the last one."""

    def finish(self) -> None:
        """Do what follows from all rows of the sheet together, once the last of them is kept."""

    def stateful(self, record: Any) -> Any:
        """Return whose state a step of `keep` starts from: the record itself where it has one."""
        return record

    @classmethod
    def asked(cls) -> list[str]:
        """Return the columns without which nobody knows what a row is about."""
        named = [name for name in cls.keys if name not in cls.optional]
        return [name for name in named if cls.fields[name].needed or cls.fields[name].readonly]

    # Out.

    def lines(self, records: Iterable[Any]) -> Iterable[list[Any]]:
        """Return the cells of each record, one after the other: a query is walked through, never held as a whole."""
        rows = records.iterator(chunk_size=CHUNK) if isinstance(records, models.QuerySet) else records
        return (self.export_resource(record) for record in rows)

    # In.

    def read(self, cells: dict[str, Any], number: int) -> Any:
        """Take in one row, number `number` of its sheet, and return the result of the library."""
        self.number = number
        return self.import_row(dict(cells), None, row_number=number)

    def key(self, row: dict[str, Any]) -> Key:
        """Return what names the record of a row. Raises ValidationError for a key that cannot be read."""
        return tuple(self._part(name, row) for name in self.keys)

    def _part(self, name: str, row: dict[str, Any]) -> Any:
        column = self.fields[name]
        if name not in row:
            return ""
        try:
            value = column.clean(row) if not column.readonly else read_text(row[name])
        except ValueError as error:
            raise ValidationError({name: str(error)}) from error
        return "" if value is None else value

    def key_of(self, record: Any) -> Key:
        """Return the same of a record."""
        values = (self.fields[name].get_value(record) for name in self.keys)
        return tuple("" if value is None else value for value in values)

    # The steps of the library.

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Refuse a second row about the same record."""
        self.changes = []
        key = self.key(row)
        if key in self._seen:
            raise ValidationError(_("This row is about the same as row %(number)s.") % {"number": self._seen[key]})
        self._seen[key] = self.number

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
        """Work out what the row changes; nothing: leave it."""
        self.changes = [
            (name, self.before.get(name, ""), text)
            for name, text in self.said(instance).items()
            if text != self.before.get(name, "")
        ]  # fmt: skip
        return not (self.new or self.changes or import_validation_errors)

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

    def _why(self, record: Any, error: PermissionDenied) -> str:
        """Say in which state it is that refuses a step; a rule that has a sentence of its own says it itself."""
        if str(error) not in ("", str(WrongState())):
            return str(error)
        stateful = self.stateful(record)
        what = {"what": stateful, "state": stateful.get_state_display()}
        return _("“%(what)s” is in the state “%(state)s”: this cannot be entered or changed there.") % what

    def after_import_row(self, row: dict[str, Any], row_result: Any, **kwargs: Any) -> None:
        """Hand out what changed."""
        row_result.changes = self.changes

    # Help for subclasses.

    def changed(self) -> list[str]:
        """Return the columns that the row changes, in their order."""
        return [name for name, _before, _after in self.changes]

    def frozen(self, columns: Iterable[str], sentence: str) -> None:
        """Refuse a change of these columns of a record that exists. Raises ValidationError with `sentence` on each."""
        refused = {name: sentence for name in columns if name in self.changed()}
        if refused and not self.new:
            raise ValidationError(refused)

    def told(self, record: models.Model) -> dict[str, Any]:
        """Return what the log keeps of a row: the file, and in both languages which record it is, and old and new of it."""
        changes = [] if self.new else [(self.fields[name], before, after) for name, before, after in self.changes]
        words = in_both(lambda: "\n".join([str(record), *changes_in_words(changes, active_language())]))
        return {"comment": self.world.filename, "words": words}


class Plain(Table):
    """A table whose new rows are saved many at a time: what they need is checked before, and nothing follows from one of them.

    A subclass says in `check` what must hold, and writes the log; `entered` lets the rows that follow know a new record. Where
    the database refuses some of the rows, they are saved one by one, so that each tells its own sentence.
    """

    def __init__(self, world: World | None = None) -> None:
        self._held: Any = None
        self._waiting: list[tuple[Any, Any]] = []
        super().__init__(world)

    def check(self, record: Any, *, new: bool) -> None:
        """Refuse what a rule forbids, as `keep` does."""

    def entered(self, record: Any) -> None:
        """Note a record that is new and saved."""

    def alone(self, record: Any) -> bool:
        """Tell whether a new record has to be saved by itself, because something follows from it."""
        return False

    def keep(self, record: Any, *, new: bool) -> None:
        """Save one record."""
        self.check(record, new=new)
        record.save()
        if new:
            self.entered(record)

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True) -> None:
        """Check a new record without asking the database, which does so itself when it is saved."""
        if not self.new or self.alone(instance):
            super().validate_instance(instance, import_validation_errors, validate_unique)
            return
        errors = dict(import_validation_errors or {})
        related = {field.name for field in instance._meta.fields if field.is_relation}
        try:
            instance.clean_fields(exclude=related | errors.keys())
            instance.clean()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def save_instance(self, instance: Any, is_create: bool, row: dict[str, Any], **kwargs: Any) -> None:
        """Hold a new record until its neighbours are there."""
        if not is_create or self.alone(instance):
            super().save_instance(instance, is_create, row, **kwargs)
            return
        try:
            self.check(instance, new=True)
        except PermissionDenied as error:
            raise ValidationError(self._why(instance, error)) from error
        self._held = instance
        self.known[self.key_of(instance)] = instance

    def after_import_row(self, row: dict[str, Any], row_result: Any, **kwargs: Any) -> None:
        """Hand out what changed, and remember which row a held record is."""
        super().after_import_row(row, row_result, **kwargs)
        if self._held is not None:
            self._waiting.append((self._held, row_result))
            self._held = None

    def flush(self) -> None:
        """Save what is held."""
        waiting, self._waiting = self._waiting, []
        try:
            with transaction.atomic():
                self.model._default_manager.bulk_create([record for record, _result in waiting])
        except (IntegrityError, DataError):
            for record, result in waiting:
                self._save_alone(record, result)
        for record, result in waiting:
            if result.validation_error is None:
                self.entered(record)

    def _save_alone(self, record: Any, result: Any) -> None:
        try:
            with transaction.atomic():
                record.full_clean()
                record.save()
        except ValidationError as error:
            result.validation_error, result.import_type = error, RowResult.IMPORT_TYPE_INVALID
            del self.known[self.key_of(record)]


class Numbered:
    """A table whose last key, `number`, tells rows apart that are named alike: 1, 2, …; without it the first is meant."""

    def key(self, row: dict[str, Any]) -> Key:
        """Return what names the record."""
        *parts, number = super().key(row)  # type: ignore[misc]
        return (*parts, number or 1)

    def import_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        """Read the row; without a number it is the first of its name."""
        super().import_instance(instance, row, **kwargs)  # type: ignore[misc]
        instance.number = getattr(instance, "number", None) or 1

    def refuse_gap(self, record: Any) -> None:
        """Refuse a new record whose number is not the next one. Raises ValidationError."""
        *parts, number = self.key_of(record)  # type: ignore[attr-defined]
        if number > 1 and (*parts, number - 1) not in self.known:  # type: ignore[attr-defined]
            raise ValidationError(
                {"number": _("There is no number %(number)s yet: number such rows 1, 2, …") % {"number": number - 1}}
            )


# Rows that an export holds in memory at a time, and an import saves at a time.
CHUNK = 1000
