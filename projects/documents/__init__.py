"""From the models to printed sheets of calls and projects: every query is asked here, every word put in its language.

`call_html()` and its like return whole pages; `amif_network.core.pdf` turns them into files. The words are those of the language
asked for; what exists in the other one only is printed in that, with its `lang` and a label.
"""

from .call import call_html
from .funding import funding_html
from .interest import interests_html
from .project import project_html
from .sheet import sheet_name

__all__ = ["call_html", "funding_html", "interests_html", "project_html", "sheet_name"]
