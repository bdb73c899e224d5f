"""Addresses of meetings, their minutes, editions and imports."""

from django.urls import path

from .views import importing

app_name = "meetings"
urlpatterns = [
    # Existing documents on their way in
    path("import/", importing.upload, name="import"),
    path("import/<uuid:uuid>/", importing.preview, name="import-preview"),
    path("import/<uuid:uuid>/discard/", importing.discard, name="import-discard"),
]
