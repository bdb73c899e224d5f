"""Addresses of evaluations, and of what they teach together."""

from django.urls import URLPattern, path

from ..views.evaluations import comparison, evaluations

EVALUATION = "<int:pk>/evaluations/<int:evaluation_pk>/"

urlpatterns: list[URLPattern] = [
    path("comparison/", comparison.comparison, name="comparison"),
    path("<int:pk>/parties/<int:party_pk>/evaluations/new/", evaluations.new, name="evaluation-new"),
    path("<int:pk>/parties/<int:party_pk>/evaluations/arrange/", evaluations.arrange, name="evaluation-arrange"),
    path(EVALUATION, evaluations.evaluation, name="evaluation"),
    path(f"{EVALUATION}edit/", evaluations.edit, name="evaluation-edit"),
    path(f"{EVALUATION}share/", evaluations.share, name="evaluation-share"),
    path(f"{EVALUATION}withdraw/", evaluations.withdraw, name="evaluation-withdraw"),
]
