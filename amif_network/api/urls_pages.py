"""Addresses of the pages about the API."""

from django.urls import path

from . import pages

app_name = "clients"
urlpatterns = [
    path("", pages.guide, name="guide"),
    path("clients/", pages.clients, name="clients"),
    path("clients/new/", pages.make, name="make"),
    path("clients/<int:pk>/", pages.client, name="client"),
    path("clients/<int:pk>/renew/", pages.renew, name="renew"),
    path("clients/<int:pk>/revoke/", pages.revoke, name="revoke"),
]
