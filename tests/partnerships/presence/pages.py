"""Addresses of the pages of immersions and committees."""

from django.urls import reverse
from django.utils.translation import override


def address(name: str, *args: object, lang: str = "fr") -> str:
    with override(lang):
        return reverse(f"partnerships:{name}", args=args)


def month_address(immersion, name: str = "presence", *more: object, lang: str = "fr") -> str:
    return address(name, immersion.partnership_id, immersion.pk, 2026, 3, *more, lang=lang)
