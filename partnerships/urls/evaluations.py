"""Addresses of evaluations and alerts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
