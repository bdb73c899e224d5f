"""Rich text that is legal and hard to print: long words, wide tables, deep lists, foreign scripts, notes in odd places."""

from collections.abc import Callable

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
ADDRESS = "https://www.example.org/" + "/".join(f"dossier-{number}" for number in range(20))


def wide_table(columns: int = 8, rows: int = 30) -> str:
    """A table with more columns than fit, whose rows run over pages."""
    head = "".join(f"<th>Colonne {number}</th>" for number in range(columns))
    row = "".join(f"<td>{'valeur ' * (1 + number % 3)}{number}</td>" for number in range(columns))
    return f"<table><tbody><tr>{head}</tr>{f'<tr>{row}</tr>' * rows}</tbody></table>"


def deep_list(depth: int = 8) -> str:
    """Lists inside lists, in turns with bullets and numbers."""
    inner = ""
    for level in range(depth, 0, -1):
        kind = "ol" if level % 2 else "ul"
        inner = f"<{kind}><li><p>Niveau {level}</p>{inner}</li><li><p>Encore {level}</p></li></{kind}>"
    return inner


TEXTS: dict[str, str] = {
    "long words": f"<p>{LONG_WORD}</p><p><a href='{ADDRESS}'>{ADDRESS}</a></p><ul><li><p>{LONG_WORD}</p></li></ul>",
    "wide table": wide_table(),
    "spans": '<table><tbody><tr><th colspan="2">A</th><th>B</th></tr><tr><td rowspan="2">1</td><td>2</td><td>3</td></tr>'
    "<tr><td>4</td><td>5</td></tr></tbody></table>",
    "deep list": deep_list(),
    "numbered from seven": '<ol start="7"><li><p>Sept</p></li><li><p>Huit</p></li></ol><ol type="a"><li><p>a</p></li></ol>',
    "scripts": '<p>Łódź, Αθήνα, Київ, <span lang="ar">مرحبا بالعالم</span>, <span lang="he">שלום</span>, 👍 😀 🇧🇪 👩‍⚕️, 王</p>',
    "footnotes everywhere": '<h3>Titre<span data-fn="">note de titre</span></h3>'
    '<ul><li><p>Point<span data-fn="">note de liste</span></p></li></ul>'
    '<table><tbody><tr><th>En-tête<span data-fn="">note d\'en-tête</span></th></tr>'
    '<tr><td>Cellule<span data-fn="">note de cellule avec <a href="https://www.example.org/">lien</a></span></td></tr></tbody></table>',
    "headings out of order": "<h4>Quatre d'abord</h4><p>Texte</p><h3>Trois</h3><h4>Quatre</h4>",
    "only a heading": "<h3>Seul</h3>",
    "empty": "",
    "empty parts": "<p></p><ul><li></li></ul><table><tbody><tr><td></td></tr></tbody></table>",
    "quote, marks and breaks": "<blockquote><p>Cité<br>deux <sub>1</sub><sup>2</sup> "
    "<strong><em>fort</em></strong></p></blockquote>",
    "entities": "<p>5 &lt; 6 &amp; 7 &gt; 6 ; AT&amp;T : « oui » ?</p>",
    "spaces": "<p>\u00a0\u00a0\u202f a \u200b b\u00ad c \t d</p>",
    "languages": '<p>Le mot <span lang="nl">schuldvordering <span lang="fr">créance</span></span> reste.</p>',
    "long paragraph": f"<p>{'Une phrase assez longue pour remplir plusieurs pages de texte imprimé. ' * 150}</p>",
}


def every_text(change: Callable[[str], str] = str) -> str:
    """Return all of them, one after the other."""
    return "".join(f"<p>{name}</p>{change(text)}" for name, text in TEXTS.items())
