"""The pages of an import: upload, preview, choose organisations, confirm, discard; who may, and who comes second."""

from decimal import Decimal

import pytest
from django.test import Client

from amif_network.exchange.exporting import export
from amif_network.exchange.models import Importation
from projects.exchange.scope import Scope
from projects.models import Call, Project, ProjectFunding
from tests.factories.projects import CallFactory, FundingFactory, ProgrammeFactory, ProjectFactory
from tests.meetings.pages import words

from .sheets import address, book, read, refusals, upload

KEY = ["amif", "42"]
FUNDING = ["programme", "call", "project", "source", "year", "asked"]
PROJECTS = ["programme", "call", "project", "lead", "title_fr"]


@pytest.fixture
def project(host) -> Project:
    call = CallFactory(programme=ProgrammeFactory(code="amif"), number="42")
    return ProjectFactory(call=call, code="P1", lead=host, title_fr="Accueil")


@pytest.fixture
def client(administrator, signed_in) -> Client:
    return signed_in(administrator)


def funding(amount: object) -> bytes:
    return book(funding=[FUNDING, [*KEY, "P1", "amif", 2026, amount]])


def uploaded(client: Client, data: bytes) -> Importation:
    """Upload a file that can be read."""
    response = upload(client, data)
    importation = Importation.objects.get()
    assert (response.status_code, response["Location"]) == (302, address("import-preview", importation.uuid))
    return importation


def confirm(client: Client, importation: Importation):
    """Press the button of the preview as it is shown."""
    page = client.get(importation.get_absolute_url())
    return client.post(address("import-confirm", importation.uuid), {"shown": page.context["seal"]}, follow=True)


def test_a_preview_shows_old_and_new_in_the_words_of_the_reader_and_saves_nothing(project, client) -> None:
    FundingFactory(project=project, asked=Decimal(75000))
    importation = uploaded(client, funding("80 000,50"))
    for lang, before, after in (
        ("fr", "75\u202f000,00\u00a0€", "80\u202f000,50\u00a0€"),
        ("nl", "€\u00a075.000,00", "€\u00a080.000,50"),
    ):
        page = client.get(address("import-preview", importation.uuid, lang=lang))
        assert f"{before}</del>" in page.content.decode()
        assert f"{after}</ins>" in page.content.decode()
    assert ProjectFunding.objects.get().asked == 75000


def test_confirming_saves_and_the_page_then_says_so(project, client) -> None:
    importation = uploaded(client, funding(5))
    page = confirm(client, importation)
    assert ProjectFunding.objects.get().asked == 5
    assert "import-confirm" not in page.content.decode()
    importation.refresh_from_db()
    assert importation.confirmed_at is not None
    confirm(client, importation)
    assert ProjectFunding.objects.count() == 1


def test_tables_that_change_nothing_are_named_in_one_sentence(project, client, administrator) -> None:
    exported = export(Scope.everything(administrator), "xlsx").data()
    page = client.get(uploaded(client, exported).get_absolute_url())
    assert page.context["sheets"] == []
    assert len(page.context["unchanged"]) == len(read(exported)) - 1  # the sheet "about" is no table
    assert str(page.context["unchanged"][0]) in words(page)


def test_a_refused_row_stops_the_whole_file(project, client) -> None:
    rows = [FUNDING, [*KEY, "P1", "amif", 2026, 5], [*KEY, "P1", "own", 2026, "cinq"]]
    importation = uploaded(client, book(funding=rows))
    page = client.get(importation.get_absolute_url())
    [(_row, column, sentence)] = refusals(importation)
    assert column == "asked"
    assert f"asked – {' '.join(sentence.split())}" in words(page)
    assert not page.context["can_confirm"]
    confirm(client, importation)
    assert not ProjectFunding.objects.exists()


def test_what_changed_between_preview_and_confirmation_is_noticed(project, client) -> None:
    row = FundingFactory(project=project, asked=Decimal(1))
    importation = uploaded(client, funding(5))
    shown = client.get(importation.get_absolute_url()).context["seal"]
    ProjectFunding.objects.update(asked=Decimal(3))
    page = client.post(address("import-confirm", importation.uuid), {"shown": shown}, follow=True)
    row.refresh_from_db()
    assert row.asked == 3
    assert "3,00" in words(page)
    confirm(client, importation)
    row.refresh_from_db()
    assert row.asked == 5


def test_an_unknown_organisation_is_chosen_and_the_file_read_again(project, partner, client) -> None:
    importation = uploaded(client, book(projects=[PROJECTS, [*KEY, "P2", "CPAS de Binchou", "Deux"]]))
    page = client.get(importation.get_absolute_url())
    assert str(partner) in words(page)
    sent = {"name_0": "CPAS de Binche", "name_0_pick": f"{partner.pk}|CPAS de Binche"}
    page = client.post(address("import-match", importation.uuid), sent, follow=True)
    assert page.context["can_confirm"]
    confirm(client, importation)
    assert Project.objects.get(code="P2").lead == partner


def test_a_name_that_is_nobodys_is_asked_again_and_kept(project, client) -> None:
    importation = uploaded(client, book(projects=[PROJECTS, [*KEY, "P2", "Zzyzx", "Deux"]]))
    page = client.post(address("import-match", importation.uuid), {"name_0": "Quelqu'un"})
    assert page.status_code == 422
    assert 'value="Quelqu&#x27;un"' in page.content.decode()


def test_a_file_is_discarded_before_it_is_confirmed_only(project, client) -> None:
    importation = uploaded(client, funding(5))
    client.post(address("import-discard", importation.uuid))
    assert not Importation.objects.exists()
    response = client.post(address("import-again", importation.uuid))
    assert response.status_code == 404


def test_looking_again_says_the_sentences_in_the_language_of_the_reader(project, client) -> None:
    importation = uploaded(client, funding("cinq"))
    page = client.get(address("import-preview", importation.uuid, lang="nl"))
    assert page.context["other_language"]
    assert '<span lang="fr">' in page.content.decode()
    page = client.post(address("import-again", importation.uuid, lang="nl"), follow=True)
    assert not page.context["other_language"]


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(client) -> None:
    response = upload(client, b"%PDF-1.7", "rapport.pdf")
    assert response.status_code == 422
    [reason] = response.context["form"].errors["file"]
    assert reason in words(response)
    assert client.post(address("import"), {}).status_code == 422
    assert not Importation.objects.exists()


def test_an_import_belongs_to_the_administrator_who_brought_it_in(
    project, client, signed_in, dutch_coordinator, host_member, observer
) -> None:
    importation = uploaded(client, funding(5))
    for user, page, status in ((dutch_coordinator, 404, 200), (host_member, 404, 403), (observer, 404, 403)):
        other = signed_in(user)
        assert other.get(importation.get_absolute_url()).status_code == page
        assert other.get(address("overview")).status_code == status
        for name in ("import-confirm", "import-again", "import-match", "import-discard"):
            assert other.post(address(name, importation.uuid)).status_code == page
    assert not ProjectFunding.objects.exists()


def test_each_address_takes_its_method_only(project, client) -> None:
    importation = uploaded(client, funding(5))
    assert client.post(importation.get_absolute_url()).status_code == 405
    for name in ("import-confirm", "import-again", "import-match", "import-discard"):
        assert client.get(address(name, importation.uuid)).status_code == 405


def test_a_long_file_is_shown_in_part_and_counted_whole(client) -> None:
    ProgrammeFactory(code="amif")
    rows = [["programme", "call", "title_fr"], *(["amif", str(number), "Appel"] for number in range(205))]
    importation = uploaded(client, book(calls=rows))
    page = client.get(importation.get_absolute_url())
    assert (len(page.context["sheets"][0]["rows"]), page.context["sheets"][0]["hidden"]) == (200, 5)
    assert page.context["counts"]["new"] == 205
    assert not Call.objects.exists()
