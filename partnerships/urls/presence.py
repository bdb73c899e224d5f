"""Addresses of immersions, presence and committees."""

from django.urls import URLPattern, path

from ..views.committees import committees, meetings, rows
from ..views.presence import immersions, month

IMMERSION = "<int:pk>/immersions/<int:immersion_pk>/"
COMMITTEE = "<int:pk>/committees/<int:committee_pk>/"
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
    path("<int:pk>/committees/new/", committees.new, name="committee-new"),
    path(COMMITTEE, committees.committee, name="committee"),
    path(f"{COMMITTEE}edit/", committees.edit, name="committee-edit"),
    path(f"{COMMITTEE}calendar.ics", committees.ics, name="committee-calendar"),
    *(path(f"{COMMITTEE}{name}/", rows.edit, {"name": name}, name=name) for name in rows.EDITORS),
    *(path(f"{COMMITTEE}{name}/arrange/", rows.arrange, {"name": name}, name=f"{name}-arrange") for name in rows.EDITORS),
    path(f"{COMMITTEE}meetings/new/", meetings.new, name="committee-meeting-new"),
    path(f"{COMMITTEE}meetings/link/", meetings.link, name="committee-meeting-link"),
]
