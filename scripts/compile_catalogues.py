"""Compile the message catalogues that changed; needs no gettext tools on the machine."""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write the .mo file beside each .po file that is newer."""
    for source in sorted(ROOT.glob("locale*/**/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            print(f"» Compiling {source.relative_to(ROOT)}")
            polib.pofile(str(source)).save_as_mofile(str(target))


if __name__ == "__main__":
    main()
