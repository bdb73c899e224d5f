"""The life of a topic: the meetings at which it came up, and what each left to be done, as far as the reader may know."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.meetings import AgendaItemFactory, SectionFactory

pytestmark = pytest.mark.django_db
LIST, CALENDAR, SHUTTLE = (f"/fr/search/knowledge/topics/{key}" for key in ("", "calendrier/", "navettes/"))


def titles(answer):
    return [str(title) for _life, title in answer.context["lines"]]


def years(answer):
    return [stop.meeting.date.year for stop in answer.context["stops"]]


def test_a_topic_is_what_two_meetings_called_alike(
    signed_in, french_coordinator, host_member, outsider_member, observer, carried
):
    for user, expected in (
        (french_coordinator, ["Navettes", "Calendrier"]),
        (host_member, ["Navettes", "Calendrier"]),
        (outsider_member, ["Calendrier"]),
        (observer, ["Calendrier"]),
    ):
        assert sorted(titles(signed_in(user).get(LIST))) == sorted(expected), user.email


def test_what_stands_on_every_agenda_is_no_topic(signed_in, french_coordinator, known):
    for year in (2021, 2023):
        SectionFactory(minutes=known[year].minutes, fr=("Divers", "<p>Rien.</p>"), nl=("Varia", "<p>Niets.</p>"))
    assert titles(signed_in(french_coordinator).get(LIST)) == ["Calendrier"]


def test_its_line_tells_meetings_words_and_what_was_left(signed_in, host_member, carried, registers):
    answer = signed_in(host_member).get(CALENDAR)
    assert years(answer) == [2021, 2023]
    first, second = answer.context["stops"]
    assert [str(one.text) for one in first.passages] == ["Le train de 2021."]
    assert [str(one.title) for one in first.entries] == ["Rembourser le trajet."]
    assert second.entries == []
    assert f'href="{first.passages[0].url}"' in answer.text
    assert "version 1.0" in answer.text


def test_either_language_leads_to_it(signed_in, observer, known):
    assert years(signed_in(observer).get("/nl/search/knowledge/topics/tijdpad/")) == [2021, 2023]
    assert years(signed_in(observer).get(CALENDAR)) == [2021, 2023]


def test_agendas_are_for_those_who_were_invited(signed_in, french_coordinator, host_member, outsider_member, observer, carried):
    for user in (french_coordinator, host_member):
        answer = signed_in(user).get(SHUTTLE)
        assert [stop.on_agenda for stop in answer.context["stops"]] == [True, True]
    for user in (outsider_member, observer):
        assert signed_in(user).get(SHUTTLE).status_code == 404


def test_the_draft_written_under_an_item_is_for_coordinators(signed_in, french_coordinator, host_member, carried):
    for user, passages in ((french_coordinator, 1), (host_member, 0)):
        *_before, last = signed_in(user).get(SHUTTLE).context["stops"]
        assert len(last.passages) == passages
    assert "Brouillon" not in signed_in(host_member).get(SHUTTLE).text


def test_promises_that_agendas_took_up(signed_in, french_coordinator, host_member, outsider_member, observer, carried, registers):
    for user, expected in ((french_coordinator, 1), (host_member, 1), (outsider_member, 0), (observer, 0)):
        taken = signed_in(user).get(LIST).context["taken_up"]
        assert [str(one.title) for one, _items in taken] == ["Rembourser le trajet."] * expected, user.email


def test_an_unknown_topic_is_not_found(signed_in, french_coordinator, known):
    for address in ("nothing/", "%C3%A9/", "divers/"):
        assert signed_in(french_coordinator).get(LIST + address).status_code == 404


def test_as_many_questions_for_two_meetings_as_for_many(signed_in, french_coordinator, host_member, carried, drawn_each_time):
    def asked():
        counts = []
        for user in (french_coordinator, host_member):
            client = signed_in(user)
            for place in (LIST, CALENDAR, SHUTTLE):
                client.get(place)
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(place).status_code == 200
                counts.append(len(queries))
        return counts

    before = asked()
    for item in carried:
        again = AgendaItemFactory(meeting=item.meeting, title_fr="Navettes", title_nl="Pendeldienst")
        again.promises.add(*item.promises.all())
    assert asked() == before
    assert max(before) <= 40
