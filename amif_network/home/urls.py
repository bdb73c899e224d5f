"""Addresses of the home page."""

from django.urls import path

from . import management_page, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("manage/", management_page.management, name="management"),
]
