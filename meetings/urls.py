"""Addresses of meetings, their minutes, editions and imports."""

from django.urls import path

app_name = "meetings"
urlpatterns: list = []
