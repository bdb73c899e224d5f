"""The grid of a month in a real browser: by keyboard, by touch, with its totals; and how the month goes to the host."""

import datetime

import pytest
from playwright.sync_api import expect

from partnerships.models import PresenceEntry, PresenceStatement
from tests.partnerships.presence.conftest import immersion, partnership
from tests.partnerships.presence.pages import month_address

__all__ = ["immersion", "partnership"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_month_is_filled_by_keyboard_and_touch_then_submitted(open_as, partner_member, immersion):
    page = open_as(partner_member, month_address(immersion))
    host, worked = page.locator("[data-amif-total=host]"), page.locator("[data-amif-total=worked]")
    page.locator("[data-amif-take-over]").click()
    expect(host).to_have_text("28")
    page.locator("[name='02-am']").focus()
    page.keyboard.press("5")
    expect(page.locator("[name='02-pm']")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name='03-pm']")).to_be_focused()
    page.keyboard.press("2")
    expect(host).to_have_text("26")
    expect(worked).to_have_text("35")
    page.locator("[data-amif-pen=training]").click()
    page.locator("[name='06-am']").click()
    expect(worked).to_have_text("36")
    page.locator(".editor__buttons button").click()
    expect(page.locator("[name='02-am']")).to_have_value("absent")
    days = PresenceEntry.objects.filter(day__in=[datetime.date(2026, 3, number) for number in (2, 3, 6)])
    assert sorted(days.values_list("day__day", "half", "place")) == [
        (2, "am", "absent"), (2, "pm", "host"), (3, "am", "host"), (3, "pm", "employer"), (6, "am", "training"),
    ]  # fmt: skip
    page.locator(f"a[href='{month_address(immersion, 'statement-step', 'submit')}']").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[data-amif-presence] select")).to_have_count(0)
    assert PresenceStatement.objects.get().state == "submitted"
