"""The process that keeps one embedded PostgreSQL: it starts the server and stops it when nobody uses it any more.

Run as a plain script with the standard library only, so that it is up at once:
    keeper.py CLUSTER_DIRECTORY RUNNING_FD COMMAND [ARGUMENT …]

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


def main(directory: Path, running: int, command: list[str]) -> None:
    """Run the server until the last user has gone; then remove the cluster if it is a throw-away one."""
    throw_away = (directory / "throw-away").exists()
    server = subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL, pass_fds=[running])
    users = os.open(directory / "users", os.O_RDWR)

    def stop_after_the_last_user() -> None:
        fcntl.flock(users, fcntl.LOCK_EX)
        # A throw-away cluster needs no orderly end ("immediate" shutdown); a kept one gets a "fast" one.
        server.send_signal(signal.SIGQUIT if throw_away else signal.SIGINT)

    threading.Thread(target=stop_after_the_last_user, daemon=True).start()
    server.wait()
    if throw_away:
        # Moved away first: a program that wants the same cluster now makes a new one instead of one half removed.
        removed = directory.with_name(f"{directory.name}.removed-{os.getpid()}")
        directory.rename(removed)
        shutil.rmtree(removed)


if __name__ == "__main__" and os.fork() == 0:  # the parent ends at once: nobody has to wait for the keeper
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
