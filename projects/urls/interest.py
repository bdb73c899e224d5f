"""Addresses of what organisations answer, polls and scenarios."""

from django.urls import path

from ..views import from_minutes
from ..views.interest import overview, own, poll, scenarios

urlpatterns = [
    path("from-minutes/<slug:what>/", from_minutes.from_minutes, name="from-minutes"),
    path("<int:pk>/interest/", own.interest, name="interest"),
    path("<int:pk>/interests/", overview.interests, name="interests"),
    path("<int:pk>/poll/", poll.poll, name="poll"),
    path("<int:pk>/scenarios/", scenarios.scenarios, name="scenarios"),
    path("<int:pk>/scenarios/new/", scenarios.new, name="scenario-new"),
    path("<int:pk>/scenarios/<int:scenario_pk>/", scenarios.scenario, name="scenario"),
    path("<int:pk>/scenarios/<int:scenario_pk>/remove/", scenarios.remove, name="scenario-remove"),
]
