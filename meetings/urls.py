"""Addresses of meetings, their minutes, editions and imports."""

from django.urls import path

from .views import (
    agenda,
    attachments,
    attendance,
    conflicts,
    editions,
    grid,
    history,
    importing,
    live,
    meetings,
    printing,
    publishing,
    pulse,
    queue,
    references,
    roll,
    saving,
    sections,
    steps,
    structure,
    translations,
    workspace,
)
from .views.registers import entry, overview, recording
from .views.registers import steps as entry_steps

app_name = "meetings"
urlpatterns = [
    # Existing documents on their way in
    path("import/", importing.upload, name="import"),
    path("import/<uuid:uuid>/", importing.preview, name="import-preview"),
    path("import/<uuid:uuid>/discard/", importing.discard, name="import-discard"),
    # What waits for a translation, over all meetings
    path("translations/", queue.translations, name="translations"),
    # What meetings left to be done, over all of them
    path("registers/", overview.registers, name="registers"),
    path("registers/<str:register>/", overview.registers, name="registers"),
    path("registers/promises/<int:pk>/", entry.entry, {"kind": "promise"}, name="promise"),
    path("registers/promises/<int:pk>/edit/", recording.edit, {"kind": "promise"}, name="promise-edit"),
    path("registers/promises/<int:pk>/<str:action>/", entry_steps.step, {"kind": "promise"}, name="promise-step"),
    path("registers/signals/<int:pk>/", entry.entry, {"kind": "signal"}, name="signal"),
    path("registers/signals/<int:pk>/edit/", recording.edit, {"kind": "signal"}, name="signal-edit"),
    path("registers/signals/<int:pk>/<str:action>/", entry_steps.step, {"kind": "signal"}, name="signal-step"),
    path("registers/ideas/<int:pk>/", entry.entry, {"kind": "idea"}, name="idea"),
    path("registers/ideas/<int:pk>/edit/", recording.edit, {"kind": "idea"}, name="idea-edit"),
    path("registers/ideas/<int:pk>/<str:action>/", entry_steps.step, {"kind": "idea"}, name="idea-step"),
    path("<int:pk>/promises/new/", recording.record, {"kind": "promise"}, name="promise-new"),
    path("<int:pk>/signals/new/", recording.record, {"kind": "signal"}, name="signal-new"),
    path("<int:pk>/ideas/new/", recording.record, {"kind": "idea"}, name="idea-new"),
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
    # Minutes
    path("<int:pk>/minutes/", workspace.workspace, name="workspace"),
    path("<int:pk>/minutes/live/", live.live, name="live"),
    path("<int:pk>/minutes/attendance/", roll.roll, name="roll"),
    path("<int:pk>/minutes/attendance/<int:attendance>/", roll.mark, name="mark"),
    path("<int:pk>/minutes/pulse/", pulse.pulse, name="pulse"),
    path("<int:pk>/minutes/preview/<str:lang>/", printing.preview, name="preview"),
    path("<int:pk>/minutes/pdf/<str:lang>/", printing.draft_pdf, name="draft-pdf"),
    path("<int:pk>/minutes/skeletons/<str:lang>/", translations.skeletons, name="skeletons"),
    path("<int:pk>/minutes/approve/", publishing.approve, name="approve"),
    path("<int:pk>/minutes/withdraw/", publishing.withdraw, name="withdraw"),
    path("<int:pk>/minutes/publish/", publishing.publish, name="publish"),
    path("<int:pk>/minutes/correct/", publishing.correct, name="correct"),
    # Sections of the minutes: what both languages share, then the text in one language
    path("<int:pk>/minutes/sections/add/", structure.section_add, name="section-add"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/settings/", structure.section_settings, name="section-settings"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/grid/", grid.grid, name="grid"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/start/", live.section_start, name="section-start"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/move/", structure.section_move, name="section-move"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/remove/", structure.section_remove, name="section-remove"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/restore/", structure.section_restore, name="section-restore"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/slides/add/", references.slide_add, name="slide-add"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/", sections.section_edit, name="section-edit"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/save/", saving.section_save, name="section-save"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/text/", sections.section_text, name="section-text"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/confirm/", sections.section_confirm, name="section-confirm"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/changes/", translations.section_changes, name="section-changes"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/slip/", translations.section_slip, name="section-slip"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/ask/", translations.section_ask, name="section-ask"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/skeleton/", translations.section_skeleton, name="section-skeleton"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/copy/", sections.section_copy, name="section-copy"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/history/", history.section_history, name="section-history"),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/history/compare/", history.section_compare, name="section-compare"),
    path(
        "<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/history/<int:revision>/",
        history.section_revision,
        name="section-revision",
    ),
    path(
        "<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/history/<int:revision>/restore/",
        history.revision_restore,
        name="revision-restore",
    ),
    path("<int:pk>/minutes/sections/<uuid:uuid>/<str:lang>/history/<int:revision>/decide/", conflicts.conflict, name="conflict"),
    # What sections point at, and what is still awaited
    path("<int:pk>/minutes/slides/<int:reference>/", references.slide_edit, name="slide-edit"),
    path("<int:pk>/minutes/slides/<int:reference>/delete/", references.slide_delete, name="slide-delete"),
    path("<int:pk>/minutes/pending/add/", references.pending_add, name="pending-add"),
    path("<int:pk>/minutes/pending/<int:contribution>/", references.pending_edit, name="pending-edit"),
    path("<int:pk>/minutes/pending/<int:contribution>/close/", references.pending_close, name="pending-close"),
    path("<int:pk>/minutes/pending/<int:contribution>/delete/", references.pending_delete, name="pending-delete"),
    # Published editions
    path("<int:pk>/editions/", editions.editions, name="editions"),
    path("<int:pk>/editions/<int:edition>/", editions.edition, name="edition"),
]
