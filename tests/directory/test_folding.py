"""Python and PostgreSQL fold names alike; what people type differently folds the same."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from amif_network.directory.folding import Folded, fold


def folded_by_postgresql(texts: list[str]) -> list[str]:
    sql = Folded.template % {"expressions": "x"}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sql.replace('%', '%%')} FROM unnest(%s::text[]) WITH ORDINALITY AS t(x, n) ORDER BY n",  # noqa: S608
            [texts],
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("CPAS de La Louvière", "cpas de la louviere"),
        ("CPAS d’Eeklo", "cpas d eeklo"),
        ("  'S-GRAVENBRAKEL ", "s gravenbrakel"),
        ("Ecaussinnes\u00a0–\tÉcaussinnes", "ecaussinnes ecaussinnes"),
        ("Œuvre Łódź Weiß Bjørn", "oeuvre lodz weiss bjorn"),
        ("Liége", "liege"),
        ("LIE\u0300GE", "liege"),
        ("a\x00b\x1fc", "a b c"),
        ("%_\\.*([", ""),
        ("", ""),
    ],
)
def test_fold_leaves_what_distinguishes_names(typed: str, expected: str) -> None:
    assert fold(typed) == expected


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.django_db
def test_postgresql_folds_every_character_like_python() -> None:
    texts = [f"A{chr(code)}B" for code in range(1, 0x10000) if not 0xD800 <= code <= 0xDFFF]
    assert [(text, theirs) for text, theirs in zip(texts, folded_by_postgresql(texts), strict=True) if theirs != fold(text)] == []


@pytest.mark.django_db
def test_postgresql_folds_names_like_python() -> None:
    names = ["CPAS de La Louvière", "'s-Gravenbrakel", "ÖSHZ Bütgenbach", "  De  Crom ", "Œuvre", "", "---"]
    assert folded_by_postgresql(names) == [fold(name) for name in names]
