"""Addresses of calls, their dates, envelopes and templates."""

from django.urls import URLPattern, path

from ..views.calls import call, calls, dates, envelopes, mail_log, programmes, steps, templates

urlpatterns: list[URLPattern] = [
    path("", calls.calls, name="calls"),
    path("new/", calls.new, name="call-new"),
    path("<int:pk>/", call.call, name="call"),
    path("<int:pk>/edit/", calls.edit, name="call-edit"),
    path("<int:pk>/mails/", mail_log.mails, name="mails"),
    path("<int:pk>/mails/<int:mail_pk>/again/", mail_log.again, name="mail-again"),
    path("<int:pk>/opened/", call.opened, name="call-opened"),
    path("<int:pk>/step/<slug:action>/", steps.step, name="call-step"),
    path("<int:pk>/dates/new/", dates.new, name="date-new"),
    path("<int:pk>/dates/<int:date_pk>/move/", dates.move, name="date-move"),
    path("<int:pk>/dates/<int:date_pk>/edit/", dates.edit, name="date-edit"),
    path("<int:pk>/dates/<int:date_pk>/remove/", dates.remove, name="date-remove"),
    path("<int:pk>/dates/<int:date_pk>/publish/", dates.publish, name="date-publish"),
    path("<int:pk>/envelopes/", envelopes.envelopes, name="envelopes"),
    path("<int:pk>/templates/new/", templates.new, name="template-new"),
    path("<int:pk>/templates/<int:template_pk>/edit/", templates.edit, name="template-edit"),
    path("<int:pk>/files/<int:file_pk>/", templates.file, name="template-file"),
    path("<int:pk>/files/<int:file_pk>/remove/", templates.remove_file, name="template-file-remove"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.new, name="programme-new"),
    path("programmes/<int:pk>/edit/", programmes.edit, name="programme-edit"),
]
