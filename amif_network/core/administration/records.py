"""What all lists and forms of the administration share."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field, Model
from django.forms import CheckboxInput, Widget
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext

# Of a column in several languages, in the order in which they stand side by side.
ENDINGS = ("_fr", "_nl", "_de")


class ForAdministrators:
    """Whoever is let into the administration sees and changes what it offers; nothing is deleted (HOUSE §2)."""

    admin_site: admin.AdminSite

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Ask for the role."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask for the role."""
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask for the role."""
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask for the role."""
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: what was kept once ends, is withdrawn or is archived."""
        return False


class ReadOnly(ForAdministrators):
    """Shown, never added or changed: a step, an action or the database owns it."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse to add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse to change."""
        return False


class Record(ForAdministrators, admin.ModelAdmin):
    """One kind of records: its list, and a form in which the languages stand side by side."""

    # Which kinds of records leave as a table; the app above that writes tables knows (`exchange.admin`).
    exports: ClassVar[Callable[[type[Model]], bool]] = staticmethod(lambda model: False)
    # Where a record has no page of its own: the path to what it is shown with, such as "claim__partnership".
    shown_with = ""
    list_per_page = 50
    list_max_show_all = 500
    # Counting every filter costs more than it tells.
    show_facets = admin.ShowFacets.NEVER

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """Return the fields with the languages of one text in one row."""
        return [
            (name, {**options, "fields": side_by_side(options["fields"])})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Tell whether the chosen records leave as a table."""
        return self.admin_site.has_permission(request) and type(self).exports(self.model)

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Say the language of a text, for the browser's spelling and for whoever listens."""
        return dressed(super().formfield_for_dbfield(db_field, request, **kwargs), db_field)

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """Return the page of a record, or of what it is shown with."""
        page: Any = obj
        for step in filter(None, self.shown_with.split("__")):
            page = getattr(page, step, None)
        return page.get_absolute_url() if hasattr(page, "get_absolute_url") else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """List the records; a filter with a character that no text of the database holds finds nothing, and Django would ask."""
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            return redirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().changelist_view(request, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the history that the database itself keeps. Raises Http404 for what has none, or does not exist."""
        record = self.get_object(request, object_id)
        if record is None or not has_history(self.model):
            raise Http404
        return redirect("history:object", self.opts.app_label, self.opts.model_name, record.pk)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Show a record, with a way to its history where it has one."""
        return super().change_view(
            request, object_id, form_url, {"has_history": has_history(self.model), **(extra_context or {})}
        )

    # Who changed what stands in the history of the record; a second log of Django's would only be another copy.

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Leave it to the history."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Leave it to the history."""


class Shown(ReadOnly, Record):
    """One kind of records, to look things up."""


class NamedFormSet(BaseInlineFormSet):
    """Rows of a table whose tick boxes for deletion say what they are."""

    @classmethod
    def get_deletion_widget(cls) -> Widget:  # type: ignore[override]
        """Return a tick box with a name of its own: in a table no label stands beside it."""
        return CheckboxInput(attrs={"aria-label": gettext("Delete")})


class NamedTabularInline(ForAdministrators, admin.TabularInline):
    """Rows of a table whose fields carry the heading of their column as a name, which Django leaves out."""

    formset = NamedFormSet

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Give the widget its label for people who do not see the table."""
        field = dressed(super().formfield_for_dbfield(db_field, request, **kwargs), db_field)
        if field is not None:
            field.widget.attrs["aria-label"] = capfirst(str(field.label))
        return field


class Rows(ReadOnly, admin.TabularInline):
    """What belongs to a record, as a plain table; `related`: what the cells of a row name, loaded with it."""

    template = "admin/rows.html"
    related: tuple[str, ...] = ()
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Load each row with what it names."""
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows


def side_by_side(fields: Sequence[Any]) -> list[Any]:
    """Return `fields` with the columns of one text in several languages, where they follow each other, as one row."""
    rows: list[Any] = []
    for name in fields:
        last = rows[-1] if rows else None
        first = last[0] if isinstance(last, tuple) else last
        if isinstance(name, str) and isinstance(first, str) and name.endswith(ENDINGS) and first == f"{name[:-3]}_fr":
            rows[-1] = (*(last if isinstance(last, tuple) else (last,)), name)
        else:
            rows.append(name)
    return rows


def dressed(field: Any, column: "Field[Any, Any]") -> Any:
    """Give the widget of a column in one language that language, and take away what opens windows beside a choice."""
    if field is not None and column.name.endswith(ENDINGS):
        field.widget.attrs["lang"] = column.name[-2:]
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
    return field


def has_history(model: type[Model]) -> bool:
    """Tell whether the database records the changes of `model`: then its events are a model of the app `history`."""
    events = f"{model._meta.app_label.capitalize()}{model.__name__}Event".lower()
    return apps.is_installed("amif_network.history") and events in apps.get_app_config("history").models
