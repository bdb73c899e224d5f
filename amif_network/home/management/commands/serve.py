"""Serve the portal with its demo on this machine, mails and reminders included: what `make run` does after `make setup`."""

import os
import socket
from pathlib import Path
from threading import Timer
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from amif_network.core.embedded_postgres import EmbeddedPostgresError
from amif_network.core.fingerprint import fingerprint
from amif_network.core.pdf import warm_up
from amif_network.home import background

HOST = "127.0.0.1"
WORKERS = 2
THREADS = 4
# Seconds that a request may keep a worker silent: a long PDF on a slow laptop takes its time.
TIMEOUT = 120
SECONDS_BEFORE_WARMING_UP = 3


class Command(BaseCommand):
    """One process prepares database and files, forks the background work, then becomes gunicorn's master."""

    help = "Migrate, load the demo into an empty database and serve the portal on 127.0.0.1 (port: PORT, else 8000)."

    # Checked by handle(), once the port is known to be free: a wrong port is told at once.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare and serve until Ctrl+C or SIGTERM."""
        port = chosen_port(os.environ.get("PORT") or "8000")
        try:
            self.check()
            self.prepare(port)
        except (EmbeddedPostgresError, OperationalError) as error:
            raise CommandError(f"The database cannot be used: {error}") from error
        except KeyboardInterrupt as interrupt:
            raise CommandError("Interrupted.", returncode=130) from interrupt
        background.start()
        Server(port).run()

    def prepare(self, port: int) -> None:
        """Bring database and static files up to date."""
        self.stdout.write("» Preparing the database")
        call_command("prepare_database")
        call_command("load_demo", if_empty=True, site=f"http://{HOST}:{port}", stdout=self.stdout)
        self.collect_static_files()
        # The workers and the background are forks of this process and must not share its connections.
        connections.close_all()

    def collect_static_files(self) -> None:
        """Collect the static files, unless the ones collected by an earlier run are those of today."""
        collected, sources = settings.STATIC_ROOT / "collected.txt", fingerprint(static_sources())
        if collected.exists() and collected.read_text() == sources:
            return
        self.stdout.write("» Collecting the static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(sources)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn comes without types
    """Gunicorn with our options and the application that this process has already loaded."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        """Set a small server for one machine."""
        options = {
            "bind": f"{HOST}:{self.port}",
            "worker_class": "gthread",
            "workers": WORKERS,
            "threads": THREADS,
            "timeout": TIMEOUT,
            "preload_app": True,
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": self.announce,
            "post_worker_init": self.warm_up,
            "worker_int": self.leave_at_once,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        """Return the WSGI application."""
        from amif_network.wsgi import application

        return application

    def announce(self, arbiter: Arbiter) -> None:
        """Tell that the portal answers."""
        print(f"\nThe portal is at http://{HOST}:{self.port} (Ctrl+C ends it)", flush=True)

    def warm_up(self, worker: Worker) -> None:
        """Prepare a worker for its first PDF, in the background and once the first pages are out."""
        timer = Timer(SECONDS_BEFORE_WARMING_UP, warm_up)
        timer.daemon = True
        timer.start()

    def leave_at_once(self, worker: Worker) -> None:
        """End a worker on Ctrl+C without taking the interpreter apart, which takes longer than all the rest."""
        os._exit(0)


def static_sources() -> list[tuple[str, int, int]]:
    """Return path, size in bytes and time of change in nanoseconds of every static file of the portal and its packages."""
    paths = sorted({storage.path(name) for finder in get_finders() for name, storage in finder.list([])})
    states = [(path, Path(path).stat()) for path in paths]
    return [(path, state.st_size, state.st_mtime_ns) for path, state in states]


def chosen_port(text: str) -> int:
    """Return the port named by `text`; raises CommandError when it is none or not free."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        # As gunicorn does: connections of an earlier run that are still being closed are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            raise CommandError(f"Port {text} cannot be used ({error.strerror}); choose another: make run PORT=8001") from error
    return int(text)
