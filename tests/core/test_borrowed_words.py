"""What Django and its packages say on our pages is Dutch on a Dutch page, and worded as the rest of the portal."""

import re
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.utils.translation import gettext, ngettext, override

from amif_network.core import borrowed_words
from tests.test_house_rules import ROOT

DJANGO, ALLAUTH = Path(django.__file__).parent, Path(allauth.__file__).parent
CATALOGUES = [
    (DJANGO / "conf" / "locale", "django"),
    (DJANGO / "contrib" / "auth" / "locale", "django"),
    (DJANGO / "contrib" / "admin" / "locale", "django"),
    (DJANGO / "contrib" / "admin" / "locale", "djangojs"),
    (DJANGO / "contrib" / "contenttypes" / "locale", "django"),
    (DJANGO / "contrib" / "postgres" / "locale", "django"),
    (DJANGO / "contrib" / "sessions" / "locale", "django"),
    (ALLAUTH / "locale", "django"),
]
# Words by which Dutch speaks to a friend, and words of sign-in that the portal does not use.
FAMILIAR = re.compile(r"\b(je|jij|jou|jouw|ingelogd|inloggen|inlog\w*|uitgelogd|uitloggen|twee-?factor\w*)\b", re.IGNORECASE)


def translated(folder: Path, lang: str, domain: str) -> set[str]:
    """Return what a catalogue translates."""
    catalogue = polib.pofile(str(folder / lang / "LC_MESSAGES" / f"{domain}.po"))
    return {entry.msgid for entry in catalogue if entry.translated() and not entry.obsolete}


@pytest.mark.parametrize(("folder", "domain"), CATALOGUES, ids=lambda value: str(value).removeprefix(str(DJANGO.parent)))
def test_nothing_of_a_package_falls_back_to_french_on_a_dutch_page(folder, domain):
    dutch = translated(folder, "nl", domain) | translated(ROOT / "locale", "nl", domain)
    assert sorted(translated(folder, "fr", domain) - dutch) == []


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_borrowed_words_are_our_own_in_both_languages(lang):
    ours = translated(ROOT / "locale", lang, "django")
    words = [*borrowed_words.DJANGO, *borrowed_words.ADMINISTRATION, *borrowed_words.SIGN_IN]
    with override("en"):
        assert sorted(str(word) for word in words if str(word) not in ours and isinstance(word, str)) == []


# What of django-allauth is switched off here: sign-up, codes instead of passwords, telephones, trusted browsers, usernames.
SWITCHED_OFF = re.compile(
    r"phone|signup|sign_up|already_exists|login_code|reset_code|trust|idp|openid/|/providers/|socialaccount/login\.html"
    r"|verified_email_required|models\.py"
)
# Words that only such pages and forms say, from modules that also say others.
NEVER_SAID = re.compile(r"phone|[Uu]sername|same email each time|An account already exists|Enabling passwordless", re.IGNORECASE)
ROOMS = ("account", "mfa", "socialaccount", "usersessions", "core", "templates")


def may_be_shown(entry: polib.POEntry) -> bool:
    """Tell whether a page, a message or a mail that is ours to show says it: our templates stand in for the package's."""
    said_in = [Path(name.lstrip("./").removeprefix("allauth/")) for name, _line in entry.occurrences]
    standing = [
        path
        for path in said_in
        if path.parts[0] in ROOMS
        and not SWITCHED_OFF.search(str(path))
        and not (path.parts[0] == "templates" and (ROOT / path).exists())
    ]
    return bool(standing) and not NEVER_SAID.search(entry.msgid)


def test_what_allauth_may_show_is_translated_and_says_u():
    ours = polib.pofile(str(ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"))
    own = {entry.msgid: entry.msgstr for entry in ours if entry.translated()}
    dutch = polib.pofile(str(ALLAUTH / "locale" / "nl" / "LC_MESSAGES" / "django.po"))
    shown = {entry.msgid: own.get(entry.msgid) or entry.msgstr for entry in dutch if not entry.obsolete and may_be_shown(entry)}
    french = translated(ALLAUTH / "locale", "fr", "django") | translated(ROOT / "locale", "fr", "django")
    assert len(shown) > 50
    assert sorted(msgid for msgid in shown if msgid not in french) == []
    assert sorted(msgid for msgid, words in shown.items() if FAMILIAR.search(words)) == []


def test_a_short_password_is_refused_in_the_language_of_the_page():
    short = ("This password is too short. It must contain at least %d character.",) * 2
    said = {}
    for lang in ("fr", "nl"):
        with override(lang):
            said[lang] = (
                gettext("- Select an option -"),
                ngettext(short[0], short[0].replace("character.", "characters."), 12) % 12,
            )
    assert said == {
        "fr": ("- Choisissez une option -", "Ce mot de passe est trop court. Il doit contenir au moins 12 caractères."),
        "nl": ("- Kies een optie -", "Dit wachtwoord is te kort. Het moet minstens 12 tekens bevatten."),
    }


def test_dutch_says_u():
    catalogue = polib.pofile(str(ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"))
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if FAMILIAR.search(text)] == []


def test_french_is_set_with_its_own_apostrophes_and_spaces():
    catalogue = polib.pofile(str(ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(r"'| [:;?!»]|« ", text)] == []


# One thing, one word: what the portal said otherwise before.
OTHER_WORDS = {
    "fr": r"\b(e-mail|mail|annuaire|intitulé|raison|dépassé|AMIF|touches)s?\b",
    "nl": r"\b(gids|adreslijst|rondje|rondvraag|actueel|onderdelen|ontvangstbewijs|logboek|uitgave|opgeladen|toestand)\b",
}


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_one_thing_has_one_word(lang):
    catalogue = polib.pofile(str(ROOT / "locale" / lang / "LC_MESSAGES" / "django.po"))
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(OTHER_WORDS[lang], re.sub(r"%\(\w+\)s", "", text))] == []
