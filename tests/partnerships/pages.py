"""Addresses of the pages of partnerships."""

from django.urls import reverse
from django.utils.translation import override


def address(name: str, *args: object, lang: str = "fr") -> str:
    with override(lang):
        return reverse(f"partnerships:{name}", args=args)
