"""A text of 200 KB is written, saved, left and found again like a short one."""

import pytest
from playwright.sync_api import expect

from amif_network.accounts.models import User

from . import writing

pytestmark = pytest.mark.django_db(transaction=True)
PARAGRAPHS = 800
FILLER = "Les participants partagent leur expérience de l'accueil et de l'orientation. " * 3


def test_a_text_of_200_kilobytes(open_as, french_coordinator: User) -> None:
    own = [f"repère{number}fin" for number in range(PARAGRAPHS)]
    html = "".join(f"<p>{FILLER}{word}</p>" for word in own)
    assert len(html.encode()) > 200_000
    section = writing.section_with(html)
    page = open_as(french_coordinator, writing.minutes_of(section))
    box = writing.open_editor(page)
    typed = [writing.marker() for _ in range(3)]
    writing.add(box, typed[0], 0)
    writing.add(box, typed[1], PARAGRAPHS // 2)
    writing.wait_until_saved(page)
    # Too long to be sent while the page closes: the journal brings it back.
    writing.add(box, typed[2], PARAGRAPHS - 1)
    page.locator("[data-amif-language][lang=nl]").click()
    page.wait_for_url("**/nl/**")
    expect(writing.text_of(page)).to_contain_text(typed[2])
    writing.expect_empty_journal(page)
    standing = writing.standing(section)
    assert [word for word in [*own, *typed] if writing.times(word, standing) != 1] == []
