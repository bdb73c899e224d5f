"""Take a person's name, typed as one text, apart into given and family name."""


def split_name(name: str) -> tuple[str, str]:
    """Return (given name, family name) of `name`; a single word is a family name.

    Without a hint the first word is the given name: "Alexandre Van Belle". Hints are a comma ("Van Belle,
    Alexandre") and words in capitals among others ("VAN BELLE Alexandre").
    """
    if name.count(",") == 1:
        family, given = (" ".join(part.split()) for part in name.split(","))
        return (given, family) if family else ("", given)
    words = name.split()
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        return " ".join(word for word in words if word not in capitals), " ".join(capitals)
    return (words[0], " ".join(words[1:])) if len(words) > 1 else ("", "".join(words))
