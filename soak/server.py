"""The real server on a loopback port, which can be killed in the middle of anything and started again."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent
# Seconds that a start may take on a slow machine before it counts as failed.
START = 60


class Server:
    """Gunicorn with two workers on the database of this process."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port: int = probe.getsockname()[1]
        self.headers: dict[str, str] = {}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait for the first answer. Raises RuntimeError when none comes within START seconds."""
        command = [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{self.port}", "--workers", "2", "--threads", "4"]
        self.process = subprocess.Popen(  # noqa: S603 (every word of the command is our own)
            [*command, "--log-level", "critical", "amif_network.wsgi"],
            cwd=ROOT,
            env={**os.environ, **_database(), "INSECURE_HTTP": "1", "DEBUG": ""},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + START
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("The server does not start.")
            time.sleep(0.1)

    def kill(self) -> None:
        """End master and workers at once, whatever they are doing."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def connection(self) -> http.client.HTTPConnection:
        """Return a fresh connection."""
        return http.client.HTTPConnection(HOST, self.port, timeout=30)

    def _answers(self) -> bool:
        try:
            probe = self.connection()
            probe.request("GET", "/healthz")
            return probe.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False


def _database() -> dict[str, str]:
    """Return the environment in which the server finds the database that this process uses."""
    found = connection.get_connection_params()
    place = f"{found.get('user') or ''}:{found.get('password') or ''}@" if found.get("user") else ""
    port = f"&port={found['port']}" if found.get("port") else ""
    return {"DATABASE_URL": f"postgres://{place}/{found['dbname']}?host={found['host']}{port}", "SECRET_KEY": settings.SECRET_KEY}
