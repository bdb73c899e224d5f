"""Ask the advisory service whether a version that the locks pin is known to be vulnerable.

`uv audit` does the work, the uv that `make setup` installs anyway. It wants a project with a lock of its own, so it gets one in a
folder that is thrown away: the pins of requirements/development.txt, which hold those of production too. Where the package
index or the advisory service cannot be reached, the script says so and does not fail: nothing is known, neither good nor bad.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "development.txt"
UV = ROOT / ".tools" / "uv" / "bin" / "uv"
# How uv says that it reached nobody, or nobody who would answer.
UNREACHED = re.compile(
    r"error sending request|dns error|Request failed|[Cc]ould not connect|timed out|status code 5\d\d|status server error"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an audit: a sentence, and whether the check fails."""

    sentence: str
    fails: bool


def pins(lock: str) -> list[str]:
    """Return the requirements of a lock, "name==version ; marker", without hashes and comments."""
    return [line.rstrip("\\").strip() for line in lock.splitlines() if re.match(r"[A-Za-z0-9][^#]*==", line)]


def verdict(code: int, said: str, number: int) -> Verdict:
    """Return what the exit status and the words of `uv audit` over `number` packages mean."""
    if code == 0:
        return Verdict(f"None of the {number} pinned packages has a known vulnerability.", fails=False)
    if code == 1:
        return Verdict("Pinned packages are vulnerable: see above; `UPGRADE=1 make lock` takes newer ones.", fails=True)
    if UNREACHED.search(said):
        return Verdict(
            f"The advisories could not be reached from here: nothing is known about the {number} pinned packages. "
            "Run `make audit` where they can.",
            fails=False,
        )
    return Verdict("The audit itself did not work: see above.", fails=True)


def audit(requirements: list[str], *options: str) -> tuple[int, str]:
    """Run `uv audit` over these requirements; return its exit status and what it said."""
    environment = os.environ | {
        # A real interpreter, found without the shims of this machine; none is ever downloaded.
        "PATH": f"{Path(sys.base_prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_HTTP_RETRIES": "1",
    }
    head = '[project]\nname = "audited"\nversion = "0"\nrequires-python = ">=3.12"\n'
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pyproject.toml").write_text(f"{head}dependencies = {json.dumps(requirements)}\n")
        command = [str(UV), "audit", "--preview-features", "audit-command", *options]
        done = subprocess.run(  # noqa: S603  (our own words)
            command, cwd=folder, env=environment, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    return done.returncode, done.stdout


def main() -> int:
    """Audit the locks, print what was found, and return the exit status."""
    requirements = pins(LOCK.read_text())
    code, said = audit(requirements, *sys.argv[1:])
    found = verdict(code, said, len(requirements))
    if found.fails:
        print(said)
    print(f"» {found.sentence}")
    return int(found.fails)


if __name__ == "__main__":
    sys.exit(main())
