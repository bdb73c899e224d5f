"""Addresses of import and export."""

from django.urls import path

from . import views

app_name = "exchange"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("export/", views.export_tables, name="export"),
    path("import/", views.upload, name="import"),
    path("import/<uuid:uuid>/", views.preview, name="import-preview"),
    path("import/<uuid:uuid>/match/", views.match, name="import-match"),
    path("import/<uuid:uuid>/again/", views.again, name="import-again"),
    path("import/<uuid:uuid>/confirm/", views.confirm, name="import-confirm"),
    path("import/<uuid:uuid>/discard/", views.discard, name="import-discard"),
]
