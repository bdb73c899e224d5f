"""Addresses of budgets, claims, allocations, transfers and the cash of a partnership."""

from django.urls import URLPattern, path

from ..views.money import allocations, budgets, claim_list, claims, statement, steps, transfers

urlpatterns: list[URLPattern] = [
    path("claims/", claim_list.claims, name="claims"),
    path("claims/export/", claim_list.sheet, name="claims-sheet"),
    path("<int:pk>/money/", statement.money, name="money"),
    path("<int:pk>/claims/new/", claims.new, name="claim-new"),
    path("<int:pk>/claims/<int:claim_pk>/", claims.claim, name="claim"),
    path("<int:pk>/claims/<int:claim_pk>/edit/", claims.edit, name="claim-edit"),
    path("<int:pk>/claims/<int:claim_pk>/attach/", claims.attach, name="claim-attach"),
    path("<int:pk>/claims/<int:claim_pk>/step/<str:action>/", steps.step, name="claim-step"),
    path("<int:pk>/claims/<int:claim_pk>/transfers/new/", transfers.new, name="transfer-new"),
    path("<int:pk>/transfers/<int:transfer_pk>/step/<str:action>/", transfers.step, name="transfer-step"),
    path("<int:pk>/budget/<int:year>/", budgets.budget, name="budget"),
    path("<int:pk>/allocations/new/", allocations.new, name="allocation-new"),
    path("<int:pk>/allocations/<int:allocation_pk>/take-back/", allocations.take_back, name="allocation-reverse"),
]
