"""Addresses of immersions, presence and committees."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
