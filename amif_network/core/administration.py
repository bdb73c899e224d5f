"""Django's administration as a part of the portal: one sign-in, one frame, and fields that name themselves."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.db.models import Field, Model
from django.forms import CheckboxInput, Widget
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

# What the libraries register for themselves. No groups: what a person may do follows from their role alone; people keep
# their addresses and second factors on pages of their own; the tasks are the portal's business.
MACHINERY = ("auth.Group", "account.EmailAddress", "mfa.Authenticator", "django_tasks_database.DBTaskResult")


class Administration(admin.AdminSite):
    """The administration site; people sign in and out, and change their password, where everybody does."""

    site_header = site_title = gettext_lazy("AMIF network")
    index_title = gettext_lazy("Administration")
    # The first page lists everything already; beside every other page the list is in the way.
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead administrators on. Raises PermissionDenied for others; the middleware sends strangers to the sign-in."""
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    # The stubs know only the pages that Django itself would draw, and classes of widgets.
    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the portal's own page."""
        return redirect("account_logout")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the portal's own page."""
        return redirect("account_change_password")


class AdministrationConfig(AdminConfig):
    """Django's admin app with the site above; named in INSTALLED_APPS in place of "django.contrib.admin"."""

    default_site = "amif_network.core.administration.Administration"

    def ready(self) -> None:
        """Collect what the apps register, but nothing of the machinery."""
        super().ready()
        admin.site.unregister([apps.get_model(name) for name in MACHINERY])


class NamedFormSet(BaseInlineFormSet):
    """Rows of a table whose tick boxes for deletion say what they are."""

    @classmethod
    def get_deletion_widget(cls) -> Widget:  # type: ignore[override]
        """Return a tick box with a name of its own: in a table no label stands beside it."""
        return CheckboxInput(attrs={"aria-label": gettext("Delete")})


class NamedTabularInline(admin.TabularInline):
    """Rows of a table whose fields carry the heading of their column as a name, which Django leaves out."""

    formset = NamedFormSet

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Give the widget its label for people who do not see the table."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = capfirst(str(field.label))
        return field


class ReadOnly:
    """Shown, never added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse to add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse to change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse to delete."""
        return False
