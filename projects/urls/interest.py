"""Addresses of what organisations answer, polls and scenarios."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
