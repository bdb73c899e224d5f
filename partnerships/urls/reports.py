"""Addresses of reports and tables."""

from django.urls import URLPattern, path

from ..views.reports import sheets

urlpatterns: list[URLPattern] = [
    path("status.pdf", sheets.statuses, name="status-reports"),
    path("<int:pk>/status.pdf", sheets.status, name="status-report"),
]
