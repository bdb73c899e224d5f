"""Loading again changes nothing; what somebody changed by hand stays."""

import csv
import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from amif_network.directory import reference
from amif_network.directory.models import Organisation, OrganisationMembership
from tests.directory.conftest import data_rows

pytestmark = pytest.mark.django_db


def load_command(**options: Any) -> str:
    out = io.StringIO()
    call_command("load_reference_data", stdout=out, **options)
    return out.getvalue()


def edition(folder: Path, changes: dict[str, dict[str, str]]) -> Path:
    """Write a newer edition of the data, with `changes` by code, into `folder`."""
    rows = [row | changes.get(row["code"], {}) for row in data_rows()]
    with (folder / "organisations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    (folder / "memberships.csv").write_text((reference.DATA / "memberships.csv").read_text())
    return folder


def snapshot() -> list[Any]:
    organisations = Organisation.objects.order_by("code")
    aliases = organisations.filter(aliases__isnull=False).values_list("code", "aliases__text").order_by("code", "aliases__text")
    return [*organisations.values(), *aliases, *OrganisationMembership.objects.order_by("pk").values()]


def test_a_second_load_changes_nothing() -> None:
    assert load_command() == "Reference data: 597 created, 0 updated.\n"
    before = snapshot()
    assert load_command() == "Reference data: 0 created, 0 updated.\n"
    assert snapshot() == before


def test_loading_asks_few_queries_whatever_the_number_of_lines(django_assert_num_queries: Any) -> None:
    reference.load()
    # lock, organisations, aliases, memberships, savepoint and its release
    with django_assert_num_queries(6):
        reference.load()


@pytest.mark.usefixtures("belgium")
def test_a_value_changed_by_hand_is_kept_and_counted() -> None:
    Organisation.objects.filter(code="cpas-44021").update(website="https://ocmw.example", short_nl="OCMW Gent (stad)")
    assert load_command() == "Reference data: 0 created, 0 updated, 2 values changed by hand kept.\n"
    gent = Organisation.objects.get(code="cpas-44021")
    assert (gent.website, gent.short_nl) == ("https://ocmw.example", "OCMW Gent (stad)")


@pytest.mark.usefixtures("belgium")
def test_overwrite_sets_back_what_was_changed_by_hand() -> None:
    Organisation.objects.filter(code="cpas-44021").update(short_nl="OCMW Gent (stad)")
    assert load_command(overwrite=True) == "Reference data: 0 created, 1 updated.\n"
    assert Organisation.objects.get(code="cpas-44021").short_nl == "OCMW Gent"


@pytest.mark.usefixtures("belgium")
def test_a_newer_edition_reaches_values_nobody_touched(tmp_path: Path) -> None:
    Organisation.objects.filter(code="cpas-44021").update(website="https://by-hand.example")
    folder = edition(tmp_path, {"cpas-44021": {"website": "https://new.example", "short_fr": "CPAS de Gand-Ville"}})
    summary = reference.load(folder=folder)
    gent = Organisation.objects.get(code="cpas-44021")
    assert (gent.website, gent.short_fr) == ("https://by-hand.example", "CPAS de Gand-Ville")
    assert (summary.created, summary.updated, summary.kept) == (set(), {"cpas-44021"}, 1)


@pytest.mark.usefixtures("belgium")
def test_a_newer_edition_can_end_an_organisation(tmp_path: Path) -> None:
    folder = edition(tmp_path, {"cpas-52011": {"valid_to": "2030-12-31", "successor": "cpas-58002"}})
    reference.load(folder=folder)
    charleroi = Organisation.objects.select_related("successor").get(code="cpas-52011")
    assert charleroi.valid_to == datetime.date(2030, 12, 31)
    assert charleroi.successor is not None
    assert charleroi.successor.code == "cpas-58002"


@pytest.mark.usefixtures("belgium")
def test_a_spelling_removed_by_hand_stays_removed_and_one_added_by_hand_stays() -> None:
    ibz = Organisation.objects.get(code="ibz")
    ibz.aliases.filter(text="BiZa").delete()
    ibz.aliases.create(text="Intérieur")
    reference.load()
    spellings = set(ibz.aliases.values_list("text", flat=True))
    assert ("BiZa" in spellings, "Intérieur" in spellings) == (False, True)
    reference.load(overwrite=True)
    assert ibz.aliases.filter(text="BiZa").count() == 1


@pytest.mark.usefixtures("belgium")
def test_a_spelling_that_left_the_file_leaves_the_directory(tmp_path: Path) -> None:
    reference.load(folder=edition(tmp_path, {"ibz": {"aliases": "IBZ|Intérieur"}}))
    assert sorted(Organisation.objects.get(code="ibz").aliases.values_list("text", flat=True)) == ["IBZ", "Intérieur"]


@pytest.mark.usefixtures("belgium")
def test_a_membership_ended_by_hand_stays_ended_unless_overwritten() -> None:
    edegem = OrganisationMembership.objects.filter(parent__code="zora", member__code="cpas-11013")
    edegem.update(valid_to=datetime.date(2023, 6, 30))
    reference.load()
    assert edegem.get().valid_to == datetime.date(2023, 6, 30)
    reference.load(overwrite=True)
    assert edegem.get().valid_to is None


def test_a_successor_that_no_line_describes_is_refused(tmp_path: Path) -> None:
    folder = edition(tmp_path, {"cpas-11007": {"successor": "cpas-99999"}})
    with pytest.raises(ValueError, match="cpas-11007"):
        reference.load(folder=folder)
    assert Organisation.objects.count() == 0


def test_an_organisation_made_by_hand_is_left_alone() -> None:
    by_hand = Organisation.objects.create(code="cpas-44021", kind="cpas", short_nl="Gents OCMW")
    reference.load()
    by_hand.refresh_from_db()
    assert by_hand.short_nl == "Gents OCMW"
