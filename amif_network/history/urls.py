"""Addresses of the history."""

from django.urls import path

from . import views

app_name = "history"
urlpatterns = [
    path("", views.search, name="search"),
    path("access/", views.access, name="access"),
    path("<slug:app_label>/<slug:model_name>/<int:pk>/", views.about, name="object"),
]
