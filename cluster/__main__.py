"""Let people work on two web nodes, two workers, a pooler and nginx while each is killed in turn, then count what is left.

`python -m cluster [--seconds 60] [--writers 4] [--seed N]`; ends with 0 when nothing is lost or done twice.
"""

import argparse
import os
import random
import sys
from contextlib import ExitStack

import django

from .services import Site


def main(arguments: list[str]) -> int:
    """Run as the command line says; return 0 when all that was promised was kept."""
    parser = argparse.ArgumentParser(prog="cluster", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 (a dice)
    told = parser.parse_args(arguments)
    print(f"{told.writers} writers and a browser, {told.seconds} s, seed {told.seed}", flush=True)
    with ExitStack() as ending:
        site = Site(ending)
        # This program asks the database itself, not the pooler: it must find out what is there, whatever was killed.
        os.environ.update(site.for_us)
        django.setup()
        # The models are there only now.
        from .run import Run

        outcome = Run(site, seconds=told.seconds, writers=told.writers, seed=told.seed).outcome()
    print("\n".join(outcome.lines))
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amif_network.settings")
    sys.exit(main(sys.argv[1:]))
