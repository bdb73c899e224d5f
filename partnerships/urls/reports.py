"""Addresses of reports and tables."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
