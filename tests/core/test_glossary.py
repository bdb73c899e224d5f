"""Words of the one language in texts of the other."""

import pytest

from amif_network.core.glossary import TERMS, Hint, hints


@pytest.mark.parametrize(
    ("html", "lang", "found"),
    [
        ("<p>Het CPAS van Binche</p>", "nl", ["CPAS"]),
        ("<p>Le OCMW de Gand et l’OCMW d’Anvers</p>", "fr", ["OCMW"]),
        ("<p>Deux OCMW's et un partner-OCMW</p>", "fr", ["OCMW"]),
        ("<p>Le CPAS de Binche</p>", "fr", []),
        ("<p>Het OCMW van Gent</p>", "nl", []),
        ("<p>Een cpas, OCMWX, CPASSEN, _CPAS_</p>", "nl", []),
        ("<p>VZW en <strong>ASBL</strong></p>", "nl", ["asbl"]),
        ("<p>Une VZW</p>", "fr", ["vzw"]),
        ("<ul><li>een <em>CPAS</em></li></ul>", "nl", ["CPAS"]),
        ("<table><caption>SPF</caption><tr><td>x</td></tr></table>", "nl", ["SPF"]),
        ("<table><tr><td>De SPP\u00a0IS betaalt</td></tr></table>", "nl", ["SPP IS"]),
        ("<blockquote><p>Le revenu d'intégration</p></blockquote>", "nl", ["revenu d’intégration"]),
        ("<p>Zie<span data-fn>het CPAS</span> daar</p>", "nl", ["CPAS"]),
        ('<p><span lang="fr">Le CPAS de Binche</span> schrijft</p>', "nl", []),
        ('<p><span lang="fr">Fédération des </span>CPAS</p>', "nl", ["CPAS"]),
        ("<p>https://www.CPAS.example/CPAS en www.CPAS.be, info@CPAS.be, CPAS.be/CPAS</p>", "nl", []),
        ('<p><a href="https://cpas.be/CPAS">hier</a></p>', "nl", []),
        ("<p>L’agenda</p>", "fr", []),
        ("<p>De ordre du jour en de CPAS</p>", "nl", ["CPAS", "ordre du jour"]),
        ("", "nl", []),
    ],
)
def test_foreign_terms_are_found_as_whole_words(html, lang, found):
    assert [hint.word for hint in hints("", html, lang)] == found


def test_headings_count_and_each_term_is_told_once():
    assert hints("CPAS", "<p>CPAS en CPAS</p>", "nl") == [Hint("CPAS", "OCMW")]


@pytest.mark.parametrize(("french", "dutch"), TERMS)
def test_no_term_is_foreign_in_its_own_language(french, dutch):
    assert (hints(french, "", "fr"), hints(dutch, "", "nl")) == ([], [])
    assert Hint(french, dutch) in hints(french, "", "nl")
