"""What pages with a rich-text editor hand to its script."""

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString

from amif_network.core.editor import WORDS

register = template.Library()


@register.simple_tag
def editor_words() -> SafeString:
    """Write what the editor says in the language of the page, and the addresses it needs, as data for its script."""
    words = {name: str(text) for name, text in WORDS.items()}
    data = {"words": words, "icons": static("img/editor-icons.svg"), "notationUrl": reverse("notation")}
    return json_script(data, "editor-words")
