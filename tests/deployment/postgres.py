"""A PostgreSQL of a test's own, which it may stop and start again; and programs of the portal that use it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.conf import settings

from amif_network.core.embedded_postgres import Cluster, checkout_cluster

ROOT = Path(settings.BASE_DIR)
# Long enough for a slow machine: only a failing test waits this long.
PATIENCE = 90
SECRET_KEY = "a long random value of the server 0123456789 0123456789 0123456789"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged() -> list[str]:
    """Root is nobody here: PostgreSQL refuses root, and so would a careful administrator."""
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []


def folder_of_nobody() -> Path:
    place = Path(tempfile.mkdtemp(prefix="amif-deployment-"))
    place.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(place, "nobody", "nogroup")
    return place


class Postgres:
    """A server on a loopback port."""

    def __init__(self) -> None:
        checkout = checkout_cluster(ROOT)
        # Whoever joins a cluster first unpacks the programs.
        first = Cluster(checkout.home, f"deployment-{os.getpid()}", throw_away=True)
        first.join()
        first.leave()
        self.bin, self.place, self.port = checkout.binary("postgres").parent, folder_of_nobody(), free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "--pgdata", str(self.place / "data"), "--username=amif", "--auth=trust", "--no-sync", "-E", "UTF8")
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql://amif@127.0.0.1:{self.port}/postgres"

    def _run(self, program: str, *arguments: str) -> None:
        command = [*unprivileged(), str(self.bin / program), *arguments]
        subprocess.run(command, cwd=self.place, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        options = {"port": self.port, "unix_socket_directories": self.place, "fsync": "off", "max_connections": 60}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with (self.place / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*unprivileged(), str(self.bin / "postgres"), "-D", str(self.place / "data"), *words],
                cwd=self.place, stdout=log, stderr=log,
            )  # fmt: skip
        wait_until(self.answers, (self.place / "log").read_text)

    def answers(self) -> bool:
        command = [str(self.bin / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.port)]
        if not Path(command[0]).exists():
            return listens(self.port)
        return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """End it at once, as a crash does."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE)
            self.process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.place)


def listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            return True
    except OSError:
        return False


def wait_until(holds, reason) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            raise RuntimeError(reason())
        time.sleep(0.1)


def environment(postgres: Postgres, **more: str) -> dict[str, str]:
    own = {"DATABASE_URL": postgres.url, "SECRET_KEY": SECRET_KEY, "INSECURE_HTTP": "true", "PYTHONUNBUFFERED": "1"}
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**bare, **own, **more}


def portal(postgres: Postgres, *command: str, **more: str) -> str:
    """Run a command of the portal to its end and return what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment(postgres, **more),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


class Node:
    """A web node: gunicorn with one process, and its log."""

    def __init__(self, postgres: Postgres, log: Path, **more: str) -> None:
        self.port, self.log = free_port(), log
        command = [sys.executable, "-m", "gunicorn", "--preload", "--no-control-socket", "--threads", "2", "--bind"]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, f"127.0.0.1:{self.port}", "amif_network.wsgi"],
                cwd=ROOT, env=environment(postgres, **more), stdout=output, stderr=output,
            )  # fmt: skip
        wait_until(lambda: listens(self.port) or self.process.poll() is not None, log.read_text)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
