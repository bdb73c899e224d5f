"""Every address of the portal; pages carry their interface language as a prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from amif_network.accounts.urls_sign_in import returning
from amif_network.core.views import notation
from amif_network.home import views
from amif_network.home.readiness import readyz
from meetings.views.calendars import feed

handler500 = "amif_network.core.breakdown.server_error"

urlpatterns = [
    path("", views.start, name="start"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("notation", notation, name="notation"),
    path("calendar/<uuid:key>.ics", feed, name="calendar-feed"),
    # For programs: outside of the language prefix, as every answer says both languages.
    path("api/v1/", include("amif_network.api.urls")),
    path("accounts/", include(returning)),
    *i18n_patterns(
        path("", include("amif_network.home.urls")),
        path("accounts/", include("amif_network.accounts.urls_sign_in")),
        path("profile/", include("amif_network.accounts.urls")),
        path("access/", include("amif_network.accounts.urls_access")),
        path("mails/", include("amif_network.outbox.urls")),
        path("directory/", include("amif_network.directory.urls")),
        path("alerts/", include("amif_network.alerts.urls")),
        path("exchange/", include("amif_network.exchange.urls")),
        path("history/", include("amif_network.history.urls")),
        path("meetings/", include("meetings.urls")),
        path("calls/", include("projects.urls")),
        path("partnerships/", include("partnerships.urls")),
        path("privacy/", include("amif_network.privacy.urls")),
        path("search/", include("amif_network.search.urls")),
        path("reports/", include("amif_network.reports.urls")),
        path("api/", include("amif_network.api.urls_pages")),
        path("admin/", admin.site.urls),
    ),
]
