"""Variables of the environment: declared once, with kind, default and meaning; read and checked all at once."""

import difflib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

# From how alike two names are on, one is taken for a slip of the pen (ALLOWED_HOST for ALLOWED_HOSTS).
ALIKE = 0.88
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a variable may say: in words, and a function that reads it or raises ValueError.

    `may_be_empty`: set to nothing, it says something (an empty list), and is not as good as not set.
    """

    expected: str
    read: Callable[[str], Any]
    may_be_empty: bool = False


def _flag(text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValueError(text)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(text)
    return text.rstrip("/")


def _addresses(text: str) -> list[str]:
    return [_address(one) for one in _words(text)]


def _database(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ValueError(text)
    _ = parts.port  # raises ValueError where it is no number
    return text


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _numbers(text: str) -> dict[str, int]:
    found = json.loads(text)
    if not isinstance(found, dict) or not all(type(value) is int for value in found.values()):
        raise ValueError(text)
    return found


def whole(least: int, most: int | None = None) -> Kind:
    """Return the kind of a whole number within bounds."""

    def read(text: str) -> int:
        number = int(text)
        if number < least or (most is not None and number > most):
            raise ValueError(text)
        return number

    return Kind(f"a whole number from {least} to {most}" if most is not None else f"a whole number from {least} on", read)


def one_of(*words: str) -> Kind:
    """Return the kind of one word among a few."""
    return Kind("one of " + ", ".join(words), lambda text: words[words.index(text)])


def some_of(*words: str) -> Kind:
    """Return the kind of several words, separated by commas, each among a few."""
    return Kind(
        "words separated by commas, each one of " + ", ".join(words),
        lambda text: [words[words.index(word)] for word in _words(text)],
        may_be_empty=True,
    )


TEXT = Kind("a text", str)
FLAG = Kind("true or false", _flag)
WORDS = Kind("words separated by commas", _words, may_be_empty=True)
ADDRESS = Kind("an address without a path, such as https://portal.example.org", _address)
ADDRESSES = Kind("addresses without a path, separated by commas, such as https://portal.example.org", _addresses)
DATABASE = Kind("an address such as postgresql://user:password@host:5432/name", _database)
NUMBERS = Kind('names with whole numbers as JSON, such as {"claim_at_host": 20}', _numbers)


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable; `default` may follow from those declared before it, and then `otherwise` says it in words.

    `required` tells from those declared before whether it must be set, `required_when` says the same in words.
    A `secret` is never shown; of a DATABASE only the password is one.
    """

    name: str
    kind: Kind
    meaning: str
    default: Any = None
    otherwise: str = ""
    secret: bool = False
    required: Callable[[Values], bool] | None = None
    required_when: str = ""
    group: str = "portal"

    def default_among(self, values: Values) -> Any:
        """Return what holds where it is not set."""
        return self.default(values) if callable(self.default) else self.default

    def shown(self, text: str) -> str:
        """Return what a person may see of a value, as text."""
        if self.secret and text:
            return "(hidden)"
        if self.kind is DATABASE and (password := urlsplit(text).password):
            return text.replace(f":{password}@", ":(hidden)@")
        return text

    def in_words(self) -> str:
        """Return the default in words, with when it must be set."""
        said = self.otherwise or written(self.default) or "none"
        return f"{said}; {self.required_when}" if self.required_when else said


def written(value: Any) -> str:
    """Return a value as a person would set it; nothing for none."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(value)
    if isinstance(value, dict):
        return json.dumps(value) if value else ""
    return "" if value is None else str(value)


@dataclass(slots=True)
class Reading:
    """What the environment says: values by name, what is wrong with it, and what looks like a slip of the pen."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def read(variables: Iterable[Variable], said: Mapping[str, str]) -> Reading:
    """Read every variable out of `said`, and note all that is wrong, one sentence each."""
    found = Reading()
    for variable in variables:
        text = said.get(variable.name)
        if text is None or not (text.strip() or variable.kind.may_be_empty):
            found.values[variable.name] = variable.default_among(found.values)
            if variable.required is not None and variable.required(found.values):
                found.problems.append(
                    f"{variable.name} is not set: {variable.kind.expected} is expected ({variable.required_when})."
                )
            continue
        try:
            found.values[variable.name] = variable.kind.read(text.strip())
        except ValueError:
            said_so = "a value that is not shown" if variable.secret else repr(variable.shown(text))
            found.problems.append(f"{variable.name} says {said_so}, but {variable.kind.expected} is expected.")
            found.values[variable.name] = variable.default_among(found.values)
    return found


def slips(names: Iterable[str], said: Iterable[str]) -> list[str]:
    """Return a sentence for every variable in `said` whose name is almost one of `names` that is not set."""
    said = set(said)
    names = set(names)
    found = []
    for name in sorted(said - names):
        near = difflib.get_close_matches(name, sorted(names - said), n=1, cutoff=ALIKE)
        if near:
            found.append(f"{name} is no variable of the portal; {near[0]} was probably meant.")
    return found
