"""Addresses of projects, their money, decrees and payments."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
