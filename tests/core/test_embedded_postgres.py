"""The embedded PostgreSQL, driven by real programs: who starts it, who shares it, who stops it."""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from amif_network.core.embedded_postgres import Cluster, EmbeddedPostgresError
from tests.core.postgres_programs import (
    FORK_AND_WAIT,
    WAIT,
    Program,
    ask,
    keeper_pid,
    server_pid,
    wait_until_ended,
    wait_until_gone,
)


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A folder that the server's account can reach, as pytest's own temporary folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="amif-home-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def cluster(home: Path) -> Iterator[Cluster]:
    """A cluster that is kept after its last user; each test finds it stopped, or stopping."""
    cluster = Cluster(home, "development")
    yield cluster
    cluster.remove()


@pytest.fixture
def start(cluster: Cluster) -> Iterator[Callable[..., Program]]:
    """Return a function that starts a program on a cluster."""
    programs: list[Program] = []

    def start_program(on: Cluster = cluster, then: str = WAIT) -> Program:
        programs.append(Program(on, then))
        return programs[-1]

    yield start_program
    for program in programs:
        program.end(signal.SIGKILL)


def test_programs_that_start_at_once_share_one_server(cluster, start):
    programs = [start() for _ in range(4)]
    for program in programs:
        program.wait_until_joined()
    pid = server_pid(cluster)
    for program in programs[:-1]:
        program.end()
    assert ask(cluster, "SELECT current_database()") == "amif_network"
    assert server_pid(cluster) == pid


def test_programs_that_come_and_go_at_once_always_find_a_server(cluster, start):
    for _ in range(2):
        programs = [start(then="") for _ in range(3)]
        for program in programs:
            program.wait_until_joined().end()
            assert program.process.returncode == 0


@pytest.mark.parametrize("how", [None, signal.SIGTERM, signal.SIGKILL])
def test_the_last_program_to_end_stops_the_server(cluster, start, how):
    first, last = start().wait_until_joined(), start().wait_until_joined()
    pid, keeper = server_pid(cluster), keeper_pid(cluster)
    first.end(how)
    assert ask(cluster, "SELECT 1") == "1"
    last.end(how)
    wait_until_ended(pid)
    wait_until_ended(keeper)
    assert not (cluster.directory / "data" / "postmaster.pid").exists()


def test_ctrl_c_in_the_program_that_started_the_server_does_not_disturb_the_others(cluster, start):
    starter = start().wait_until_joined()
    pid = server_pid(cluster)
    start().wait_until_joined()
    starter.end(signal.SIGINT)
    assert ask(cluster, "SELECT 1") == "1"
    assert server_pid(cluster) == pid


def test_a_fork_keeps_the_server_of_its_parent(cluster, start):
    program = start(then=FORK_AND_WAIT).wait_until_joined()
    pid = server_pid(cluster)
    assert program.process.wait() == 0
    assert ask(cluster, "SELECT 1") == "1"
    assert server_pid(cluster) == pid
    program.end()
    wait_until_ended(pid)


def test_what_was_written_survives_a_killed_server_and_its_pid_file(cluster, start):
    program = start().wait_until_joined()
    pid, keeper = server_pid(cluster), keeper_pid(cluster)
    assert ask(cluster, "CREATE TABLE kept AS SELECT 42 AS answer", "SELECT answer FROM kept") == "42"
    os.kill(pid, signal.SIGKILL)
    wait_until_ended(keeper)
    program.end()
    # The number may belong to anybody by now: here to this very process.
    stale = cluster.directory / "data" / "postmaster.pid"
    stale.write_text(stale.read_text().replace(str(pid), str(os.getpid()), 1))
    start().wait_until_joined()
    assert ask(cluster, "SELECT answer FROM kept") == "42"


def test_a_killed_keeper_takes_its_server_with_it_and_the_next_program_starts_anew(cluster, start):
    start().wait_until_joined()
    pid = server_pid(cluster)
    os.kill(keeper_pid(cluster), signal.SIGKILL)
    start().wait_until_joined()
    assert ask(cluster, "SELECT 1") == "1"
    assert server_pid(cluster) != pid


def test_a_throw_away_cluster_is_fast_and_removed_after_its_last_user(home, start):
    cluster = Cluster(home, "throw-away", throw_away=True)
    first, second = start(on=cluster), start(on=cluster)
    first.wait_until_joined()
    second.wait_until_joined()
    assert ask(cluster, "SHOW fsync") == "off"
    first.end()
    assert ask(cluster, "SELECT 1") == "1"
    second.end(signal.SIGKILL)
    # While the keeper removes the old one, a new program makes a new one in its place.
    third = start(on=cluster).wait_until_joined()
    assert ask(cluster, "SELECT 1") == "1"
    third.end()
    wait_until_gone(cluster.directory)


def test_removing_a_cluster_is_refused_while_a_program_uses_it(cluster, start):
    program = start().wait_until_joined()
    with pytest.raises(EmbeddedPostgresError, match="is in use; end the programs that use it first"):
        cluster.remove(patience=0.2)
    assert ask(cluster, "SELECT 1") == "1"
    program.end()
    cluster.remove()
    assert not cluster.directory.exists()
