"""Addresses of calls, their dates, envelopes and templates."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
