"""Round tables that ask the same: who said what in which year, who said nothing, and what nobody may work out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amif_network.search.knowledge.likeness import ALIKE, essence, grouped, likeness, linked, trigrams
from meetings.models import Attendance, Section
from tests.factories.meetings import AttendanceFactory, SectionFactory

from .conftest import answer_to, meeting_of, publish, table_of

pytestmark = pytest.mark.django_db
LIST = "/fr/search/knowledge/round-tables/"


def grid_of(answer):
    """Return by the name of the organisation what each cell says: the words of the answers, else the silence."""
    return {
        str(row.organisation or "?"): [[one.html.text for one in cell.answers] or cell.silence for cell in row.cells]
        for row in answer.context["rows"]
    }


def page(table):
    return f"{LIST}{table.uuid}/"


def test_the_same_question_stands_together_whatever_its_year_and_usual_words(signed_in, french_coordinator, known):
    SectionFactory(minutes=known[2025].minutes, kind="round_table", fr=("Tour de table : vos projets de formation", ""))
    families = signed_in(french_coordinator).get(LIST).context["families"]
    assert sorted([one.passage.day.year for one in family] for family in families) == [[2025], [2025, 2023, 2021]]


def test_each_reader_sees_the_meetings_and_answers_that_are_theirs(
    signed_in, french_coordinator, host_member, outsider_member, observer, known, host, partner
):
    first, second = ["<p>Le trajet en train fatigue.</p>"], ["<p>Deux ateliers de plus.</p>"]
    third, unnamed = ["<p>Le budget suffit.</p>"], ["<p>Le déplacement décourage.</p>"]
    draft = ["<p>Brouillon sur la distance.</p>"]
    for user, expected in (
        (french_coordinator, {str(host): [first, "", draft], str(partner): [second, third, "silent"], "?": ["", unnamed, ""]}),
        (host_member, {str(host): [first, ""], str(partner): [second, third], "?": ["", unnamed]}),
        (outsider_member, {str(host): [first, ""], str(partner): [second, third]}),
        (observer, {str(host): [first, ""], str(partner): [second, third]}),
    ):
        assert grid_of(signed_in(user).get(page(known[2021].table))) == expected, user.email


def test_a_draft_has_no_page_for_readers(signed_in, host_member, observer, known):
    for user in (host_member, observer):
        assert signed_in(user).get(page(known[2025].table)).status_code == 404
        assert "Tour de table 3" not in signed_in(user).get(LIST).text


def test_who_was_silent_is_told_and_who_was_excused_only_to_those_invited(
    signed_in, french_coordinator, host_member, outsider_member, known, host, partner
):
    minutes = meeting_of(2022, host)
    AttendanceFactory(meeting=minutes.meeting, organisation=partner, status=Attendance.Status.EXCUSED)
    table = table_of(minutes, 2023)
    publish(minutes, french_coordinator)
    for user, of_partner in ((french_coordinator, "excused"), (host_member, "excused"), (outsider_member, "")):
        shown = grid_of(signed_in(user).get(page(table)))
        assert [shown[str(host)][1], shown[str(partner)][1]] == ["silent", of_partner], user.email


def test_nobody_is_called_silent_where_an_answer_has_no_name(signed_in, french_coordinator, outsider_member, known, host):
    for user in (french_coordinator, outsider_member):
        assert grid_of(signed_in(user).get(page(known[2023].table)))[str(host)][1] == ""


def test_an_answer_made_anonymous_later_names_nobody(signed_in, host_member, known, host):
    Section.objects.filter(organisation=host, minutes=known[2021].minutes).update(organisation=None, anonymous=True)
    shown = grid_of(signed_in(host_member).get(page(known[2021].table)))
    assert shown["?"][0] == ["<p>Le trajet en train fatigue.</p>"]
    assert str(host) not in shown


def test_organisations_are_chosen_in_the_address(signed_in, host_member, known, host, partner):
    client = signed_in(host_member)
    assert list(grid_of(client.get(page(known[2021].table), {"organisation": partner.pk}))) == [str(partner)]
    assert len(grid_of(client.get(page(known[2021].table), {"organisation": "x"}))) == 3


def test_the_other_language_stands_in_and_says_so(signed_in, french_coordinator, known, host):
    known[2025].table.children.get().texts.filter(language="fr").delete()
    answer = signed_in(french_coordinator).get(page(known[2025].table))
    assert '<div class="rich-text" lang="nl"><p>Ontwerp over de afstand.</p></div>' in answer.text
    assert grid_of(answer)[str(host)][2] == ["<p>Ontwerp over de afstand.</p>"]


def test_as_many_questions_for_one_answer_as_for_many(
    signed_in, french_coordinator, host_member, known, partner, drawn_each_time
):
    def asked(user):
        client, counts = signed_in(user), []
        for place in (LIST, page(known[2021].table)):
            client.get(place)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(place).status_code == 200
            counts.append(len(queries))
        return counts

    before = [asked(user) for user in (french_coordinator, host_member)]
    minutes = meeting_of(2024, partner)
    table = table_of(minutes, 2023)
    answer_to(table, partner, "Encore.", "Nog.")
    answer_to(table, None, "Et encore.", "En nog.", anonymous=True)
    publish(minutes, french_coordinator)
    assert [asked(user) for user in (french_coordinator, host_member)] == before
    assert max(map(max, before)) <= 30


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        ("Tour de table : que nous apporte le partenariat ?", "Tour de table 2023 : que vous apporte le partenariat ?", True),
        ("Tafelronde: wat levert het partnerschap ons op?", "Wat levert dit partnerschap ons op?", True),
        ("Tour de table : vos budgets", "Tour de table : vos projets de formation", False),
        ("Tour de table", "Tour de table 2", True),
        ("", "", False),
    ],
)
def test_what_counts_as_the_same_question(one, another, same):
    assert (likeness(trigrams(essence(one)), trigrams(essence(another))) >= ALIKE) is same


def test_groups_grow_together_through_their_members():
    assert grouped([1, 5, 3], lambda one, other: abs(one - other) <= 2) == [[1, 5, 3]]
    assert linked([("a", [1]), ("b", [2]), ("c", [1, 2]), ("d", [3])]) == [["a", "b", "c"], ["d"]]
