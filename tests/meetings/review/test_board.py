"""The review board: a line per organisation with its derived cell, all remarks by section, filters."""

import datetime

import pytest
from django.utils import timezone

from amif_network.outbox.models import OutgoingMail
from meetings.actions.structure import remove_section
from meetings.actions.writing import write_text
from meetings.models import Minutes, ReviewRequest
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import NOW, SectionFactory, base_of, signed
from tests.factories.review import CirculationFactory, RemarkFactory, ReviewRequestFactory
from tests.meetings.pages import address, cells, main_of, text_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(draft):
    return address("review-board", draft.meeting_id)


def line_of(response, name: str) -> str:
    """Return the words of the line of an organisation."""
    rows = main_of(response).split("<tbody>", 1)[1].split("</tbody>", 1)[0].split("</tr>")
    return next(text_of(row) for row in rows if name in text_of(row))


def put_off(days: int) -> None:
    """Give everybody until so many days from today."""
    ReviewRequest.objects.update(deadline=timezone.localdate() + datetime.timedelta(days=days))


def test_before_the_first_round_the_page_leads_to_it(signed_in, french_coordinator, url, draft):
    response = signed_in(french_coordinator).get(url)
    assert "n’a pas encore été envoyé en relecture" in words(response)
    assert address("circulate", draft.meeting_id) in main_of(response)


def test_minutes_that_were_never_sent_round_and_are_published_say_so(signed_in, french_coordinator, url):
    Minutes.objects.update(**signed("published", french_coordinator))
    assert "n’a jamais été envoyé en relecture" in words(signed_in(french_coordinator).get(url))


def test_each_organisation_has_its_cell(signed_in, french_coordinator, url, sent_round, asked, host_member):
    put_off(5)
    silent = ReviewRequestFactory(circulation=sent_round, organisation__short_fr="CPAS de Muet", silent=True, deadline=NOW.date())
    answered = {"circulation": sent_round, "answered": True, "deadline": NOW.date()}
    ReviewRequestFactory(**answered, organisation__short_fr="CPAS d'Accord")
    phoned = {"channel": "phone", "answered_name": "Anouk Delvaux", "answered_by": None, "recorded_by": french_coordinator}
    ReviewRequestFactory(**{**answered, **phoned}, organisation__short_fr="CPAS de Vive-Voix")
    RemarkFactory(request=ReviewRequestFactory(**answered, organisation__short_fr="CPAS de Bavard"), sent=True)
    settled = ReviewRequestFactory(**answered, organisation__short_fr="CPAS de Réglé")
    RemarkFactory(request=settled, settled=True)
    RemarkFactory(request=settled, settled=True)
    RemarkFactory(request=asked)
    shown = signed_in(french_coordinator).get(url)
    assert "attendu" in line_of(shown, "CPAS de Charleroi")
    assert "1 remarque en cours de rédaction, non envoyée" in line_of(shown, "CPAS de Charleroi")
    assert "excusée à la réunion" in line_of(shown, "CPAS de Binche")
    assert f"noté par {silent.recorded_by}" in line_of(shown, "CPAS de Muet")
    assert "pas de remarques" in line_of(shown, "CPAS d'Accord")
    assert f"noté par {french_coordinator}" in line_of(shown, "CPAS de Vive-Voix")
    assert "Anouk Delvaux" in line_of(shown, "CPAS de Vive-Voix")
    assert "1 remarque 1 sans suite donnée" in line_of(shown, "CPAS de Bavard")
    assert "2 remarques" in line_of(shown, "CPAS de Réglé")
    assert "sans suite" not in line_of(shown, "CPAS de Réglé")


def test_who_is_late_is_told_apart(signed_in, french_coordinator, url, sent_round):
    put_off(0)
    ReviewRequestFactory(circulation=sent_round, organisation__short_fr="CPAS de Lent", deadline=NOW.date())
    shown = signed_in(french_coordinator).get(url)
    assert "en retard" in line_of(shown, "CPAS de Lent")
    assert "en retard" not in line_of(shown, "CPAS de Binche")


def test_nobody_is_awaited_any_more_once_the_text_is_published(signed_in, french_coordinator, url, sent_round):
    ReviewRequestFactory(circulation=sent_round, organisation__short_fr="CPAS de Lent", deadline=NOW.date())
    put_off(0)
    Minutes.objects.update(version=2)
    shown = signed_in(french_coordinator).get(url)
    for name in ("CPAS de Lent", "CPAS de Binche"):
        line = line_of(shown, name)
        assert "pas de réponse reçue" in line
        assert "attendu" not in line
        assert "en retard" not in line


def test_the_last_mail_and_the_last_opening_are_shown(signed_in, french_coordinator, url, asked, partner):
    ReviewRequest.objects.filter(pk=asked.pk).update(opened_at=NOW)
    OutgoingMail.objects.filter(organisation=partner).update(state="failed")
    ReviewRequestFactory(circulation=asked.circulation, organisation__short_fr="CPAS de Nulle-Part")
    shown = signed_in(french_coordinator).get(url)
    assert "demande, 2 mars 2026" in line_of(shown, "CPAS de Charleroi")
    assert "jamais" not in line_of(shown, "CPAS de Charleroi")
    assert "n’a pas pu être envoyé" in line_of(shown, "CPAS de Binche")
    assert "jamais" in line_of(shown, "CPAS de Binche")
    assert "personne à joindre" in line_of(shown, "CPAS de Nulle-Part")


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("", ["CPAS de Binche", "CPAS de Charleroi", "CPAS de Muet"]),
        ("awaited", ["CPAS de Binche"]),
        ("remarks", ["CPAS de Charleroi"]),
        ("silent", ["CPAS de Muet"]),
        ("late", []),
        ("nonsense", ["CPAS de Binche", "CPAS de Charleroi", "CPAS de Muet"]),
    ],
)
def test_the_lines_are_filtered_by_their_cell(signed_in, french_coordinator, url, asked, wanted, names):
    ReviewRequestFactory(circulation=asked.circulation, organisation__short_fr="CPAS de Muet", silent=True)
    put_off(5)
    RemarkFactory(request=asked, sent=True)
    shown = signed_in(french_coordinator).get(url, {"answer": wanted})
    found = cells(shown) if names else []
    assert sorted(name.replace(" excusée à la réunion", "") for name in found) == names
    if not names:
        assert "Aucune organisation ne correspond à ce filtre." in words(shown)


def test_remarks_stand_by_section_with_quote_kind_author_and_outcome(signed_in, french_coordinator, url, asked, section):
    RemarkFactory(request=asked, sent=True, text="Tout va bien.")
    quoted = {"section": section, "kind": "correction", "quote": "six agents", "proposal": "sept agents", "text": ""}
    RemarkFactory(request=asked, sent=True, **quoted)
    RemarkFactory(request=asked, settled=True, text="Et merci.", section=section)
    RemarkFactory(request=asked, text="Pas encore envoyée.")
    shown = words(signed_in(french_coordinator).get(url))
    whole, first = shown.index("L’ensemble du compte rendu"), shown.index("1. Accueil")
    assert whole < shown.index("Tout va bien.") < first < shown.index("six agents") < shown.index("sept agents")
    assert "Anouk Delvaux" in shown
    assert "Pas encore envoyée." not in shown
    assert "3 remarques dans ce tour, 2 sans suite donnée" in shown


@pytest.mark.parametrize(("wanted", "shown"), [("open", ["Ouverte."]), ("settled", ["Réglée."]), ("", ["Ouverte.", "Réglée."])])
def test_remarks_are_filtered_by_outcome(signed_in, french_coordinator, url, asked, wanted, shown):
    RemarkFactory(request=asked, sent=True, text="Ouverte.")
    RemarkFactory(request=asked, settled=True, text="Réglée.")
    found = words(signed_in(french_coordinator).get(url, {"remarks": wanted}))
    assert [text for text in ("Ouverte.", "Réglée.") if text in found] == shown


def test_a_remark_says_when_its_text_changed_or_its_section_went(signed_in, french_coordinator, url, asked, section, draft):
    Minutes.objects.update(state="incorporating")
    RemarkFactory(request=asked, sent=True, section=section, quote="six agents")
    client = signed_in(french_coordinator)
    assert "le texte a changé depuis" not in words(client.get(url))
    write_text(section, lang="nl", heading="Onthaal", html="<p>x</p>", base=base_of(section, "nl"), by=french_coordinator, at=NOW)
    assert "le texte a changé depuis" not in words(client.get(url))
    write_text(section, lang="fr", heading="Accueil", html="<p>x</p>", base=base_of(section, "fr"), by=french_coordinator, at=NOW)
    assert "le texte a changé depuis" in words(client.get(url))
    remove_section(section, by=french_coordinator, at=NOW)
    shown = words(client.get(url))
    assert "1. Accueil section retirée depuis" in shown
    assert "six agents" in shown


def test_an_earlier_round_stays_and_says_what_is_open_in_it(signed_in, french_coordinator, url, asked, draft):
    RemarkFactory(request=asked, sent=True, text="Du premier tour.")
    second = CirculationFactory(minutes=draft, number=2)
    ReviewRequestFactory(circulation=second, organisation=asked.organisation)
    client = signed_in(french_coordinator)
    shown = words(client.get(url))
    assert "1 remarque du tour 1 attend encore une suite." in shown
    assert "Du premier tour." not in shown
    first = words(client.get(url, {"round": "1", "remarks": "open"}))
    assert "Tour 1, envoyé le 2 mars 2026" in first
    assert "Du premier tour." in first


def test_the_number_of_queries_does_not_grow(signed_in, french_coordinator, url, asked, section, django_assert_num_queries):
    client = signed_in(french_coordinator)
    RemarkFactory(request=asked, sent=True, section=section)
    client.get(url)
    with django_assert_num_queries(14):
        client.get(url)
    for _ in range(2):
        other = ReviewRequestFactory(circulation=asked.circulation, organisation=OrganisationFactory())
        RemarkFactory(request=other, sent=True, section=SectionFactory(minutes=section.minutes, fr="Suite"))
        RemarkFactory(request=other, settled=True)
    with django_assert_num_queries(14):
        client.get(url)


@pytest.mark.parametrize(("role", "status"), [("host_member", 403), ("outsider_member", 404), ("observer", 404)])
def test_others_do_not_see_the_board(signed_in, url, asked, request, role, status):
    assert signed_in(request.getfixturevalue(role)).get(url).status_code == status


def test_the_board_is_only_read(signed_in, french_coordinator, url):
    assert signed_in(french_coordinator).post(url).status_code == 405
