"""Addresses of immersions, presence and committees."""

from django.urls import URLPattern, path

from ..views.presence import immersions, month

IMMERSION = "<int:pk>/immersions/<int:immersion_pk>/"
MONTH = f"{IMMERSION}presence/<int:year>/<int:month>/"

urlpatterns: list[URLPattern] = [
    path("<int:pk>/immersions/new/", immersions.new, name="immersion-new"),
    path(IMMERSION, immersions.immersion, name="immersion"),
    path(f"{IMMERSION}edit/", immersions.edit, name="immersion-edit"),
    path(f"{IMMERSION}plan/", immersions.plan, name="plan"),
    path(f"{IMMERSION}plan/<str:since>/remove/", immersions.plan_remove, name="plan-remove"),
    path(MONTH, month.presence, name="presence"),
    path(f"{MONTH}step/<str:action>/", month.step, name="statement-step"),
    path(f"{MONTH}sheet/", month.sheet, name="presence-sheet"),
]
