"""A page of nothing but two rich-text fields, for the tests of the editor: its URLconf, its view, its form."""

import json

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from amif_network.core.editor import RichTextField
from amif_network.core.views import notation

PAGE = """{% load static %}<!DOCTYPE html>
<html lang="{{ LANGUAGE_CODE }}" data-color-scheme="auto">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Textes</title>
<link rel="icon" href="{% static "img/favicon.svg" %}" type="image/svg+xml">
{% include "components/stylesheets.html" only %}{% include "components/editor_styles.html" only %}
<script type="module" src="{% static "js/portal.js" %}"></script>{% include "components/editor_scripts.html" only %}
</head>
<body><main class="page"><h1>Textes</h1>
<form method="post" novalidate data-amif-unsaved>{% csrf_token %}{{ form }}<button class="ds-button">Enregistrer</button></form>
<p><a href="?elsewhere">Ailleurs</a></p><pre id="received">{{ received }}</pre></main></body></html>"""


class TextsForm(forms.Form):
    """A text that is asked for, and one that may stay empty."""

    first = RichTextField(label="Texte", help_text="Ce qui a été dit.", widget=RichTextField.widget({"lang": "fr"}))
    second = RichTextField(label="Remarque", required=False, widget=RichTextField.widget({"lang": "nl"}))


@login_not_required
def texts(request: HttpRequest) -> HttpResponse:
    """Show the fields with the text of the address, and what was received and understood."""
    received = ""
    form = TextsForm(request.POST or None, initial={"first": request.GET.get("text", "")})
    if form.is_bound:
        understood = form.cleaned_data if form.is_valid() else form.errors
        received = json.dumps({"notation": request.POST["first-notation"], **understood}, ensure_ascii=False)
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form, "received": received}, request))


@login_not_required
def open_notation(request: HttpRequest) -> JsonResponse:
    """The portal's own view, for everybody: opening that one itself would open it for all tests."""
    return notation(request)


urlpatterns = [path("", texts), path("notation", open_notation, name="notation")]
