"""Addresses of import, export and PDF."""

from django.urls import URLPattern, path

from ..views.exchange import exports, imports, sheets

urlpatterns: list[URLPattern] = [
    path("export/<slug:form>/", exports.everything, name="export"),
    path("export/calls/<slug:form>/", exports.calls, name="calls-export"),
    path("export/projects/<slug:form>/", exports.projects, name="projects-export"),
    path("<int:pk>/export/<slug:form>/", exports.call, name="call-export"),
    path("projects/<int:pk>/export/<slug:form>/", exports.project, name="project-export"),
    path("<int:pk>/sheet.pdf", sheets.call, name="call-sheet"),
    path("<int:pk>/interests.pdf", sheets.interests, name="interests-sheet"),
    path("<int:pk>/funding.pdf", sheets.funding, name="funding-sheet"),
    path("projects/<int:pk>/sheet.pdf", sheets.project, name="project-sheet"),
    path("import/", imports.upload, name="import"),
    path("import/<uuid:uuid>/", imports.preview, name="import-preview"),
    path("import/<uuid:uuid>/match/", imports.match, name="import-match"),
    path("import/<uuid:uuid>/again/", imports.again, name="import-again"),
    path("import/<uuid:uuid>/confirm/", imports.confirm, name="import-confirm"),
    path("import/<uuid:uuid>/discard/", imports.discard, name="import-discard"),
]
