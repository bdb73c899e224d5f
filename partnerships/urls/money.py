"""Addresses of claims, transfers and the cash of a partnership."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
