"""Write the agenda: as rows, or by pasting a timetable."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from amif_network.core.requests import require_form
from amif_network.directory.models import Person

from ..actions.agenda import save_agenda
from ..forms.agenda import AgendaFormSet, PasteAgendaForm, agenda_rows, with_pasted
from .editor import Editor, Pasted, arrange_rows, edit_rows, judged, show
from .scope import meeting_to_save

AGENDA = Editor(
    name="agenda",
    template="meetings/agenda.html",
    formset=AgendaFormSet,
    rows=agenda_rows,
    standing=lambda meeting: meeting.agenda_items.all(),
    save=save_agenda,
    saved=_("The agenda is saved."),
)


@require_form
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the agenda of a meeting."""
    return edit_rows(request, pk, AGENDA)


@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Add or move a row of the agenda without saving."""
    return arrange_rows(request, pk, AGENDA)


@require_form
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a pasted timetable into the editor, where it is checked and saved."""
    meeting, closed = meeting_to_save(request, pk)
    form = PasteAgendaForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "meetings/agenda_paste.html", {"meeting": meeting, "form": form})
    read, lang, fill = (form.cleaned_data[name] for name in ("text", "language", "fill"))
    rows = with_pasted(agenda_rows(meeting), read.items, lang, Person.objects.matcher(meeting.date), fill=fill)
    result = Pasted(len(read.items), joined=read.joined)
    return show(request, meeting, AGENDA, judged(AGENDA, meeting, rows), closed=closed, pasted=result)
