"""Addresses of a person's own settings, and of signing in inside a page that stayed open."""

from django.urls import path

from .views import profile as views

app_name = "accounts"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("mails/", views.mails, name="mails"),
    path("calendar/renew/", views.renew_calendar, name="calendar-renew"),
    path("calendar/close/", views.close_calendar, name="calendar-close"),
    path("session/", views.session, name="session"),
    path("signed-in/", views.signed_in, name="signed-in"),
]
