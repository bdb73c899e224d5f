"""`python -m amif_network.core.embedded_postgres remove`: delete the embedded database of this checkout."""

import sys
from pathlib import Path

from amif_network.core.embedded_postgres.cluster import EmbeddedPostgresError, checkout_cluster


def main(arguments: list[str]) -> None:
    """Remove the cluster; ends with one sentence when it is in use."""
    if arguments != ["remove"]:
        sys.exit(__doc__)
    cluster = checkout_cluster(Path(__file__).resolve().parents[3])
    try:
        cluster.remove()
    except EmbeddedPostgresError as error:
        sys.exit(str(error))
    print(f"Removed {cluster.directory}.")


if __name__ == "__main__":
    main(sys.argv[1:])
