"""Addresses that stand in mails about mails."""

from django.urls import path

from . import views

app_name = "outbox"
urlpatterns = [
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("subscribe/<str:token>/", views.subscribe, name="subscribe"),
]
