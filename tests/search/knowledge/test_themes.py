"""What was said about a theme: everything that the reader may read, and not a word besides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import SectionText
from tests.factories.meetings import NOW
from tests.factories.partnerships import EvaluationFactory, EvaluationItemFactory

from .conftest import answer_to

pytestmark = pytest.mark.django_db
OVERVIEW, DISTANCE = "/fr/search/knowledge/", "/fr/search/knowledge/themes/distance/"


def line(answer, name="distance"):
    return next(one for one in answer.context["lines"] if one.topic.name == name)


def words(answer):
    return {(one.kind, str(one.text or one.title)) for one in answer.context["lines"]}


PUBLISHED = {
    ("round-tables", "Le trajet en train fatigue."),
    ("minutes", "Le train de 2021."),
    ("minutes", "Le train de 2023."),
    ("promises", "Rembourser le trajet."),
    ("signals", "Le train est trop cher."),
}
ANONYMOUS = {("round-tables", "Le déplacement décourage.")}
DRAFTS = {
    ("round-tables", "Brouillon sur la distance."),
    ("ideas", "Idée de transport."),
    ("promises", "Secret du trajet."),
}


def test_everybody_reads_what_is_theirs_to_read(
    signed_in, french_coordinator, administrator, host_member, outsider_member, observer, registers
):
    for user, readable in (
        (french_coordinator, PUBLISHED | ANONYMOUS | DRAFTS),
        (administrator, PUBLISHED | ANONYMOUS | DRAFTS),
        (host_member, PUBLISHED | ANONYMOUS),
        (outsider_member, PUBLISHED),
        (observer, PUBLISHED),
    ):
        assert words(signed_in(user).get(DISTANCE)) == readable, user.email


def test_the_overview_counts_what_can_be_read(signed_in, french_coordinator, host_member, observer, registers):
    for user, years, numbers in (
        (french_coordinator, [2025, 2023, 2021], [2, 3, 4]),
        (host_member, [2023, 2021], [2, 4]),
        (observer, [2023, 2021], [1, 4]),
    ):
        answer = signed_in(user).get(OVERVIEW)
        assert (answer.context["years"], line(answer).years, line(answer).total) == (
            years,
            list(zip(years, numbers, strict=True)),
            sum(numbers),
        ), user.email


def test_a_passage_leads_to_its_place_in_the_edition(signed_in, host_member, french_coordinator, known):
    section = known[2021].section
    for user, place in ((host_member, "editions"), (french_coordinator, "minutes")):
        [said] = [one for one in signed_in(user).get(DISTANCE).context["lines"] if "2021" in str(one.text)]
        assert said.url.endswith(f"#s-{section.uuid}")
        assert signed_in(user).get(said.url).status_code == 200, place


def test_readers_keep_to_the_edition_when_a_draft_says_more(signed_in, host_member, known):
    SectionText.objects.filter(section=known[2021].section).update(heading="Changé", html="<p>Le transport change.</p>")
    page = signed_in(host_member).get(DISTANCE)
    assert "Le train de 2021." in page.text
    assert "transport change" not in page.text


def test_nobody_is_named_where_the_answer_has_no_name(signed_in, french_coordinator, host_member, known):
    for user in (french_coordinator, host_member):
        [said] = [one for one in signed_in(user).get(DISTANCE).context["lines"] if "décourage" in str(one.text)]
        assert said.organisation is None


def test_an_answer_made_anonymous_later_loses_its_name(signed_in, host_member, known):
    known[2021].table.children.exclude(organisation=None).update(organisation=None, anonymous=True)
    [said] = [one for one in signed_in(host_member).get(DISTANCE).context["lines"] if "fatigue" in str(one.text)]
    assert said.organisation is None


def test_kind_and_year_narrow_the_page(signed_in, french_coordinator, registers):
    client = signed_in(french_coordinator)
    assert words(client.get(DISTANCE, {"kind": "minutes", "year": 2023})) == {("minutes", "Le train de 2023.")}
    assert len(client.get(DISTANCE, {"kind": "nonsense", "year": "x"}).context["lines"]) == 9
    assert client.get(DISTANCE, {"year": 2025, "kind": "signals"}).context["lines"] == []


def test_a_theme_that_is_none_is_not_found(signed_in, observer):
    assert signed_in(observer).get("/fr/search/knowledge/themes/weather/").status_code == 404


def test_sentences_of_evaluations_follow_their_own_rule(signed_in, french_coordinator, outsider_member, observer):
    written = EvaluationFactory(shared_at=NOW, for_network=True)
    EvaluationItemFactory(evaluation=written, theme="distance", text_fr="Une heure de bus.")
    private = EvaluationFactory(shared_at=NOW, for_network=False)
    EvaluationItemFactory(evaluation=private, theme="distance", text_fr="Trop loin, entre nous.")
    draft = EvaluationFactory(for_network=True)
    EvaluationItemFactory(evaluation=draft, theme="distance", text_fr="Pas encore partagé.")
    codes = [written.partnership.code, private.partnership.code]
    for user, read, hidden in (
        (french_coordinator, ["Une heure de bus.", "Trop loin, entre nous.", *codes], ["Pas encore"]),
        (outsider_member, ["Une heure de bus."], ["Trop loin", "Pas encore", *codes]),
        (observer, [], ["Une heure", "Trop loin", "Pas encore", *codes]),
    ):
        page, count = signed_in(user).get(DISTANCE).text, line(signed_in(user).get(OVERVIEW)).sentences
        assert [word for word in read if word not in page] == []
        assert [word for word in hidden if word in page] == []
        assert count == sum(word.endswith(".") for word in read)


def test_as_many_questions_for_one_passage_as_for_many(
    signed_in, french_coordinator, host_member, registers, host, drawn_each_time
):
    def asked(user, address):
        client = signed_in(user)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    before = [asked(user, place) for user in (french_coordinator, host_member) for place in (OVERVIEW, DISTANCE)]
    for number, organisation in enumerate((None, None, None)):
        answer_to(known_table(registers), organisation, f"Le train {number}.", f"De trein {number}.", anonymous=True)
    after = [asked(user, place) for user in (french_coordinator, host_member) for place in (OVERVIEW, DISTANCE)]
    assert before == after
    assert max(after) <= 25


def known_table(registers):
    """The round table of the draft."""
    return registers.draft.meeting.minutes.sections.get(kind="round_table")
