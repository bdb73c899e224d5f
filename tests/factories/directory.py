"""Organisations, people and affiliations for tests; traits name their states."""

import datetime

import factory
from factory.django import DjangoModelFactory

from amif_network.directory.models import Affiliation, Organisation, OrganisationAlias, OrganisationMembership, Person


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    class Params:
        federal = factory.Trait(kind=Organisation.Kind.FEDERAL_SERVICE, language_regime="", city_fr="", city_nl="")
        intermunicipal = factory.Trait(kind=Organisation.Kind.INTERMUNICIPAL, city_fr="", city_nl="")
        dutch_speaking = factory.Trait(language_regime=Organisation.Regime.NL, region=Organisation.Region.FLANDERS)
        in_network = factory.Trait(network_from=datetime.date(2020, 1, 1))
        abolished = factory.Trait(valid_to=datetime.date(2024, 12, 31))

    kind = Organisation.Kind.CPAS
    code = factory.Sequence(lambda n: f"cpas-test-{n}")
    city_fr = factory.Sequence(lambda n: f"Villette {n}")
    city_nl = factory.Sequence(lambda n: f"Stadje {n}")
    short_fr = factory.LazyAttribute(lambda o: f"CPAS de {o.city_fr}" if o.city_fr else f"Service {o.code}")
    short_nl = factory.LazyAttribute(lambda o: f"OCMW {o.city_nl}" if o.city_nl else f"Dienst {o.code}")
    language_regime = Organisation.Regime.FR
    region = Organisation.Region.WALLONIA
    province = Organisation.Province.HAINAUT


class OrganisationAliasFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationAlias

    organisation = factory.SubFactory(OrganisationFactory)
    text = factory.Sequence(lambda n: f"Alias {n}")


class OrganisationMembershipFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationMembership

    parent = factory.SubFactory(OrganisationFactory, intermunicipal=True)
    member = factory.SubFactory(OrganisationFactory)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    given_name = factory.Sequence(lambda n: f"Prénom{n}")
    family_name = factory.Sequence(lambda n: f"Nom{n}")
    email = factory.LazyAttribute(lambda o: f"{o.given_name}.{o.family_name}@example.org".replace("é", "e").replace(" ", "").lower())
    phone = "+32 2 000 00 00"
    preferred_language = "fr"


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = Affiliation

    class Params:
        ended = factory.Trait(valid_to=datetime.date(2021, 12, 31))

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    function_fr = "responsable de projet"
    function_nl = "projectverantwoordelijke"
    valid_from = datetime.date(2020, 1, 1)
