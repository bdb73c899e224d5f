"""What the sides of the demo's partnerships think of them: an evaluation each, written and shared by its own action."""

from collections.abc import Mapping
from dataclasses import dataclass

from amif_network.accounts.models import User
from partnerships.actions import evaluations
from partnerships.models import Evaluation, Partnership
from partnerships.models.choices import ItemKind, Role, Theme, WouldRedo

from .clock import Clock

Item = tuple[ItemKind, Theme, str, str]


@dataclass(frozen=True, slots=True)
class Opinion:
    """The evaluation of one side: `items` as (kind, theme, French, Dutch)."""

    would_redo: WouldRedo
    value_fr: str
    value_nl: str
    items: tuple[Item, ...]
    condition_fr: str = ""
    condition_nl: str = ""


COACHED: Mapping[Role, Opinion] = {
    Role.HOST: Opinion(
        WouldRedo.YES,
        "Nos animateurs expliquent mieux ce qu'ils font depuis qu'ils le montrent à d'autres.",
        "Onze begeleiders leggen beter uit wat ze doen sinds ze het aan anderen tonen.",
        (
            (ItemKind.ADVANTAGE, Theme.EXCHANGE, "Un regard neuf sur nos ateliers.", "Een frisse blik op onze ateliers."),
            (
                ItemKind.DIFFICULTY,
                Theme.DISTANCE,
                "Le dernier train pour Huy part avant la fin de l'atelier.",
                "De laatste trein naar Hoei vertrekt voor het einde van het atelier.",
            ),
        ),
    ),
    Role.PARTNER: Opinion(
        WouldRedo.YES_IF,
        "Douze personnes ont suivi un atelier que nous n'aurions pas pu organiser seuls.",
        "Twaalf mensen volgden een atelier dat we alleen niet konden organiseren.",
        (
            (
                ItemKind.SUCCESS_FACTOR,
                Theme.FOLLOW_UP,
                "Un appel de dix minutes chaque lundi entre les deux équipes.",
                "Elke maandag een telefoontje van tien minuten tussen de twee teams.",
            ),
            (
                ItemKind.DRAWBACK,
                Theme.CAPACITY,
                "Personne ne remplace notre collègue quand elle est à Liège.",
                "Niemand vervangt onze collega wanneer ze in Luik is.",
            ),
        ),
        "si une partie des ateliers se donne à Huy",
        "als een deel van de ateliers in Hoei plaatsvindt",
    ),
}
EXCHANGED: Mapping[Role, Opinion] = {
    Role.HOST: Opinion(
        WouldRedo.YES,
        "Les groupes sont plus mélangés, et l'on s'y parle davantage.",
        "De groepen zijn gemengder en er wordt meer met elkaar gepraat.",
        (
            (
                ItemKind.ADVANTAGE,
                Theme.TARGET_GROUP,
                "Nos groupes sont complets dès le premier jour.",
                "Onze groepen zijn van de eerste dag af volzet.",
            ),
        ),
    ),
    Role.PARTNER: Opinion(
        WouldRedo.YES,
        "Nos habitants découvrent la ville et y trouvent des stages.",
        "Onze inwoners ontdekken de stad en vinden er stages.",
        (
            (
                ItemKind.ADDED_VALUE,
                Theme.RECIPROCITY,
                "Deux groupes d'Anvers sont venus chez nous.",
                "Twee groepen uit Antwerpen kwamen bij ons.",
            ),
            (
                ItemKind.ATTENTION,
                Theme.ADMINISTRATION,
                "Une seule liste de présence pour les deux équipes suffirait.",
                "Eén aanwezigheidslijst voor de twee teams zou volstaan.",
            ),
        ),
    ),
}


def share(partnership: Partnership, opinions: Mapping[Role, Opinion], clock: Clock, days: int, *, by: User) -> None:
    """Write the evaluation of each side as of a day and share it a week later, also with the network."""
    for party in partnership.parties.all():
        opinion = opinions[Role(party.role)]
        evaluation = Evaluation(
            partnership=partnership,
            party=party,
            as_of=clock.day(days),
            would_redo=opinion.would_redo,
            condition_fr=opinion.condition_fr,
            condition_nl=opinion.condition_nl,
            added_value_fr=opinion.value_fr,
            added_value_nl=opinion.value_nl,
            for_network=True,
        )
        items = [
            {"kind": kind, "theme": theme, "text_fr": fr, "text_nl": nl} for kind, theme, fr, nl in opinion.items
        ]  # fmt: skip
        evaluations.write(evaluation, items, base=0, by=by, at=clock.moment(days))
        evaluations.share(evaluation, by=by, at=clock.moment(days + 7))
