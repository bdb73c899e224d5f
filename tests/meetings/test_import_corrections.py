"""Agenda and headings are corrected in the preview of an import, and nothing is saved before it is confirmed."""

import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from meetings.actions import importing
from meetings.models import Importation, Meeting
from tests.meetings.documents import MINUTES
from tests.meetings.pages import sent_by


@pytest.fixture
def coordinator(french_coordinator, signed_in) -> Client:
    return signed_in(french_coordinator)


@pytest.fixture
def importation(french_coordinator, host, partner) -> Importation:
    return importing.receive(data=MINUTES.encode(), filename="rencontre.txt", by=french_coordinator, at=timezone.now())


@pytest.fixture
def sent(coordinator: Client, importation: Importation) -> dict[str, Any]:
    """What a browser sends for the preview once the one open question is answered."""
    data = sent_by(coordinator.get(importation.get_absolute_url()))
    return data | {"attendee-3-organisation": "", "attendee-3-organisation_pick": []}


@pytest.fixture
def confirm(coordinator: Client, importation: Importation, sent: dict[str, Any]):
    """Return a function that confirms the preview with some fields changed."""

    def send(**changes: Any) -> HttpResponse:
        return coordinator.post(
            importation.get_absolute_url(), sent | {name.replace("__", "-"): one for name, one in changes.items()}
        )

    return send


def agenda() -> list[tuple[Any, ...]]:
    names = ("label", "title_fr", "title_nl", "starts_at", "ends_at", "kind")
    return list(Meeting.objects.get().agenda_items.order_by("position").values_list(*names))


def tree() -> list[tuple[str, str, str]]:
    """Return the sections with the number of what they stand below."""
    sections = Meeting.objects.get().minutes.sections.order_by("pk").select_related("parent").prefetch_related("texts")
    return [(one.label, one.texts.all()[0].heading, one.parent.label if one.parent else "") for one in sections]


def test_rows_and_headings_stand_beside_their_lines(coordinator, importation) -> None:
    response = coordinator.get(importation.get_absolute_url())
    rows = response.context["agenda"]
    assert [[text for _number, text in row["lines"]] for row in rows] == [["1) Calendrier"], ["2) Tour de table"]]
    fields = sent_by(response)
    assert [fields[f"agenda-{place}-title_fr"] for place in range(2)] == ["Calendrier", "Tour de table"]
    assert [(fields[f"heading-{place}-label"], fields[f"heading-{place}-level"]) for place in range(4)] == [
        ("0.", "1"), ("1.", "1"), ("2.", "1"), ("2.1", "2"),
    ]  # fmt: skip


def test_a_corrected_row_is_what_is_saved(confirm) -> None:
    changes = {"label": "A", "title_nl": "Kalender", "starts_at": "9h15", "ends_at": "9.45 uur", "kind": "welcome"}
    confirm(**{f"agenda__0__{name}": value for name, value in changes.items()})
    assert agenda()[0] == ("A", "Calendrier", "Kalender", datetime.time(9, 15), datetime.time(9, 45), "welcome")


def test_a_row_is_added_moved_and_removed(confirm) -> None:
    confirm(agenda__TOTAL_FORMS="3", agenda__2__title_fr="Accueil", agenda__2__position="1", agenda__1__DELETE="on")
    assert [row[1] for row in agenda()] == ["Accueil", "Calendrier"]


def test_a_presenter_on_the_list_presents_and_any_other_name_stays_with_the_title(confirm) -> None:
    confirm(agenda__0__presenters="Ana Lambrix", agenda__1__presenters="Zoé Inconnue")
    items = Meeting.objects.get().agenda_items.order_by("position")
    assert [(item.title_fr, [str(one) for one in item.presenters.all()]) for item in items] == [
        ("Calendrier", ["Ana Lambrix"]),
        ("Tour de table (Zoé Inconnue)", []),
    ]


def test_one_more_row_is_a_button_that_saves_nothing_and_keeps_everything(coordinator, importation, sent, confirm) -> None:
    typed = {"agenda__TOTAL_FORMS": "3", "agenda__2__title_fr": "Accueil", "heading__1__heading": "Échéances"}
    response = confirm(add="1", title_nl="Blijft staan", **typed)
    assert response.status_code == 200
    fields = sent_by(response)
    assert fields["agenda-TOTAL_FORMS"] == "4"
    assert (fields["title_nl"], fields["agenda-2-title_fr"], fields["agenda-3-title_fr"]) == ("Blijft staan", "Accueil", "")
    assert fields["heading-1-heading"] == "Échéances"
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("total", ["", "x", "99999", "²"])
def test_a_nonsense_number_of_rows_is_refused_with_a_sentence(confirm, total) -> None:
    assert confirm(add="1", **{"agenda__TOTAL_FORMS": total}).status_code == 200
    assert confirm(**{"agenda__TOTAL_FORMS": total}).status_code == 422
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("date", ["0201-09-14", "9999-12-31"])
def test_a_slip_in_the_year_is_refused_with_a_sentence(confirm, date) -> None:
    response = confirm(date=date)
    assert response.status_code == 422
    assert "entre 2000 et 2100" in response.content.decode()
    assert Meeting.objects.count() == 0


def test_headings_numbers_and_levels_are_corrected(confirm) -> None:
    confirm(heading__1__heading="Échéances", heading__1__level="2", heading__2__label="III.", heading__3__level="1")
    assert tree() == [
        ("0.", "Introduction", ""),
        ("1.", "Échéances", "0."),
        ("III.", "Tour de table", ""),
        ("2.1", "CPAS de Charleroi", ""),
    ]


def test_a_heading_that_is_none_becomes_text_of_the_section_above(confirm, partner) -> None:
    confirm(heading__2__is_text="on")
    assert tree() == [
        ("0.", "Introduction", ""),
        ("1.", "Calendrier", ""),
        ("2.1", "CPAS de Charleroi", "1."),
    ]
    minutes = Meeting.objects.get().minutes
    text = minutes.sections.get(label="1.").texts.get().html
    assert "<p>La date limite est le 30 juin.</p><p>2. Tour de table</p>" in text
    charleroi = minutes.sections.get(label="2.1")
    assert (charleroi.organisation.short_fr, charleroi.pending_contributions.count()) == ("CPAS de Charleroi", 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("agenda__0__starts_at", "quatorze"),
        ("agenda__0__title_fr", ""),
        ("agenda__0__label", "x" * 21),
        ("agenda__0__position", "0"),
        ("heading__1__level", "7"),
        ("heading__1__level", "x"),
        ("heading__1__label", "x" * 21),
        ("heading__1__heading", "Échéances\x00"),
    ],
)
def test_what_is_wrong_is_said_and_keeps_everything_typed(confirm, name, value) -> None:
    response = confirm(title_nl="Blijft staan", agenda__1__title_nl="Tafelronde", **{name: value})
    assert response.status_code == 422
    assert response.context["forms"].error_count == 1
    fields = sent_by(response)
    assert (fields["title_nl"], fields["agenda-1-title_nl"]) == ("Blijft staan", "Tafelronde")
    assert Meeting.objects.count() == 0
