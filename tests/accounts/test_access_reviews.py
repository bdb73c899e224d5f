"""Once a quarter each organisation says who still needs access; who leads the network ends the rest."""

import datetime
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.html import escape

from amif_network.accounts import actions
from amif_network.accounts.models import AccessEntry, AccessReview, AccessReviewAnswer, User
from amif_network.home.access_reviews import open_due
from amif_network.outbox.models import OutgoingMail
from tests.factories.accounts import UserFactory
from tests.factories.directory import AffiliationFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LISTS = "/fr/access/reviews/"
LONG_AGO = timezone.now() - 400 * DAY


def employee(organisation, **values):
    """An account from before the quarter, of somebody who works there."""
    person = AffiliationFactory(organisation=organisation, valid_from=LONG_AGO.date()).person
    return UserFactory(person=person, date_joined=LONG_AGO, **{"role": "member", **values})


@pytest.fixture
def organisation(db):
    return OrganisationFactory(short_fr="CPAS de Binche", short_nl="OCMW Binche")


@pytest.fixture
def anna(organisation):
    return employee(organisation, language="nl", email="anna@example.org")


@pytest.fixture
def bert(organisation):
    return employee(organisation, role="observer", email="bert@example.org")


@pytest.fixture
def review(anna, bert):
    open_due(at=timezone.now())
    return AccessReview.objects.get()


def typed(stays, leaves, note="Ne travaille plus ici"):
    return {f"choice-{stays.pk}": "stays", f"choice-{leaves.pk}": "leaves", f"note-{leaves.pk}": note}


def tags(response):
    return [message.level_tag for message in response.context["messages"]]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime.date(2026, 1, 1), datetime.date(2026, 1, 1)),
        (datetime.date(2026, 3, 31), datetime.date(2026, 1, 1)),
        (datetime.date(2026, 4, 1), datetime.date(2026, 4, 1)),
        (datetime.date(2026, 11, 22), datetime.date(2026, 10, 1)),
        (datetime.date(2026, 12, 31), datetime.date(2026, 10, 1)),
    ],
)
def test_a_quarter_begins_on_its_first_day(day, expected):
    assert actions.quarter_of(day) == expected


def test_each_organisation_is_asked_once_a_quarter_in_its_language(review, organisation):
    open_due(at=timezone.now())
    assert list(AccessReview.objects.values_list("organisation", "quarter")) == [
        (organisation.pk, actions.quarter_of(timezone.localdate()))
    ]
    # Anna chose Dutch, her organisation corresponds in French; observers answer for nobody.
    mail = OutgoingMail.objects.get(topic="access-review")
    assert (mail.to, mail.language, mail.page.endswith(f"/fr/access/reviews/{review.pk}/")) == ("anna@example.org", "fr", True)
    open_due(at=timezone.now() + 100 * DAY)
    assert (AccessReview.objects.count(), OutgoingMail.objects.filter(topic="access-review").count()) == (2, 2)


def test_who_just_came_in_is_not_asked_about(organisation):
    UserFactory(member=True, person=AffiliationFactory(organisation=organisation).person)
    gone = employee(OrganisationFactory())
    gone.person.affiliations.update(valid_to=timezone.localdate())
    open_due(at=timezone.now())
    assert not AccessReview.objects.exists()


def test_a_member_confirms_the_list(review, anna, bert, signed_in):
    client = signed_in(anna)
    assert review.get_absolute_url() in client.get("/fr/").text
    assert review.get_absolute_url() in client.get(LISTS).text
    assert [account for account, _choice, _note in client.get(review.get_absolute_url()).context["form"].rows()] == [anna, bert]
    response = client.post(review.get_absolute_url(), typed(anna, bert), follow=True)
    assert tags(response) == ["success"]
    answers = review.answers.values_list("user", "choice", "note", "done_at")
    assert list(answers.order_by("choice")) == [(bert.pk, "leaves", "Ne travaille plus ici", None), (anna.pk, "stays", "", None)]
    review.refresh_from_db()
    entry = AccessEntry.objects.get(kind="access")
    assert (review.confirmed_by, entry.user, entry.rows) == (anna, anna, 2)
    assert User.objects.with_access(timezone.localdate()).filter(pk=bert.pk).exists()
    assert review.get_absolute_url() not in client.get("/fr/").text


def test_somebody_of_whom_nothing_is_said_is_asked_about(review, anna, bert, signed_in):
    response = signed_in(anna).post(review.get_absolute_url(), {f"choice-{bert.pk}": "leaves", f"note-{bert.pk}": "Parti"})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form[f"note-{bert.pk}"].value()) == (422, [f"choice-{anna.pk}"], "Parti")
    assert not AccessReviewAnswer.objects.exists()


@pytest.mark.parametrize("value", ["perhaps", "STAYS", "1"])
def test_an_answer_that_is_none_is_refused(review, anna, bert, signed_in, value):
    response = signed_in(anna).post(review.get_absolute_url(), {**typed(anna, bert), f"choice-{bert.pk}": value})
    assert (response.status_code, AccessReviewAnswer.objects.count()) == (422, 0)
    (said,) = response.context["form"].errors[f"choice-{bert.pk}"]
    assert escape(said) in response.text


def test_accounts_of_others_cannot_be_slipped_in(review, anna, bert, host_member, signed_in):
    signed_in(anna).post(review.get_absolute_url(), {**typed(anna, bert), f"choice-{host_member.pk}": "leaves"})
    assert not review.answers.filter(user=host_member).exists()
    open_again = AccessReview.objects.create(organisation=OrganisationFactory(), quarter="2020-01-01", opened_at=timezone.now())
    with pytest.raises(ValidationError):
        actions.confirm(open_again, answers={host_member.pk: ("leaves", "")}, by=UserFactory(coordinator=True), at=timezone.now())
    with pytest.raises(PermissionDenied):
        actions.confirm(open_again, answers={}, by=anna, at=timezone.now())


def test_who_comes_second_reads_who_was_first(review, anna, bert, organisation, signed_in):
    second = signed_in(employee(organisation))
    third = User.objects.get(pk=second.session["_auth_user_id"])
    signed_in(anna).post(review.get_absolute_url(), {**typed(anna, bert), f"choice-{third.pk}": "stays"})
    response = second.post(review.get_absolute_url(), typed(bert, anna), follow=True)
    assert (tags(response), review.answers.get(user=anna).choice) == (["error"], "stays")


def test_lists_are_their_own_organisations(review, host_member, bert, french_coordinator, signed_in):
    assert signed_in(host_member).get(review.get_absolute_url()).status_code == 404
    assert signed_in(host_member).post(review.get_absolute_url(), {}).status_code == 404
    assert review.get_absolute_url() not in signed_in(host_member).get(LISTS).text
    assert [signed_in(bert).get(page).status_code for page in (LISTS, review.get_absolute_url())] == [403, 403]
    assert signed_in(french_coordinator).get(review.get_absolute_url()).status_code == 200
    assert signed_in(french_coordinator).put(review.get_absolute_url()).status_code == 405


class TestCarryingOut:
    """What the organisation said is done by who leads the network, with one button."""

    @pytest.fixture
    def answer(self, review, anna, bert):
        answers = {anna.pk: ("stays", ""), bert.pk: ("leaves", "Parti")}
        actions.confirm(review, answers=answers, by=anna, at=timezone.now())
        return review.answers.get(user=bert)

    def page(self, answer):
        return f"{LISTS}answers/{answer.pk}/carry-out/"

    def test_ends_the_affiliation_and_the_access(self, answer, bert, french_coordinator, signed_in):
        client, theirs = signed_in(french_coordinator), signed_in(bert)
        assert (self.page(answer) in client.get(LISTS).text, f"{LISTS}#leaving" in client.get("/fr/").text) == (True, True)
        response = client.post(self.page(answer), follow=True)
        assert (tags(response), self.page(answer) in response.text) == (["success"], False)
        answer.refresh_from_db()
        assert (answer.done_by, theirs.get("/fr/").status_code) == (french_coordinator, 302)
        assert bert.person.affiliations.get().valid_to == timezone.localdate()

    def test_is_done_once(self, answer, french_coordinator, signed_in):
        client = signed_in(french_coordinator)
        client.post(self.page(answer), follow=True)
        assert tags(client.post(self.page(answer), follow=True)) == ["error"]

    def test_leaves_what_rests_on_another_organisation(self, answer, bert, french_coordinator, signed_in):
        elsewhere = AffiliationFactory(person=bert.person).organisation
        signed_in(french_coordinator).post(self.page(answer))
        assert list(bert.organisations()) == [elsewhere]

    def test_who_stays_stays(self, answer, anna, review, french_coordinator, signed_in):
        stays = review.answers.get(user=anna)
        assert signed_in(french_coordinator).post(self.page(stays)).status_code == 403

    def test_is_for_who_leads(self, answer, anna, observer, administrator, signed_in):
        assert [signed_in(user).post(self.page(answer)).status_code for user in (anna, observer)] == [403, 403]
        assert signed_in(administrator).get(self.page(answer)).status_code == 405
        assert signed_in(administrator).post(f"{LISTS}answers/0/carry-out/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_is_told(anna, bert):
    open_due(at=timezone.now())
    review, told = AccessReview.objects.get(), []

    def confirm(by, choice):
        try:
            actions.confirm(review, answers={anna.pk: (choice, ""), bert.pk: (choice, "")}, by=by, at=timezone.now())
        except ValidationError as error:
            told.append(error.code)
        finally:
            connection.close()

    coordinator = UserFactory(coordinator=True)
    threads = [Thread(target=confirm, args=pair) for pair in ((anna, "stays"), (coordinator, "leaves"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (told, review.answers.count()) == (["confirmed"], 2)
