"""Programs that are started, killed in the middle of anything, and started again."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent
# Seconds that a start may take on a slow machine before it counts as failed.
START = 90


@dataclass
class Program:
    """A program in a process group of its own; `ready` tells when it is at work, `deadly` what ends it at once."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    ready: Callable[[], bool] = lambda: True
    deadly: signal.Signals = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        """What it says."""
        return self.folder / f"{self.name}.log"

    def start(self) -> None:
        """Start and wait until it is at work. Raises RuntimeError with its last words when it is not within START seconds."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 (every word of the command is our own)
                self.command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + START
        while not self.ready():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"{self.name} does not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it at once with all that it started, whatever it is doing."""
        if self.process is None:
            return
        if self.deadly == signal.SIGKILL:
            os.killpg(self.process.pid, self.deadly)
        else:
            self.process.send_signal(self.deadly)
        self.process.wait()
        self.process = None


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """True when somebody accepts connections there."""
    try:
        with socket.create_connection((HOST, port), timeout=5):
            return True
    except OSError:
        return False


def unprivileged() -> list[str]:
    """Return what stands before the command of a program that refuses to run as root."""
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []


def folder_of_nobody() -> Path:
    """Return a new folder in which a program that refuses to run as root may write."""
    place = Path(tempfile.mkdtemp(prefix="amif-cluster-"))
    place.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(place, "nobody", "nogroup")
    return place
