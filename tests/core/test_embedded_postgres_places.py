"""Where the embedded PostgreSQL lives, as whom it runs, and how Django reaches it."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from amif_network.core.embedded_postgres import Cluster, EmbeddedPostgresError
from amif_network.core.embedded_postgres.cluster import home_of
from tests.core.postgres_programs import ROOT, ask, server_pid, wait_until_gone


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("checkout")


@pytest.fixture(scope="module")
def home(checkout: Path) -> Iterator[Path]:
    """The home of the checkout in a folder that the server's account can reach, as pytest's own cannot be."""
    parent = Path(tempfile.mkdtemp(prefix="amif-places-"))
    parent.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMIF_POSTGRES_DIR", str(parent))
        yield home_of(checkout)
    shutil.rmtree(parent)


@pytest.fixture(scope="module")
def tests(home: Path) -> Iterator[Cluster]:
    """A throw-away cluster that runs all the time."""
    with running(Cluster(home, "tests", throw_away=True)) as cluster:
        yield cluster


@contextmanager
def running(cluster: Cluster) -> Iterator[Cluster]:
    """Use a throw-away cluster and wait until it is gone."""
    cluster.join()
    try:
        yield cluster
    finally:
        cluster.leave()
        wait_until_gone(cluster.directory)
        wait_until_gone(cluster.socket_directory)


def test_a_clone_that_replaces_another_and_a_copy_get_a_home_of_their_own(checkout, home, tmp_path):
    assert home_of(checkout) == home
    copy = shutil.copytree(checkout, tmp_path / "copy")
    assert home_of(copy) != home
    before = home_of(copy)
    shutil.rmtree(copy)
    copy.mkdir()
    assert home_of(copy) not in (before, home)


def test_two_checkouts_have_two_servers(tests, tmp_path):
    other = Cluster(home_of(tmp_path), "tests", throw_away=True)
    with running(other):
        assert ask(tests, "CREATE TABLE mine AS SELECT 1", "SELECT to_regclass('mine')") == "mine"
        assert ask(other, "SELECT to_regclass('mine') IS NULL") == "True"


def test_any_path_will_do(home):
    # So long that the socket cannot stand in it: the kernel takes 107 bytes.
    odd = Cluster(home, "with spaces, l'été and no " + "end" * 30, throw_away=True)
    with running(odd):
        assert not odd.socket_directory.is_relative_to(home)
        assert ask(odd, "SELECT current_database()") == "amif_network"


def test_the_server_runs_without_privileges_and_its_socket_is_private(tests):
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    assert Path(f"/proc/{server_pid(tests)}").stat().st_uid == account.pw_uid
    assert tests.socket_directory.stat().st_mode & 0o777 == 0o700
    assert ask(tests, "SHOW listen_addresses") == ""


# In a process of its own: in ours, what Django asks of a new connection of this name it asks of the tests' own database.
FIRST_CONNECTION = """
import sys
from pathlib import Path
import django
from django.conf import settings
from django.db import connection
from amif_network.core import embedded_postgres
checkout = Path(sys.argv[1])
settings.configure(DATABASES={"default": embedded_postgres.database_settings(checkout)})
django.setup()
assert not embedded_postgres.checkout_cluster(checkout).directory.exists()
with connection.cursor() as cursor:
    cursor.execute("SELECT current_user")
    print(*cursor.fetchone())
"""


def test_django_starts_the_server_with_the_first_connection(checkout, home):
    environment = {**os.environ, "AMIF_POSTGRES_THROW_AWAY": "django"}
    command = [sys.executable, "-c", FIRST_CONNECTION, str(checkout)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("amif_network\n", "")
    wait_until_gone(home / "throw-away-django")


def test_a_folder_that_cannot_be_used_is_one_clear_sentence(home):
    home.mkdir(exist_ok=True)
    (home / "file").touch()
    with pytest.raises(EmbeddedPostgresError, match=r"cannot be used .* name another parent folder in AMIF_POSTGRES_DIR"):
        Cluster(home / "file", "tests").join()


def test_a_database_of_another_version_is_one_clear_sentence(home):
    data = home / "old" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedPostgresError, match=r"made by PostgreSQL 9 and the installed one is 1[0-9]"):
        Cluster(home, "old").join()


def test_a_damaged_database_is_one_clear_sentence_with_the_words_of_the_server(home, tests):
    damaged = home / "damaged" / "data"
    damaged.mkdir(parents=True)
    shutil.copy(tests.directory / "data" / "PG_VERSION", damaged)
    with pytest.raises(EmbeddedPostgresError, match=r"does not start; its log .* ends with: postgres: could not access"):
        Cluster(home, "damaged").join()


def test_letters_with_accents_are_letters_on_every_machine(tests):
    words = ask(tests, "SELECT lower('ÉTTERBEEK') || ' ' || to_tsvector('french', 'Élevés')::text")
    assert words == "étterbeek 'élev':1"


def test_somebody_elses_socket_folder_is_refused(home):
    cluster = Cluster(home, "strange")
    cluster.directory.mkdir(parents=True)
    cluster.socket_directory.symlink_to(home)
    with pytest.raises(EmbeddedPostgresError, match="is not a private folder of the account"):
        cluster.join()
