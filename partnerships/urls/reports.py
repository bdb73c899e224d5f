"""Addresses of reports and tables."""

from django.urls import URLPattern, path

from ..views.reports import exports, sheets

urlpatterns: list[URLPattern] = [
    path("status.pdf", sheets.statuses, name="status-reports"),
    path("committees.pdf", sheets.committees, name="committee-sheet"),
    path("evaluations.pdf", sheets.evaluations, name="evaluation-sheet"),
    path("<int:pk>/cash.pdf", sheets.cash, name="cash-sheet"),
    path("<int:pk>/status.pdf", sheets.status, name="status-report"),
    path("export/<slug:form>/", exports.partnerships, name="partnerships-export"),
    path("<int:pk>/export/<slug:form>/", exports.partnership, name="partnership-export"),
]
