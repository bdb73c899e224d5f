"""Addresses for programs, made of the resources."""

from django.urls import path

from . import views
from .resources import RESOURCES

app_name = "api"
urlpatterns = [
    path("openapi.json", views.document, name="document"),
    path("published.atom", views.published, name="published"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("editions/<int:pk>/pdf", views.edition_pdf, name="edition-pdf"),
    *(path(one.plural, views.objects, {"resource": one}, name=one.plural) for one in RESOURCES),
    *(path(f"{one.plural}/<int:pk>", views.one, {"resource": one}, name=one.name) for one in RESOURCES),
]
