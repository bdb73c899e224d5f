"""Addresses of exports and PDF."""

from django.urls import URLPattern, path

from ..views.exchange import exports, sheets

urlpatterns: list[URLPattern] = [
    path("export/calls/<slug:form>/", exports.calls, name="calls-export"),
    path("export/projects/<slug:form>/", exports.projects, name="projects-export"),
    path("<int:pk>/export/<slug:form>/", exports.call, name="call-export"),
    path("projects/<int:pk>/export/<slug:form>/", exports.project, name="project-export"),
    path("<int:pk>/sheet.pdf", sheets.call, name="call-sheet"),
    path("<int:pk>/interests.pdf", sheets.interests, name="interests-sheet"),
    path("<int:pk>/funding.pdf", sheets.funding, name="funding-sheet"),
    path("projects/<int:pk>/sheet.pdf", sheets.project, name="project-sheet"),
]
