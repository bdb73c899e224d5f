"""Retention rules: what they say, what they would take today, and taking it."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from amif_network.accounts.roles import administrator
from amif_network.core.collisions import locked_if_posted
from amif_network.core.requests import posted, require_form

from .. import retention
from ..forms import RuleForm
from ..models import RetentionRule, RetentionSubject


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show every rule with what it would take today: a dry run, nothing is changed."""
    administrator(request)
    at = timezone.now()
    return render(request, "privacy/rules.html", {"dues": [retention.due(rule, at=at) for rule in retention.rules()]})


@require_form
@transaction.atomic
def rule(request: HttpRequest, subject: str) -> HttpResponse:
    """Change how long one subject is kept."""
    administrator(request)
    one = locked_if_posted(request, RetentionRule.objects.filter(subject=_known(subject))).first() or retention.default(subject)
    form = RuleForm(posted(request), instance=one)
    if request.method == "POST" and form.is_valid() and kept(form):
        messages.success(request, _("The rule is saved."))
        return redirect("privacy:rules")
    status = 409 if form.differences else 200
    return render(request, "privacy/rule.html", {"form": form, "rule": one}, status=status)


@require_POST
def apply(request: HttpRequest, subject: str) -> HttpResponse:
    """Take what the rule would take today, on purpose."""
    user, known = administrator(request), _known(subject)
    taken = retention.apply(next(one for one in retention.rules() if one.subject == known), by=user, at=timezone.now())
    said = ngettext("%(number)s row was cleared away.", "%(number)s rows were cleared away.", taken)
    messages.success(request, said % {"number": taken})
    return redirect("privacy:rules")


def kept(form: RuleForm) -> bool:
    """Save the rule; two people who write the first one of a subject at the same moment are told apart by the database."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error(None, _("Somebody changed this rule at the same moment. Open it again to see what they decided."))
        return False
    return True


def _known(subject: str) -> str:
    if subject not in RetentionSubject.values:
        raise Http404
    return subject
