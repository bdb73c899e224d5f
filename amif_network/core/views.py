"""What the rich-text editor asks while one writes."""

from django import forms
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from .editor import RichTextField
from .plaintext import to_plain


class NotationForm(forms.Form):
    """A text in one of its two notations."""

    text = RichTextField(required=False)


@require_POST
def notation(request: HttpRequest) -> JsonResponse:
    """Return a text, cleaned, in both notations, for who goes on writing in the other one; nothing is stored."""
    form = NotationForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    html = form.cleaned_data["text"]
    return JsonResponse({"html": html, "plain": to_plain(html)})
