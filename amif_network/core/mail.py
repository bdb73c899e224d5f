"""Mails: one topic each, as text and as HTML, in the language of the person who gets them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail in words: its subject, and its body as text and as HTML."""

    subject: str
    text: str
    html: str


def render(*, lang: str, text: str, html: str, context: Mapping[str, Any]) -> Rendered:
    """Make a mail from two templates in `lang`; the first line of the template `text` is the subject."""
    with translation.override(lang):
        subject, _line, body = render_to_string(text, {**context, "lang": lang}).strip().partition("\n")
        page = render_to_string(html, {**context, "lang": lang, "subject": subject.strip()})
    return Rendered(subject.strip(), body.strip() + "\n", page)


def send(*, to: str, lang: str, text: str, html: str, context: Mapping[str, Any]) -> None:
    """Send a mail made from two templates in `lang`, as `render` does.

    Raises OSError when the mail server cannot be reached or refuses the mail. Call it on commit.
    """
    rendered = render(lang=lang, text=text, html=html, context=context)
    mail = EmailMultiAlternatives(rendered.subject, rendered.text, to=[to])
    mail.attach_alternative(rendered.html, "text/html")
    mail.send()
