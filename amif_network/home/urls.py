"""Addresses of the first page, of the lists behind it, of what is managed, and of the help."""

from django.urls import path

from . import help, management_page, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("work/", views.work, name="work"),
    path("news/", views.news, name="news"),
    path("manage/", management_page.management, name="management"),
    path("help/", help.overview, name="help"),
    path("help/guide/<slug:role>/", help.guide, name="guide"),
    path("help/mails/", help.mails, name="help-mails"),
    path("help/roles/", help.rights, name="help-rights"),
    path("help/keyboard/", help.keyboard, name="help-keyboard"),
    path("help/changes/", help.changes, name="changes"),
    path("help/contact/", help.contact, name="contact"),
]
