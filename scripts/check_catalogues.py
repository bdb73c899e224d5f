"""Check that the message catalogues say everything that code and templates say, in every language.

The messages are collected anew from a copy of the project, so that checking never changes a file. Catalogues
outside `locale/` complete the translations of libraries: they have no sources here and are only read for gaps.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "nl")
NOT_SOURCES = (".*", "var", "node_modules", "tests", "bench", "__pycache__", "*.mo", "vendor", "fonts")


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    """Return what identifies a message in a catalogue."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def collected(copy: Path) -> dict[str, polib.POFile]:
    """Return the catalogues that makemessages writes for the sources, by path relative to the project."""
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_SOURCES))
    if (ROOT / ".env").is_file():
        shutil.copy(ROOT / ".env", copy)
    locales = [option for language in LANGUAGES for option in ("--locale", language)]
    command = [sys.executable, "manage.py", "makemessages", *locales, "--no-location", "--no-obsolete"]
    subprocess.run(command, cwd=copy, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    return {str(path.relative_to(copy)): polib.pofile(str(path)) for path in copy.glob("locale/*/LC_MESSAGES/*.po")}


def gaps(name: str, catalogue: polib.POFile) -> list[str]:
    """Name the messages that are not translated, doubtful, or the same for one and for many."""
    faults = [f"{name}: not translated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()]
    faults += [f"{name}: doubtful (fuzzy): {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    return faults + [f"{name}: says the same of one and of many: {entry.msgid!r}" for entry in catalogue if _one_as_many(entry)]


def _one_as_many(entry: polib.POEntry) -> bool:
    """Whether a message that differs for one and for many does not in the translation."""
    return bool(entry.msgid_plural) and entry.msgid != entry.msgid_plural and len(set(entry.msgstr_plural.values())) == 1


def differences(name: str, fresh: polib.POFile) -> list[str]:
    """Name the messages that the sources and the catalogue `name` do not have in common."""
    if not (ROOT / name).exists():
        return [f"{name}: does not exist"]
    said = {key(entry) for entry in fresh}
    known = {key(entry) for entry in polib.pofile(str(ROOT / name)) if not entry.obsolete}
    missing = [f"{name}: not in the catalogue: {message[1]!r}" for message in sorted(said - known)]
    return missing + [f"{name}: nowhere in the sources: {message[1]!r}" for message in sorted(known - said)]


def main() -> None:
    """Print every fault and end with status 1 when there is one."""
    with tempfile.TemporaryDirectory() as folder:
        faults = [fault for name, fresh in collected(Path(folder) / "copy").items() for fault in differences(name, fresh)]
    for path in sorted(ROOT.glob("locale*/*/LC_MESSAGES/*.po")):
        faults += gaps(str(path.relative_to(ROOT)), polib.pofile(str(path)))
    if faults:
        print(*faults, sep="\n")
        sys.exit(f"The catalogues have {len(faults)} faults; `make messages` adds new messages, then translate them.")
    print("The catalogues are complete.")


if __name__ == "__main__":
    main()
