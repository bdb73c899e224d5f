"""Several nodes, all of which die now and then, as `make cluster` has them: what was promised is kept."""

import os
import re
import subprocess
import sys

import pytest

from tests.deployment.postgres import ROOT

pytestmark = pytest.mark.long
# Enough to kill each part once.
SECONDS = 20
PATIENCE = 400


def test_nothing_is_lost_and_nothing_done_twice_while_every_part_is_killed_in_turn() -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("AMIF_", "DJANGO_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-m", "cluster", "--seconds", str(SECONDS), "--writers", "3", "--seed", "11"],
        cwd=ROOT, env=bare, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    killed = set(re.findall(r"\d+ ([\w-]+)", re.search("^killed and started again: (.*)$", done.stdout, re.MULTILINE)[1]))
    assert {"node-0", "worker-0", "pgbouncer", "postgresql"} <= killed
    numbers = {name: int(number) for name, number in re.findall(r"(\w+) (\d+)", done.stdout)}
    assert (numbers["lost"], numbers["twice"], numbers["left"], numbers["portal"]) == (0, 0, 0, 0)
    assert numbers["written"] > 0
    assert numbers["ready"] == numbers["reports"] > 0
    assert numbers["taken"] + numbers["unsure"] >= numbers["mails"] > 0
