"""Addresses of meetings, their minutes, editions and imports."""

from django.urls import path

from .views import agenda, attachments, attendance, meetings, steps

app_name = "meetings"
urlpatterns = [
    # Meetings
    path("", meetings.meetings, name="list"),
    path("new/", meetings.new, name="new"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/edit/", meetings.edit, name="edit"),
    path("<int:pk>/step/<str:action>/", steps.step, name="step"),
    # Agenda
    path("<int:pk>/agenda/", agenda.agenda, name="agenda"),
    path("<int:pk>/agenda/arrange/", agenda.arrange, name="agenda-arrange"),
    path("<int:pk>/agenda/paste/", agenda.paste, name="agenda-paste"),
    # Attendance
    path("<int:pk>/attendance/", attendance.attendance, name="attendance"),
    path("<int:pk>/attendance/arrange/", attendance.arrange, name="attendance-arrange"),
    path("<int:pk>/attendance/paste/", attendance.paste, name="attendance-paste"),
    path("<int:pk>/attendance/invite/", attendance.invite, name="invite"),
    # Documents
    path("<int:pk>/documents/new/", attachments.attach, name="attach"),
    path("<int:pk>/documents/<int:attachment_pk>/", attachments.attachment, name="attachment"),
    path("<int:pk>/documents/<int:attachment_pk>/remove/", attachments.remove, name="remove-attachment"),
]
