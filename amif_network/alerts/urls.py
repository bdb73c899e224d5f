"""Addresses of the alerts."""

from django.urls import path

from . import views

app_name = "alerts"
urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("mute/", views.mute, name="mute"),
    path("unmute/", views.unmute, name="unmute"),
]
