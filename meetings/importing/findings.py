"""What the recognisers collect on their way: warnings, furniture, and the answers of the matcher."""

from .inline import Rich
from .notices import Notice
from .result import Furniture, Matcher, OrganisationMatch
from .source import Remark

EXCERPT = 80


def excerpt(text: str) -> str:
    """Shorten a text for a message."""
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


class Findings:
    """One import under way. The matcher is asked once per distinct text: behind it is a database."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._answers: dict[str, OrganisationMatch] = {}
        self.warnings: list[Notice] = []
        self.furniture: list[Furniture] = []

    def match(self, text: str) -> OrganisationMatch:
        """Ask the caller's directory for an organisation typed as `text`."""
        key = " ".join(text.split())
        if key not in self._answers:
            self._answers[key] = self._matcher(key)
        return self._answers[key]

    def known(self, text: str) -> bool:
        """Whether the directory has exactly one organisation for `text`."""
        return self.match(text).name is not None

    def warn(self, code: str, line: int | None = None, **values: str | int) -> None:
        """Add a warning; the same one twice on a line is one."""
        shortened = {name: excerpt(value) if isinstance(value, str) else value for name, value in values.items()}
        notice = Notice(code, line, shortened)
        if notice not in self.warnings:
            self.warnings.append(notice)

    def mark(self) -> tuple[int, int]:
        """Remember how much was found up to here."""
        return len(self.warnings), len(self.furniture)

    def rewind(self, mark: tuple[int, int]) -> None:
        """Forget what was found since `mark`: the reading was given up."""
        del self.warnings[mark[0] :], self.furniture[mark[1] :]

    def adopt(self, remark: Remark) -> None:
        """Take over what the reader noticed."""
        self.warn(remark.code, remark.line, **remark.values)

    def set_aside_links(self, line: int, rich: Rich) -> None:
        """List the link targets of a text that is kept without its marks (a heading, a title, a name)."""
        for href in dict.fromkeys(span.href for span in rich.spans if span.href and span.href not in span.text):
            self.set_aside(line, "link", href)

    def set_aside(self, line: int, kind: str, text: str) -> None:
        """List a fragment that the result holds only as structure."""
        if text.strip():
            self.furniture.append(Furniture(line, kind, text.strip()))
