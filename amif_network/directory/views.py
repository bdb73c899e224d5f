"""Pages of the directory: who the organisations and people are, and who works where."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amif_network.core.bilingual import active_language
from amif_network.core.collisions import CollisionForm, locked_if_posted
from amif_network.core.inputs import parse_date
from amif_network.core.requests import require_form
from amif_network.directory.forms import (
    AffiliationForm,
    EndAffiliationForm,
    OrganisationFilter,
    OrganisationForm,
    PersonFilter,
    PersonForm,
)
from amif_network.directory.matching import LONGEST_NAME
from amif_network.directory.models import Affiliation, Organisation, Person
from amif_network.directory.options import organisation_option, person_option
from amif_network.directory.viewer import allowed, require, viewer
from amif_network.directory.watching import watched

PAGE_SIZE = 50
MOST_OPTIONS = 12


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations, narrowed by the filters of the address."""
    today, lang, filters = timezone.localdate(), active_language(), OrganisationFilter(request.GET)
    visible = Organisation.objects.visible_to(viewer(request))
    page = Paginator(filters.narrow(visible, today).for_list(lang), PAGE_SIZE).get_page(request.GET.get("page"))
    sought = filters.chosen().get("q", "")
    return render(
        request,
        "directory/organisations.html",
        {
            "filters": filters,
            "active": bool(filters.chosen()),
            "page": page,
            "rows": [(one, one.in_network_on(today)) for one in page],
            "meant": visible.matcher(today).match(sought).candidates if sought and not page.paginator.count else [],
            "can": allowed(viewer(request)),
        },
    )


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one organisation: its names, its history, its people."""
    today, lang = timezone.localdate(), active_language()
    one = get_object_or_404(Organisation.objects.visible_to(viewer(request)).for_detail(lang), pk=pk)
    affiliations = list(one.affiliations.select_related("person").order_by("person__sort_key", "-valid_from"))
    return render(
        request,
        "directory/organisation.html",
        {
            "organisation": one,
            "in_network": one.in_network_on(today),
            "today": today,
            "current": [each for each in affiliations if not each.has_ended_by(today)],
            "past": [each for each in affiliations if each.has_ended_by(today)],
            "can": allowed(viewer(request)),
        },
    )


@require_form
def organisation_create(request: HttpRequest) -> HttpResponse:
    """Enter an organisation into the directory."""
    require(request, "create")
    form = OrganisationForm(request.POST or None, instance=Organisation())
    if request.method == "POST" and form.is_valid():
        created = form.save()
        messages.success(request, _("The organisation is in the directory."))
        return redirect(created)
    return render(request, "directory/organisation_form.html", {"form": form, "organisation": None})


@require_form
@transaction.atomic
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the record of an organisation."""
    visible = Organisation.objects.visible_to(viewer(request)).select_related("successor")
    one = get_object_or_404(locked_if_posted(request, visible), pk=pk)
    require(request, "edit")
    form = OrganisationForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The organisation is saved."))
        return redirect(one)
    return render(request, "directory/organisation_form.html", {"form": form, "organisation": one}, status=_status(form))


@require_safe
def organisation_options(request: HttpRequest) -> JsonResponse:
    """Answer an autocomplete box: organisations of the day `on` whose names hold what was typed in `q`."""
    day, lang = parse_date(request.GET.get("on", "")) or timezone.localdate(), active_language()
    text = request.GET.get("q", "")[:LONGEST_NAME]
    visible = Organisation.objects.visible_to(viewer(request))
    found = list(visible.valid_on(day).complete(text, lang)[:MOST_OPTIONS]) or visible.matcher(day).match(text).candidates
    return JsonResponse({"results": [organisation_option(one, lang) for one in found]})


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the people, narrowed by the filters of the address."""
    today, filters = timezone.localdate(), PersonFilter(request.GET)
    found = filters.narrow(Person.objects.visible_to(viewer(request)), today).for_list()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "directory/people.html",
        {
            "filters": filters,
            "active": bool(filters.chosen()),
            "page": page,
            "rows": [(one, *_work(one, today)) for one in page],
            "can": allowed(viewer(request)),
        },
    )


def _work(person: Person, today: date) -> tuple[list[Affiliation], Affiliation | None]:
    """Return where a person with loaded affiliations works and, when that is nowhere, where they worked last."""
    known = list(person.affiliations.all())
    current = [each for each in known if each.is_valid_on(today)]
    past = [each for each in known if each.has_ended_by(today)]
    return current, None if current else max(past, key=lambda each: each.valid_to or today, default=None)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: how to reach them where the viewer may know, where they work and worked."""
    today, user = timezone.localdate(), viewer(request)
    one = get_object_or_404(Person.objects.visible_to(user).with_contact_right(user, today).with_affiliations(), pk=pk)
    return render(
        request,
        "directory/person.html",
        {
            "person": one,
            "current": [each for each in one.affiliations.all() if not each.has_ended_by(today)],
            "past": [each for each in one.affiliations.all() if each.has_ended_by(today)],
            "today": today,
            "can": allowed(user),
        },
    )


@require_form
def person_create(request: HttpRequest) -> HttpResponse:
    """Enter a person, then ask where they work."""
    require(request, "create")
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        created = form.save()
        messages.success(request, _("%(name)s is in the directory. Where does this person work?") % {"name": created})
        return redirect("directory:affiliation-create", pk=created.pk)
    return render(request, "directory/person_form.html", {"form": form, "person": None})


@require_form
@transaction.atomic
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the record of a person."""
    one = get_object_or_404(locked_if_posted(request, Person.objects.visible_to(viewer(request))), pk=pk)
    require(request, "edit")
    form = PersonForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The person is saved."))
        return redirect(one)
    return render(request, "directory/person_form.html", {"form": form, "person": one}, status=_status(form))


@require_safe
def person_options(request: HttpRequest) -> JsonResponse:
    """Answer an autocomplete box: people whose names hold what was typed in `q`, with where they work on the day `on`."""
    day, lang = parse_date(request.GET.get("on", "")) or timezone.localdate(), active_language()
    text = request.GET.get("q", "")[:LONGEST_NAME]
    visible = Person.objects.visible_to(viewer(request))
    found = list(visible.search(text).for_list()[:MOST_OPTIONS]) or visible.matcher(day).match(text).candidates
    return JsonResponse({"results": [person_option(one, day, lang) for one in found]})


@require_form
@transaction.atomic
def affiliation_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Note where a person works. The person is locked, so that two affiliations noted at a time are compared."""
    one = get_object_or_404(locked_if_posted(request, Person.objects.visible_to(viewer(request))), pk=pk)
    require(request, "create")
    form = AffiliationForm(request.POST or None, instance=Affiliation(person=one), initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _kept(request, form, one):
        messages.success(request, _("The affiliation is saved."))
        return redirect(one)
    return render(request, "directory/affiliation_form.html", {"form": form, "person": one, "affiliation": None})


@require_form
@transaction.atomic
def affiliation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an affiliation."""
    one = get_object_or_404(locked_if_posted(request, Affiliation.objects.visible_to(viewer(request)), "person"), pk=pk)
    require(request, "edit")
    form = AffiliationForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid() and _kept(request, form, one.person):
        messages.success(request, _("The affiliation is saved."))
        return redirect(one.person)
    context = {"form": form, "person": one.person, "affiliation": one}
    return render(request, "directory/affiliation_form.html", context, status=_status(form))


@require_form
@transaction.atomic
def affiliation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the last day of an affiliation; it stays in the record."""
    one = get_object_or_404(locked_if_posted(request, Affiliation.objects.visible_to(viewer(request)), "person"), pk=pk)
    require(request, "end")
    form = EndAffiliationForm(request.POST or None, instance=one, initial={"valid_to": one.valid_to or timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _kept(request, form, one.person):
        messages.success(request, _("The affiliation has ended."))
        return redirect(one.person)
    return render(request, "directory/affiliation_end.html", {"form": form, "affiliation": one}, status=_status(form))


def _kept(request: HttpRequest, form: CollisionForm, person: Person) -> bool:
    """Save an affiliation of `person`, or say on the form why it may not change."""
    try:
        with watched(person, by=request.user):
            form.save()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _status(form: CollisionForm) -> int:
    """Return 409 for a form that collided with what somebody else saved."""
    return 409 if form.differences else 200
