"""Organisations, people and affiliations for tests; traits name their states."""

import datetime

import factory

from amif_network.directory.models import Affiliation, Organisation, OrganisationAlias, OrganisationMembership, Person


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    """A CPAS with names in both languages."""

    class Meta:
        model = Organisation

    class Params:
        federal = factory.Trait(kind=Organisation.Kind.FEDERAL_SERVICE, language_regime="")
        intermunicipal = factory.Trait(kind=Organisation.Kind.INTERMUNICIPAL)
        dutch_speaking = factory.Trait(language_regime=Organisation.Regime.NL, region=Organisation.Region.FLANDERS)
        in_network = factory.Trait(network_from=datetime.date(2020, 1, 1))
        abolished = factory.Trait(valid_to=datetime.date(2024, 12, 31))

    kind = Organisation.Kind.CPAS
    code = factory.Sequence(lambda n: f"cpas-test-{n}")
    short_fr = factory.Sequence(lambda n: f"CPAS de Villette {n}")
    short_nl = factory.Sequence(lambda n: f"OCMW Stadje {n}")
    language_regime = Organisation.Regime.FR
    region = Organisation.Region.WALLONIA
    province = Organisation.Province.HAINAUT


class OrganisationAliasFactory(factory.django.DjangoModelFactory[OrganisationAlias]):
    """Another spelling of an organisation."""

    class Meta:
        model = OrganisationAlias

    organisation = factory.SubFactory(OrganisationFactory)
    text = factory.Sequence(lambda n: f"Alias {n}")


class OrganisationMembershipFactory(factory.django.DjangoModelFactory[OrganisationMembership]):
    """A CPAS in an intermunicipal service."""

    class Meta:
        model = OrganisationMembership

    parent = factory.SubFactory(OrganisationFactory, intermunicipal=True)
    member = factory.SubFactory(OrganisationFactory)


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    """Somebody with an e-mail address and a phone."""

    class Meta:
        model = Person

    given_name = factory.Sequence(lambda n: f"Prénom{n}")
    family_name = factory.Sequence(lambda n: f"Nom{n}")
    email = factory.LazyAttribute(
        lambda o: f"{o.given_name}.{o.family_name}@example.org".replace("é", "e").replace(" ", "").lower()
    )
    phone = "+32 2 000 00 00"
    preferred_language = "fr"


class AffiliationFactory(factory.django.DjangoModelFactory[Affiliation]):
    """Somebody at work since 2020."""

    class Meta:
        model = Affiliation

    class Params:
        ended = factory.Trait(valid_to=datetime.date(2021, 12, 31))

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    function_fr = "responsable de projet"
    function_nl = "projectverantwoordelijke"
    valid_from = datetime.date(2020, 1, 1)
