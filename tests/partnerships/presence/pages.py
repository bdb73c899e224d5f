"""Addresses of the pages of a month."""

from tests.partnerships.pages import address


def month_address(immersion, name: str = "presence", *more: object, lang: str = "fr") -> str:
    return address(name, immersion.partnership_id, immersion.pk, 2026, 3, *more, lang=lang)
