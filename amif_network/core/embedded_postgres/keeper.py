"""The process that keeps one embedded PostgreSQL: it starts the server and stops it when nobody uses it any more.

Run as a plain script with the standard library only, so that it is up at once:
    keeper.py keep|throw-away CLUSTER_DIRECTORY SOCKET_DIRECTORY RUNNING_FD COMMAND [ARGUMENT …]

Every program that uses the cluster holds a shared lock on the file `users`; the kernel drops it when the program
ends, be it by SIGKILL. Getting the exclusive lock therefore means: the last one is gone. RUNNING_FD carries the
lock on the file `running`, which the server inherits: as long as one process of it lives, no second one starts.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

# The server sees nothing of the user's environment, whose PG* variables are meant for other servers.
SERVER_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


def main(fate: str, directory: Path, sockets: Path, running: int, command: list[str]) -> None:
    """Run the server until the last user has gone; then remove the cluster if it is a throw-away one."""
    users = os.open(directory / "users", os.O_RDWR)
    server = subprocess.Popen(command, cwd=directory, env=SERVER_ENVIRONMENT, stdin=subprocess.DEVNULL, pass_fds=[running])

    def stop_after_the_last_user() -> None:
        fcntl.flock(users, fcntl.LOCK_EX)
        # What is thrown away needs no orderly end ("immediate" shutdown), what is kept gets a "fast" one.
        server.send_signal(signal.SIGQUIT if fate == "throw-away" else signal.SIGINT)

    threading.Thread(target=stop_after_the_last_user, daemon=True).start()
    server.wait()
    shutil.rmtree(sockets)
    if fate == "throw-away":
        # Moved away first: a program that wants the same cluster now makes a new one instead of one half removed.
        removed = directory.with_name(f"{directory.name}.removed-{os.getpid()}")
        directory.rename(removed)
        shutil.rmtree(removed)


if __name__ == "__main__":
    _, fate_, directory_, sockets_, running_, *command_ = sys.argv
    if os.fork() == 0:  # the parent ends at once, so that nobody has to wait for the keeper
        main(fate_, Path(directory_), Path(sockets_), int(running_), command_)
