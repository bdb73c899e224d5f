"""The administration itself: who comes in, and what its first page lists."""

from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.templatetags import admin_list
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .subjects import LEFT_OUT, SUBJECTS
from .writing import as_the_portal_writes

# What is left out one by one, not with all of an app.
THEIRS = [label for label in LEFT_OUT if not label.endswith(".*")]


class Administration(admin.AdminSite):
    """The administration site; people sign in and out, and change their password, where everybody does."""

    site_header = site_title = gettext_lazy("AMIF network")
    index_title = pgettext_lazy("all records", "Administration")
    empty_value_display = "–"
    # The first page lists everything already; beside every other page the list is in the way.
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Ask for the role and nothing else: Django's marks of staff and superusers open no door."""
        return bool(request.user.is_active and getattr(request.user, "is_administrator", False))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Answer 403, in the frame of the portal, to whoever is signed in and no administrator: to sign in again helps nobody."""
        inside = super().admin_view(view, cacheable)

        @wraps(inside)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(_("The administration of the records is for administrators of the portal."))
            return inside(request, *args, **kwargs)

        return guarded

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return what is listed by subject, in the order of `SUBJECTS`; for one app, what it holds."""
        if app_label is not None:
            return super().get_app_list(request, app_label)
        listed = {model["model"]: model for app in self._build_app_dict(request).values() for model in app["models"]}
        return [
            {
                "name": subject.title,
                "app_label": subject.slug,
                "app_url": "",
                "has_module_perms": True,
                "models": [listed[model] for model in map(apps.get_model, subject.models) if model in listed],
            }
            for subject in SUBJECTS
            if listed
        ]

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
        """Collect what the apps register, but nothing that the libraries register for themselves; write like the portal."""
        super().ready()
        admin.site.unregister([model for model in map(apps.get_model, THEIRS) if admin.site.is_registered(model)])
        # Django asks nobody how to write a value: lists and forms each call this function of theirs.
        for place in (admin_list, helpers):
            place.display_for_field = as_the_portal_writes  # type: ignore[attr-defined]
