"""The fixed vocabularies of the directory, as stored and as shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What an organisation is."""

    CPAS = "cpas", _("CPAS")
    FEDERAL_SERVICE = "federal_service", _("federal public service")
    INTERMUNICIPAL = "intermunicipal", _("intermunicipal service")
    NGO = "ngo", _("non-profit association")
    UNIVERSITY = "university", _("university or research centre")
    OTHER = "other", _("other organisation")


class Regime(TextChoices):
    """Languages of the municipality; the first one named is that of official correspondence."""

    NL = "nl", _("Dutch only")
    FR = "fr", _("French only")
    NL_FR = "nl_fr", _("Dutch and French")
    NL_FACILITIES = "nl_facilities", _("Dutch, with facilities for French speakers")
    FR_FACILITIES_NL = "fr_facilities_nl", _("French, with facilities for Dutch speakers")
    FR_FACILITIES_DE = "fr_facilities_de", _("French, with facilities for German speakers")
    DE_FACILITIES_FR = "de_facilities_fr", _("German, with facilities for French speakers")


# The languages of official correspondence by regime, the usual one first (DOMAIN §2, fact 3). The facilities are for inhabitants,
# not for authorities; the German-speaking municipalities are written to in French.
CORRESPONDENCE: dict[str, tuple[str, ...]] = {
    "": ("fr", "nl"),
    Regime.NL: ("nl",),
    Regime.FR: ("fr",),
    Regime.NL_FR: ("nl", "fr"),
    Regime.NL_FACILITIES: ("nl",),
    Regime.FR_FACILITIES_NL: ("fr",),
    Regime.FR_FACILITIES_DE: ("fr",),
    Regime.DE_FACILITIES_FR: ("fr",),
}


class Region(TextChoices):
    """The three regions."""

    FLANDERS = "flanders", _("Flemish Region")
    BRUSSELS = "brussels", _("Brussels-Capital Region")
    WALLONIA = "wallonia", _("Walloon Region")


class Province(TextChoices):
    """The ten provinces; Brussels lies in none."""

    ANTWERP = "antwerp", _("Antwerp")
    EAST_FLANDERS = "east_flanders", _("East Flanders")
    FLEMISH_BRABANT = "flemish_brabant", _("Flemish Brabant")
    HAINAUT = "hainaut", _("Hainaut")
    LIEGE = "liege", _("Liège")
    LIMBURG = "limburg", _("Limburg")
    LUXEMBOURG = "luxembourg", _("Luxembourg")
    NAMUR = "namur", _("Namur")
    WALLOON_BRABANT = "walloon_brabant", _("Walloon Brabant")
    WEST_FLANDERS = "west_flanders", _("West Flanders")


class SizeClass(TextChoices):
    """The calls' own classes: a large CPAS serves more than 150 000 inhabitants."""

    LARGE = "large", _("large (over 150 000 inhabitants)")
    SMALL = "small", _("small")
