"""A small document of minutes for the tests of the import pages: invented people, real shapes."""

MINUTES = """\
Compte rendu de la rencontre du réseau – Verslag van de netwerkbijeenkomst
12 mai 2025 – 12 mei 2025

Présents : Ana Lambrix (CPAS de Charleroi), Bart Willems (OCMW Binche), Chloé Noirhomme

Excusés : Dirk Maes (OCMW Zwarte Vijver)

0. Introduction

Ana ouvre la séance.

Ordre du jour :

1) Calendrier
2) Tour de table

1. Calendrier

Voir présentation (dia 3 à 6)

La date limite est le 30 juin.

2. Tour de table

2.1 CPAS de Charleroi

Le CPAS de Charleroi propose une visite.

A ajouter : commentaires éventuels du CPAS de Binche.
"""
