"""Addresses of reports."""

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:uuid>/", views.report, name="report"),
    path("<uuid:uuid>/file/", views.file, name="file"),
    path("<uuid:uuid>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:uuid>/again/", views.again, name="again"),
    path("<slug:kind>/", views.kind, name="kind"),
    path("<slug:kind>/ask/", views.ask, name="ask"),
]
