"""Addresses of projects, their money, decrees and payments."""

from django.urls import URLPattern, path

from ..views.projects import amounts, decrees, documents, listing, page, payments, rows, steps

urlpatterns: list[URLPattern] = [
    path("projects/", listing.projects, name="projects"),
    path("<int:pk>/projects/new/", listing.new, name="project-new"),
    path("<int:pk>/decrees/new/", decrees.new, name="decree-new"),
    path("<int:pk>/decrees/<int:decree_pk>/", decrees.decree, name="decree"),
    path("projects/<int:pk>/", page.project, name="project"),
    path("projects/<int:pk>/edit/", listing.edit, name="project-edit"),
    *(path(f"projects/<int:pk>/{name}/", rows.edit, {"name": name}, name=name) for name in rows.EDITORS),
    *(path(f"projects/<int:pk>/{name}/arrange/", rows.arrange, {"name": name}, name=f"{name}-arrange") for name in rows.EDITORS),
    path("projects/<int:pk>/accounts/", amounts.accounts, name="accounts"),
    path("projects/<int:pk>/payments/new/", payments.new, name="payment-new"),
    path("projects/<int:pk>/payments/<int:payment_pk>/reverse/", payments.reverse, name="payment-reverse"),
    path("projects/<int:pk>/documents/attach/", documents.attach, name="document-attach"),
    path("projects/<int:pk>/documents/<int:document_pk>/", documents.document, name="document"),
    path("projects/<int:pk>/documents/<int:document_pk>/remove/", documents.detach, name="document-detach"),
    path("projects/<int:pk>/step/<str:action>/", steps.step, name="project-step"),
]
