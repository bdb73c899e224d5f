"""The floor of the house: no models, imports no app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Bilingual text, rich text, workflow, PDF and the embedded database."""

    name = "amif_network.core"
    label = "core"
