"""Addresses of budgets, claims, allocations, transfers and the cash of a partnership."""

from django.urls import URLPattern, path

from ..views.money import claims, steps

urlpatterns: list[URLPattern] = [
    path("<int:pk>/claims/new/", claims.new, name="claim-new"),
    path("<int:pk>/claims/<int:claim_pk>/", claims.claim, name="claim"),
    path("<int:pk>/claims/<int:claim_pk>/edit/", claims.edit, name="claim-edit"),
    path("<int:pk>/claims/<int:claim_pk>/attach/", claims.attach, name="claim-attach"),
    path("<int:pk>/claims/<int:claim_pk>/step/<str:action>/", steps.step, name="claim-step"),
]
