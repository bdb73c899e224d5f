"""Django's PostgreSQL backend, which starts or joins the embedded cluster before it connects.

Django finds it by this file's name: ENGINE = "amif_network.core.embedded_postgres".
"""

import os
import subprocess
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.client import DatabaseClient as PostgresClient

from amif_network.core.embedded_postgres.cluster import Cluster, checkout_cluster


class DatabaseClient(PostgresClient):
    """`manage.py dbshell` with the psql of the embedded server, which is on nobody's path."""

    connection: "DatabaseWrapper"

    def runshell(self, parameters: Iterable[str]) -> None:
        """Run psql on the embedded cluster until the user leaves it."""
        cluster = self.connection.cluster
        cluster.join()
        settings = {**self.connection.settings_dict, "HOST": str(cluster.socket_directory)}
        (_, *arguments), environment = self.settings_to_cmd_args_env(settings, list(parameters))
        command = [str(cluster.binary("psql")), *arguments]
        subprocess.run(command, env={**os.environ, **(environment or {})}, check=True)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded cluster of the checkout named in the setting CHECKOUT."""

    client_class = DatabaseClient

    @cached_property
    def cluster(self) -> Cluster:
        """The cluster that this process uses: the checkout's own, or the throw-away one of a test run."""
        return checkout_cluster(Path(self.settings_dict["CHECKOUT"]))

    def get_connection_params(self) -> dict[str, Any]:
        """Add the socket's folder, which is known only here: tests choose their cluster after the settings."""
        return {**super().get_connection_params(), "host": str(self.cluster.socket_directory)}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, with the server running; raises EmbeddedPostgresError when it cannot be started."""
        self.cluster.join()
        return super().get_new_connection(conn_params)
