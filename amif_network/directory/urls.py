"""Addresses of organisations, people and affiliations."""

from django.urls import path

from amif_network.directory import views

app_name = "directory"
urlpatterns = [
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/options/", views.organisation_options, name="organisation-options"),
    path("organisations/new/", views.organisation_create, name="organisation-create"),
    path("organisations/<int:pk>/", views.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", views.organisation_edit, name="organisation-edit"),
    path("people/", views.people, name="people"),
    path("people/options/", views.person_options, name="person-options"),
    path("people/new/", views.person_create, name="person-create"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/edit/", views.person_edit, name="person-edit"),
    path("people/<int:pk>/affiliations/new/", views.affiliation_create, name="affiliation-create"),
    path("people/affiliations/<int:pk>/edit/", views.affiliation_edit, name="affiliation-edit"),
    path("people/affiliations/<int:pk>/end/", views.affiliation_end, name="affiliation-end"),
]
