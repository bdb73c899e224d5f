"""Real programs that use an embedded PostgreSQL, and what tests ask about its server."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import LiteralString

import psycopg

from amif_network.core.embedded_postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
# Long enough for a slow machine: only a failing test waits this long.
SECONDS = 20

JOIN = """
import os, sys
from pathlib import Path
from amif_network.core.embedded_postgres import Cluster
Cluster(Path(sys.argv[1]), sys.argv[2], throw_away=sys.argv[3] == "True").join()
print("joined", flush=True)
"""
WAIT = "sys.stdin.read()"
# The parent ends; the fork lives on.
FORK_AND_WAIT = "os.fork() and os._exit(0); sys.stdin.read()"


class Program:
    """A program that uses a cluster until it is told to end."""

    def __init__(self, cluster: Cluster, then: str = WAIT) -> None:
        arguments = [str(cluster.home), cluster.directory.name, str(cluster.throw_away)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", JOIN + then, *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_until_joined(self) -> "Program":
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "joined\n"
        return self

    def end(self, how: signal.Signals | None = None) -> None:
        """End the program: orderly, or by a signal to it and its children, as a terminal sends Ctrl+C."""
        if how is not None and self.process.poll() is None:
            os.killpg(self.process.pid, how)
        if not self.process.stdout.closed:
            self.process.communicate(timeout=SECONDS)


def ask(cluster: Cluster, *statements: LiteralString) -> str:
    """Send statements to the running server, without becoming one of its users; return the last one's answer."""
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        row = cursor.fetchone()
    assert row is not None
    return str(row[0])


def server_pid(cluster: Cluster) -> int:
    return int((cluster.directory / "data" / "postmaster.pid").read_text().split()[0])


def keeper_pid(cluster: Cluster) -> int:
    """Return the parent of the server."""
    status = Path(f"/proc/{server_pid(cluster)}/status").read_text()
    return int(status.partition("PPid:")[2].split()[0])


def wait_until_gone(path: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while path.exists():
        assert time.monotonic() < deadline, f"{path} is still there"
        time.sleep(0.02)


def wait_until_ended(pid: int) -> None:
    wait_until_gone(Path(f"/proc/{pid}"))
