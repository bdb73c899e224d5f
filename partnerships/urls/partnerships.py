"""Addresses of partnerships themselves."""

from django.urls import URLPattern, path

from ..views.partnerships import listing, page

urlpatterns: list[URLPattern] = [
    path("", listing.partnerships, name="partnerships"),
    path("<int:pk>/", page.partnership, name="partnership"),
]
