"""Addresses of partnerships, one module per kind of page."""

from . import evaluations, money, partnerships, presence, reports

app_name = "partnerships"
urlpatterns = [
    *partnerships.urlpatterns,
    *money.urlpatterns,
    *presence.urlpatterns,
    *evaluations.urlpatterns,
    *reports.urlpatterns,
]
