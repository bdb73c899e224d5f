"""Addresses of import, export and PDF."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
