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
from django.conf import settings
from django.contrib.staticfiles.finders import get_finder
from django.core.management import CommandError

from amif_network.core.embedded_postgres.cluster import Cluster, home_of
from amif_network.home.management.commands.serve import HOST, Command, chosen_port
from tests.core.postgres_programs import wait_until_gone
from tests.smtp import mail_server

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


def serving(request, name: str, port: int, **environment: str) -> tuple[subprocess.Popen[str], list[str]]:
    """Run `serve` in a session of its own until it answers; return the process and what it said."""
    inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    own = {"PORT": str(port), "AMIF_POSTGRES_THROW_AWAY": name, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env={**inherited, **own, **environment},
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
    return process, lines


def test_the_demo_is_served_until_ctrl_c_and_nothing_is_left(request):
    name, port = uuid.uuid4().hex[:8], free_port()
    process, lines = serving(request, name, port)
    assert lines[-1] == f"The portal is at http://{HOST}:{port} (Ctrl+C ends it)"
    assert any("admin@demo.example" in line for line in lines)
    with urlopen(f"http://{HOST}:{port}/", timeout=SECONDS) as page:
        assert page.url.startswith(f"http://{HOST}:{port}/fr/")
        assert '<html lang="fr"' in page.read().decode()
    os.killpg(process.pid, signal.SIGINT)
    rest, _ = process.communicate(timeout=SECONDS)
    assert (process.returncode, rest) == (0, "")
    wait_until_gone(Cluster(home_of(ROOT), f"throw-away-{name}").directory)


POST = """
from django.utils import timezone
from amif_network.outbox.models import OutgoingMail
from amif_network.outbox.tasks import deliver
now = timezone.now()
mail = OutgoingMail.objects.create(
    key="test", topic="test", about="meeting:1", to="ana@example.org", language="fr", subject="Bonjour", text="Bonjour",
    html="<p>Bonjour</p>", created_at=now, due_at=now)
deliver.enqueue(mail.pk)
"""


def test_mails_go_out_beside_it_and_killing_it_leaves_no_process(request):
    name, port = uuid.uuid4().hex[:8], free_port()
    with mail_server() as smtp:
        to_smtp = {
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(settings.MAILERS["default"]["OPTIONS"]["port"]),
            "EMAIL_TLS": "false",
        }
        process, _lines = serving(request, name, port, **to_smtp)
        environment = {**os.environ, "AMIF_POSTGRES_THROW_AWAY": name}
        environment.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", POST], cwd=ROOT, env=environment, check=True)
        assert len(smtp.wait_for("ana@example.org", SECONDS)) == 1
        # Those of the demo too: each once.
        assert len({message["Message-ID"] for message in smtp.inbox}) == len(smtp.inbox)
    process.kill()
    # The pipe ends with the last process that could write to it: the workers, and the background work.
    process.communicate(timeout=SECONDS)
    wait_until_gone(Cluster(home_of(ROOT), f"throw-away-{name}").directory)
