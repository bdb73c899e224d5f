"""Tables in the administration: files that came in, and chosen records as a workbook."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy

from amif_network.accounts.models import User
from amif_network.core.administration import Record, Shown

from .answers import sent
from .exporting import export
from .models import Importation
from .subjects import tables
from .table import Table
from .writing import Written


def table_of(model: type[Model]) -> type[Table] | None:
    """Return the table in which records of `model` leave and come back, None where there is none."""
    return next((table for table in tables().values() if table.model is model), None)


@dataclass(frozen=True)
class Chosen:
    """Some records of one table, in its order; keys that tell namesakes apart are those among all records."""

    table: type[Table]
    user: User
    keys: Collection[int]

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.table.name

    def written(self, tables: Collection[str] = ()) -> list[Written]:
        """Return the one table."""
        return [Written(self.table(), [one for one in self.table.everything(self.user) if one.pk in self.keys])]


@admin.action(description=gettext_lazy("Export as a workbook"), permissions=["export"])
def export_rows(record: Any, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponseBase:
    """Answer with the chosen records as a workbook, and note that it went out."""
    table = table_of(record.model)
    assert table is not None
    assert isinstance(request.user, User)
    return sent(request, export(Chosen(table, request.user, set(chosen.values_list("pk", flat=True))), "xlsx"))


admin.site.add_action(export_rows)
Record.exports = staticmethod(lambda model: table_of(model) is not None)


@admin.register(Importation)
class ImportationAdmin(Shown):
    """Files of tables: who brought them in, when, and how far they came."""

    list_display = ("filename", "by", "at", "state", "confirmed_at")
    list_filter = ("state",)
    list_select_related = ("by__person",)
    search_fields = ("filename",)
    date_hierarchy = "at"
    fields = ("filename", "by", "at", "state", "remark", "confirmed_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave the file and the preview in the database."""
        return super().get_queryset(request).defer("source", "outcome")

    def get_view_on_site_url(self, obj: Model | None = None) -> None:
        """Lead nowhere: a preview is opened by whoever brought the file in."""
