"""`manage.py serve`, as `make run` calls it: a real server on a port and a database of its own."""

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.core.management import CommandError

from amif_network.core.embedded_postgres.cluster import Cluster, home_of
from amif_network.home.management.commands.serve import HOST, Command, chosen_port
from tests.core.postgres_programs import wait_until_gone

ROOT = Path(__file__).resolve().parents[2]
# Migrations and demo take some seconds; only a failing test on a slow machine waits this long.
SECONDS = 240


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server((HOST, 0)) as other:
        yield other.getsockname()[1]


def free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return probe.getsockname()[1]


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "http", "8000.0"])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(CommandError, match=r"^PORT must be a number from 1 to 65535"):
        chosen_port(text)


def test_a_port_in_use_is_one_clear_sentence(taken_port):
    with pytest.raises(CommandError, match=rf"^Port {taken_port} cannot be used \(Address already in use\); choose another"):
        chosen_port(str(taken_port))


def collecting(settings, folder: Path) -> str:
    """What a run of `serve` says of the static files that it keeps in this folder."""
    settings.STATIC_ROOT = folder
    said = io.StringIO()
    Command(stdout=said).collect_static_files()
    return said.getvalue()


def test_static_files_are_collected_when_one_changed_since_the_last_run(settings, tmp_path):
    source, target = tmp_path / "static", tmp_path / "collected"
    source.mkdir()
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    get_finder.cache_clear()
    style = source / "style.css"
    style.write_text("a { color: black }")
    assert collecting(settings, target) == "» Collecting the static files\n"
    assert (target / "style.css").read_text() == "a { color: black }"
    assert collecting(settings, target) == ""
    style.write_text("a { color: #111111 }")
    # Django compares whole seconds.
    os.utime(style, (style.stat().st_atime, style.stat().st_mtime + 2))
    assert collecting(settings, target) == "» Collecting the static files\n"
    assert (target / "style.css").read_text() == "a { color: #111111 }"
    get_finder.cache_clear()


def test_the_demo_is_served_until_ctrl_c_and_nothing_is_left(request):
    name, port = uuid.uuid4().hex[:8], free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env={**environment, "PORT": str(port), "AMIF_POSTGRES_THROW_AWAY": name, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    deadline = threading.Timer(SECONDS, process.kill)
    deadline.start()
    request.addfinalizer(deadline.cancel)
    request.addfinalizer(process.kill)
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith("The portal is at"):
            break
    assert lines[-1] == f"The portal is at http://{HOST}:{port} (Ctrl+C ends it)"
    assert any("admin@demo.example" in line for line in lines)
    with urlopen(f"http://{HOST}:{port}/", timeout=SECONDS) as page:
        assert page.url.startswith(f"http://{HOST}:{port}/fr/")
        assert '<html lang="fr"' in page.read().decode()
    os.killpg(process.pid, signal.SIGINT)
    rest, _ = process.communicate(timeout=SECONDS)
    assert (process.returncode, rest) == (0, "")
    cluster = Cluster(home_of(ROOT), f"throw-away-{name}")
    wait_until_gone(cluster.directory)
