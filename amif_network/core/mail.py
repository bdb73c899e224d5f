"""Mails: one topic each, as text and as HTML, in the language of the person who gets them."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


def send(*, to: str, lang: str, text: str, html: str, context: Mapping[str, Any]) -> None:
    """Send a mail made from two templates in `lang`; the first line of `text` is the subject.

    Raises OSError when the mail server cannot be reached or refuses the mail. Call it on commit.
    """
    with translation.override(lang):
        subject, _line, body = render_to_string(text, {**context, "lang": lang}).strip().partition("\n")
        page = render_to_string(html, {**context, "lang": lang, "subject": subject})
    mail = EmailMultiAlternatives(subject.strip(), body.strip() + "\n", to=[to])
    mail.attach_alternative(page, "text/html")
    mail.send()
