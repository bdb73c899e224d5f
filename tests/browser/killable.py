"""A server in a process of its own on the database of the tests, which a test may kill without warning and start again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

SERVE = """
import sys
from django.conf import settings
from django.core.management import execute_from_command_line
settings.DATABASES["default"]["NAME"] = sys.argv[1]
execute_from_command_line(["manage.py", "runserver", "--noreload", "--skip-checks", sys.argv[2]])
"""
# Seconds that a start may take on a machine that does much else.
PATIENCE = 60


class KillableServer:
    """Serves the portal at `url`, the same one after every start."""

    def __init__(self, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address: tuple[str, int] = free.getsockname()
        self.url = f"http://localhost:{self.address[1]}"
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start serving; returns when it listens."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "amif_network.settings",
            "DEBUG": "true",
            "SECRET_KEY": settings.SECRET_KEY,
        }
        command = [sys.executable, "-c", SERVE, str(connection.settings_dict["NAME"]), f"127.0.0.1:{self.address[1]}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with socket.create_connection(self.address, timeout=5):
                    return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(self.log.read_text()) from None
                time.sleep(0.1)

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
