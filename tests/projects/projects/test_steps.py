"""A project on its way: what stops a submission, who gets which mail, and two people at once."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from amif_network.core.formats import format_date
from amif_network.core.workflow import CommentRequired, WrongState
from amif_network.outbox.models import OutgoingMail
from projects.actions import projects as actions
from projects.models import LogEntry, PartnershipSupplement, Project, ProjectFunding
from projects.workflow import possible
from tests.factories.meetings import NOW
from tests.factories.projects import CallDateFactory, CallFactory, ProjectFactory, SupplementFactory
from tests.meetings.pages import text_of, words
from tests.projects.pages import address
from tests.projects.projects.conftest import SITE
from tests.racing import while_waiting

pytestmark = pytest.mark.django_db


def states(project):
    return list(LogEntry.objects.filter(project=project).order_by("pk").values_list("action", "from_state", "to_state"))


def test_the_way_of_a_project(host_member, french_coordinator, administrator, project):
    actions.submit(project, by=host_member, at=NOW, site=SITE)
    actions.move(project, "return", comment="Trop cher", by=french_coordinator, at=NOW, site=SITE)
    actions.submit(project, by=host_member, at=NOW, site=SITE)
    actions.move(project, "reserve", by=french_coordinator, at=NOW, site=SITE)
    actions.move(project, "refuse", comment="Plus d'argent", by=french_coordinator, at=NOW, site=SITE)
    actions.reconsider(project, comment="De l'argent se libère", by=administrator, at=NOW, site=SITE)
    actions.move(project, "select", by=french_coordinator, at=NOW, site=SITE)
    project.refresh_from_db()
    assert (project.state, project.rev) == ("selected", 8)
    assert [action for action, _before, _after in states(project)] == [
        "submit", "return", "submit", "reserve", "refuse", "reconsider", "select",
    ]  # fmt: skip


def test_a_submission_over_a_ceiling_is_stopped_and_says_where(signed_in, host_member, project):
    ProjectFunding.objects.filter(source="pod_mi").update(asked=Decimal("15000.01"))
    ProjectFunding.objects.filter(source="own").update(asked=Decimal("9999.99"))
    client, url = signed_in(host_member), address("project-step", project.pk, "submit")
    for answer in (client.get(url), client.post(url)):
        assert "15 000,01 €" in words(answer)
        assert address("funding", project.pk) in answer.text
        assert len(answer.context["blocked"]) == 1
    project.refresh_from_db()
    assert (project.state, states(project)) == ("preparation", [])


def test_who_submits_before_the_opening_is_warned_and_not_stopped(signed_in, host_member, project):
    client, url = signed_in(host_member), address("project-step", project.pk, "submit")
    assert client.get(url).context["untimely"] == ""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    CallDateFactory(call=project.call, earliest=tomorrow, latest=tomorrow)
    answer = client.get(url)
    assert format_date(tomorrow, "fr") in answer.context["untimely"]
    assert text_of(answer.context["untimely"]) in words(answer)
    assert client.post(url).status_code == 302


def test_a_withdrawn_project_that_was_never_submitted_passes_the_same_rules(administrator, host_member, project):
    actions.move(project, "withdraw", comment="Trop tôt", by=host_member, at=NOW, site=SITE)
    ProjectFunding.objects.filter(source="own").delete()
    with pytest.raises(actions.NotReady):
        actions.reconsider(project, comment="Tout de même", by=administrator, at=NOW, site=SITE)
    project.refresh_from_db()
    assert project.state == "withdrawn"


@pytest.mark.parametrize("action", ["return", "refuse", "withdraw"])
def test_sending_back_asks_for_a_reason(signed_in, french_coordinator, project, moved, action):
    moved(project, "submitted")
    with pytest.raises(CommentRequired):
        actions.move(project, action, by=french_coordinator, at=NOW, site=SITE)
    answer = signed_in(french_coordinator).post(address("project-step", project.pk, action), {"comment": " "})
    assert answer.status_code == 422
    assert Project.objects.get().state == "submitted"


def test_the_lead_learns_of_a_return_in_its_language_without_a_word_of_the_comment(
    signed_in, french_coordinator, host_member, project, moved
):
    moved(project, "submitted")
    answer = signed_in(french_coordinator).post(
        address("project-step", project.pk, "return"), {"comment": "Le loyer est trop haut"}
    )
    assert answer.status_code == 302
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language, mail.about) == (host_member.email, "fr", f"project:{project.pk}")
    assert "loyer" not in mail.text + mail.html + mail.subject
    assert f"/fr/calls/projects/{project.pk}/" in mail.text
    page = signed_in(host_member).get(project.get_absolute_url())
    assert "Le loyer est trop haut" in words(page)


def test_coordinators_learn_of_a_submission_and_not_who_submits(host_member, french_coordinator, dutch_coordinator, project):
    actions.submit(project, by=host_member, at=NOW, site=SITE)
    assert set(OutgoingMail.objects.exclude(user=project.created_by).values_list("to", "language")) == {
        (french_coordinator.email, "fr"),
        (dutch_coordinator.email, "nl"),
    }


def test_the_same_step_taken_again_is_another_mail(host_member, french_coordinator, project):
    for _time in range(2):
        actions.submit(project, by=host_member, at=NOW, site=SITE)
        actions.move(project, "return", comment="Encore", by=french_coordinator, at=NOW, site=SITE)
    assert OutgoingMail.objects.filter(to=host_member.email).count() == 2


def test_a_step_that_is_sent_twice_is_taken_once(signed_in, french_coordinator, project, moved):
    moved(project, "submitted")
    client, url = signed_in(french_coordinator), address("project-step", project.pk, "select")
    assert [client.post(url).status_code for _time in range(2)] == [302, 302]
    assert len(states(project)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_come_to_one_result(french_coordinator, dutch_coordinator, project, moved):
    moved(project, "submitted")

    def refuse():
        try:
            actions.move(project, "return", comment="Non", by=dutch_coordinator, at=NOW, site=SITE)
        except WrongState:
            return "too late"
        return "returned"

    late = while_waiting(refuse, lambda: actions.move(project, "select", by=french_coordinator, at=NOW, site=SITE))
    assert (late, Project.objects.get().state, len(states(project))) == ("too late", "selected", 1)


def test_a_member_starts_a_project_for_its_own_organisation(signed_in, host_member, host, call):
    client, url = signed_in(host_member), address("project-new", call.pk)
    answer = client.post(url, {"lead": host.pk, "code": "CHA-9", "title_fr": "Un début"})
    started = Project.objects.get()
    assert (answer.status_code, started.lead, started.state, started.created_by) == (302, host, "preparation", host_member)
    twice = client.post(url, {"lead": host.pk, "code": "CHA-9", "title_fr": "Un autre"})
    assert (twice.status_code, Project.objects.count()) == (422, 1)


def test_a_member_starts_none_for_others(signed_in, host_member, partner, call):
    answer = signed_in(host_member).post(address("project-new", call.pk), {"lead": partner.pk, "code": "X", "title_fr": "X"})
    assert (answer.status_code, Project.objects.count()) == (422, 0)
    with pytest.raises(PermissionDenied):
        actions.start(Project(call=call, lead=partner, code="X", title_fr="X"), by=host_member, at=NOW)


def test_a_coordinator_starts_one_for_any_organisation_by_its_name(signed_in, french_coordinator, host, call):
    answer = signed_in(french_coordinator).post(
        address("project-new", call.pk), {"lead": "OCMW Charleroi", "code": "CHA-9", "title_nl": "Een begin"}
    )
    assert (answer.status_code, Project.objects.get().lead) == (302, host)


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("decided", 403), ("cancelled", 403), ("in_selection", 200)])
def test_projects_are_started_in_calls_that_take_them(signed_in, host_member, state, status):
    call = CallFactory(**{state: True})
    assert signed_in(host_member).get(address("project-new", call.pk)).status_code == status


def test_two_people_edit_one_project(signed_in, host_member, french_coordinator, project):
    url = address("project-edit", project.pk)
    late = signed_in(host_member)
    form = late.get(url).context["form"]
    typed = {
        "base": form["base"].value(), "lead": project.lead_id, "code": "CHA-1", "title_fr": "Mon titre", "title_nl": "Naar werk",
        "period_start": "2026-01-01", "period_end": "2026-12-31",
    }  # fmt: skip
    Project.objects.filter(pk=project.pk).update(title_fr="Leur titre", title_nl="Hun titel", rev=2)
    refused = late.post(url, typed)
    assert refused.status_code == 409
    assert {one.name: one.undecided for one in refused.context["form"].differences} == {"title_fr": True, "title_nl": False}


def test_granting_more_than_was_asked_needs_a_reason(signed_in, french_coordinator, project, moved, partner):
    SupplementFactory(project=project, partner=partner)
    moved(project, "selected")
    client, url = signed_in(french_coordinator), address("project-step", project.pk, "grant")
    form = client.get(url).context["form"]
    data = {"base": form["base"].value()} | {name: "50 000" for name, _row, _amount in form.rows}
    assert client.post(url, data).status_code == 422
    assert client.post(url, {**data, "comment": "Avenant"}).status_code == 302
    # The own contribution is nobody's grant: the page does not even ask for it.
    granted = dict(ProjectFunding.objects.values_list("source", "granted"))
    assert granted == {"amif": Decimal(50000), "pod_mi": Decimal(50000), "own": None}
    assert PartnershipSupplement.objects.get().granted == Decimal(50000)
    assert "Avenant" in LogEntry.objects.get(action="grant").comment


def test_who_grants_second_sees_what_stands(signed_in, french_coordinator, project, moved):
    moved(project, "selected")
    client, url = signed_in(french_coordinator), address("project-step", project.pk, "grant")
    form = client.get(url).context["form"]
    data = {"base": form["base"].value()} | {name: "1 234" for name, _row, _amount in form.rows}
    ProjectFunding.objects.update(granted=Decimal(4321))
    refused = client.post(url, data)
    assert refused.status_code == 409
    assert "4 321,00 €" in words(refused)
    assert refused.text.count('value="1 234"') == 2
    assert client.post(url, {**data, "base": refused.context["form"]["base"].value()}).status_code == 302


def test_the_lead_notes_what_was_spent(signed_in, host_member, granted):
    client, url = signed_in(host_member), address("accounts", granted.pk)
    form = client.get(url).context["form"]
    name = form.rows[0][0]
    assert client.post(url, {"base": form["base"].value(), name: "98.250,40"}).status_code == 302
    assert granted.budget_lines.get().actual == Decimal("98250.40")
    assert "98" in LogEntry.objects.get(action="account").words_fr


@pytest.mark.usefixtures("drawn_each_time")
def test_the_list_filters_adds_up_and_asks_the_same_number_of_queries(
    signed_in, french_coordinator, project, django_assert_num_queries
):
    client, url = signed_in(french_coordinator), address("projects")
    ProjectFactory(submitted=True)
    client.get(url)
    # Three of them are sums over all projects, each of one table: faster than one query of three.
    with django_assert_num_queries(7):
        answer = client.get(url)
    # The 10 000 euros that the lead pays itself are asked of nobody.
    assert (answer.context["totals"].number, answer.context["totals"].asked) == (2, Decimal(90000))
    ProjectFactory(submitted=True)
    ProjectFactory(submitted=True)
    with django_assert_num_queries(7):
        client.get(url)
    for query, number in (
        (f"call={project.call_id}", 1),
        ("state=submitted", 3),
        (f"organisation={project.lead_id}", 1),
        ("state=x", 4),
    ):
        assert client.get(f"{url}?{query}").context["totals"].number == number
    assert client.get(f"{url}?state=closed").context["page"].paginator.count == 0


def test_members_and_observers_see_their_own_list(signed_in, host_member, outsider_member, observer, project):
    numbers = [
        signed_in(user).get(address("projects")).context["totals"].number for user in (host_member, outsider_member, observer)
    ]
    assert numbers == [1, 0, 0]


@pytest.mark.parametrize(
    ("action", "state", "over"),
    [
        ("submit", "preparation", {"decided", "archived", "cancelled"}),
        ("return", "submitted", {"decided", "archived", "cancelled"}),
        ("select", "reserve", {"archived", "cancelled"}),
        ("reserve", "submitted", {"archived", "cancelled"}),
    ],
)
def test_a_call_that_is_over_takes_no_project_further(signed_in, french_coordinator, action, state, over):
    refused = set()
    for phase in ("announced", "in_selection", "decided", "archived", "cancelled"):
        call = CallFactory(**({} if phase == "announced" else {phase: True}))
        project = ProjectFactory(call=call, **({} if state == "preparation" else {state: True}))
        offered = action in possible(french_coordinator, Project.objects.visible_to(french_coordinator).get(pk=project.pk))
        answer = signed_in(french_coordinator).get(address("project-step", project.pk, action))
        assert (answer.status_code == 200) is offered
        if not offered:
            refused.add(phase)
    assert refused == over


def test_an_archived_call_refuses_a_submission_that_was_on_its_way(host_member, project):
    type(project.call).objects.filter(pk=project.call_id).update(state="archived")
    with pytest.raises(WrongState, match="appel est terminé"):
        actions.submit(project, by=host_member, at=NOW, site=SITE)
    project.refresh_from_db()
    assert (project.state, states(project)) == ("preparation", [])
