"""Addresses of what the network knows, below those of search."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.overview, name="knowledge"),
    path("themes/<slug:name>/", views.theme, name="theme"),
    path("round-tables/", views.all_round_tables, name="round-tables"),
    path("round-tables/<uuid:uuid>/", views.round_table, name="round-table"),
    path("practices/", views.all_practices, name="practices"),
    path("topics/", views.topics, name="topics"),
    path("topics/<str:key>/", views.topic, name="topic"),
]
