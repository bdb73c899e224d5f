"""Who else has the minutes open, and what they changed since."""

import datetime
import uuid

import pytest
from django.utils import timezone

from meetings.actions import structure
from meetings.actions.writing import write_text
from meetings.models import Minutes, Presence, Section
from tests.factories.meetings import base_of
from tests.meetings.pages import address

pytestmark = pytest.mark.django_db
MINE, THEIRS = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))


def place(section: Section) -> str:
    return address("pulse", section.minutes.meeting_id)


def told(session: str, since: int = 0, **more: object) -> dict[str, object]:
    return {"session": session, "since": since, "shown": "both", "section": "", "lang": "", **more}


def change(section: Section) -> int:
    return Minutes.objects.get(pk=section.minutes_id).change


def write(section: Section, by, html: str = "<p>Bonsoir à tous</p>") -> None:
    write_text(section, lang="fr", heading="Accueil", html=html, base=base_of(section, "fr"), by=by, at=timezone.now())


def test_open_tabs_see_each_other_and_where_they_write(signed_in, french_coordinator, dutch_coordinator, section):
    lisa, pieter = signed_in(french_coordinator), signed_in(dutch_coordinator)
    assert lisa.post(place(section), told(MINE, section=str(section.uuid), lang="fr")).json()["present"] == []
    found = pieter.post(place(section), told(THEIRS)).json()["present"]
    assert found == [{"name": str(french_coordinator), "section": str(section.uuid), "lang": "fr"}]


def test_who_leaves_and_who_falls_silent_is_gone(signed_in, french_coordinator, dutch_coordinator, section):
    lisa, pieter = signed_in(french_coordinator), signed_in(dutch_coordinator)
    lisa.post(place(section), told(MINE))
    assert len(pieter.post(place(section), told(THEIRS)).json()["present"]) == 1
    Presence.objects.filter(session=MINE).update(seen_at=timezone.now() - datetime.timedelta(seconds=31))
    assert pieter.post(place(section), told(THEIRS)).json()["present"] == []
    lisa.post(place(section), told(MINE))
    lisa.post(place(section), told(MINE, leaving="1"))
    assert pieter.post(place(section), told(THEIRS)).json()["present"] == []


def test_nobody_takes_the_tab_of_somebody_else(signed_in, french_coordinator, dutch_coordinator, section):
    signed_in(french_coordinator).post(place(section), told(MINE))
    signed_in(dutch_coordinator).post(place(section), told(MINE))
    signed_in(dutch_coordinator).post(place(section), told(MINE, leaving="1"))
    assert list(Presence.objects.values_list("user", flat=True)) == [french_coordinator.pk]


def test_what_others_saved_comes_with_the_next_pulse(signed_in, french_coordinator, dutch_coordinator, section):
    pieter = signed_in(dutch_coordinator)
    known = pieter.post(place(section), told(THEIRS, since=change(section))).json()
    assert (known["html"], known["structure"]) == ("", False)
    write(section, french_coordinator)
    news = pieter.post(place(section), told(THEIRS, since=known["change"])).json()
    assert (news["change"], news["structure"]) == (known["change"] + 1, False)
    for part in (f'id="c-{section.uuid}-fr"', f'id="o-{section.uuid}"', 'id="progress"', "Bonsoir à tous"):
        assert part in news["html"]


def test_a_text_that_is_open_here_is_not_replaced(signed_in, french_coordinator, dutch_coordinator, section):
    write(section, french_coordinator)
    html = signed_in(dutch_coordinator).post(place(section), told(THEIRS, open=f"{section.uuid}.fr")).json()["html"]
    assert f'id="c-{section.uuid}-fr"' not in html
    assert f'id="c-{section.uuid}-nl"' in html


def test_a_change_of_the_tree_is_told(signed_in, french_coordinator, section):
    since = change(section)
    structure.add_section(section.minutes, by=french_coordinator)
    assert signed_in(french_coordinator).post(place(section), told(MINE, since=since)).json()["structure"] is True


@pytest.mark.parametrize("wrong", [{"session": "x"}, {"since": "-1"}, {"shown": "de"}, {"since": str(2**70)}])
def test_nonsense_is_refused(signed_in, french_coordinator, section, wrong):
    assert signed_in(french_coordinator).post(place(section), {**told(MINE), **wrong}).status_code == 400
    assert Presence.objects.count() == 0


def test_members_hear_nothing(signed_in, host_member, section):
    assert signed_in(host_member).post(place(section), told(MINE)).status_code in {403, 404}
    assert Presence.objects.count() == 0


def test_ones_own_other_tab_is_told_only_while_it_writes(signed_in, french_coordinator, section):
    client = signed_in(french_coordinator)
    client.post(place(section), told(THEIRS))
    assert client.post(place(section), told(MINE)).json()["present"] == []
    client.post(place(section), told(THEIRS, section=str(section.uuid), lang="nl"))
    (tab,) = client.post(place(section), told(MINE)).json()["present"]
    assert (tab["section"], tab["lang"]) == (str(section.uuid), "nl")
    assert tab["name"] != str(french_coordinator)


def test_a_quiet_pulse_costs_the_same_with_many_tabs(
    signed_in, french_coordinator, dutch_coordinator, section, django_assert_num_queries
):
    client = signed_in(french_coordinator)
    client.post(place(section), told(MINE, since=change(section)))
    for tabs in (1, 3):
        for number in range(tabs):
            session = uuid.UUID(int=100 + number)
            values = {"minutes": section.minutes, "user": dutch_coordinator, "seen_at": timezone.now()}
            Presence.objects.update_or_create(session=session, defaults=values)
        with django_assert_num_queries(6):
            client.post(place(section), told(MINE, since=change(section)))
