"""What the tables of partnerships share: rows that begin with the code of their partnership."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.exchange.cells import read_text
from amif_network.exchange.columns import Column, OrganisationName, Text
from amif_network.exchange.table import Table

from ..actions.steps import log
from ..models import Partnership, Party
from ..models.choices import Edit
from .alliances import Alliances

CODE = gettext_lazy("code of the partnership")
PARTNER = gettext_lazy("partner: code or name of the organisation")


class LongText(Text):
    """A text as long as a cell of a spreadsheet holds."""

    longest = 32_000


class OfPartnerships(Table):
    """A table whose rows are about partnerships."""

    @property
    def alliances(self) -> Alliances:
        """The partnerships that rows name."""
        return self.world.part(Alliances)

    # Columns that steps of their own change, and the sentence that says so; "*" stands for every column.
    closed: ClassVar[tuple[Collection[str], Promise] | None] = None

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Say first what no file changes: any other fault of the row only follows from it."""
        if self.closed and not self.new:
            columns, sentence = self.closed
            self.frozen(self.changed() if "*" in columns else columns, str(sentence))
        super().validate_instance(instance, *args, **kwargs)

    def is_new(self, partnership: Partnership) -> bool:
        """Tell whether the partnership came in with this file: then its rows come in as they stood."""
        return partnership.pk in self.alliances.new

    def write_log(self, record: Any, partnership: Partnership, subject: str, party: Party | None = None) -> None:
        """Log a row that came in with its partnership."""
        world = self.world
        log(partnership, subject, Edit.IMPORT, by=world.by, at=world.at, party=party, about=record, **self.told(record))


class OfPartnership(OfPartnerships):
    """Rows that begin with the code of their partnership; `path` leads to it."""

    path: ClassVar[str] = "partnership"
    # What is loaded with the rows, and how those of one partnership are sorted.
    loaded: ClassVar[tuple[str, ...]] = ()
    order: ClassVar[tuple[str, ...]] = ("pk",)

    @classmethod
    def everything(cls, user: User) -> Any:
        """Return the rows that `user` may see."""
        return cls.rows(cls.of_person(user, Partnership.objects.visible_to(user)))

    @classmethod
    def of_person(cls, user: User, partnerships: Any) -> Any:
        """Return the rows of these partnerships that exist for `user`."""
        rows: Any = cls.model._default_manager
        visible = rows.visible_to(user) if hasattr(rows, "visible_to") else rows
        return visible.filter(**{f"{cls.path}__in": partnerships.order_by().values("pk")})

    @classmethod
    def rows(cls, records: Any) -> Any:
        """Return the rows loaded, in the order of a file."""
        return records.select_related(cls.path, *cls.loaded).order_by(f"{cls.path}__code", *cls.order)

    def existing(self) -> Iterable[Any]:
        """Return the rows of the partnerships that the file names."""
        records: Any = self.model._default_manager
        rows: Iterable[Any] = self.rows(records.filter(**{f"{self.path}__in": list(self.alliances.all())}))
        return rows

    def stateful(self, record: Any) -> Any:
        """Return the partnership, whose state says what may be entered."""
        return record.partnership


class OfPartner(OfPartnership):
    """Rows of one partner of a partnership."""

    loaded: ClassVar[tuple[str, ...]] = ("party__organisation",)

    partnership = Column("partnership__code", CODE, shown=True)
    partner = Column("party__organisation", PARTNER, OrganisationName(), shown=True)

    def _part(self, name: str, row: dict[str, Any]) -> Any:
        """Return a part of the key: a partner is an organisation, however its cell names it."""
        if name != "partner":
            return super()._part(name, row)
        try:
            return self.fields[name].widget.clean(row.get(name)) or ""
        except ValueError as error:
            raise ValidationError({name: str(error)}) from error

    def party_of(self, row: dict[str, Any]) -> Party:
        """Return the party that a row names. Raises ValueError, ValidationError."""
        return self.alliances.party(read_text(row.get("partnership")), self._part("partner", row) or None)


def numbered(records: models.QuerySet[Any], *alike: str) -> Any:
    """Number the rows that are `alike` in these columns, in the order in which they were entered, as `number`."""
    return records.annotate(number=Window(RowNumber(), partition_by=[F(name) for name in alike], order_by="pk"))
