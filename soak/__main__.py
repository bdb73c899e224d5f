"""Let five people write the same minutes while the server is killed again and again, then count their words.

`python -m soak [--seconds 120] [--writers 5] [--requests 20000] [--seed N]`; ends with `written N found N lost 0`.
"""

import argparse
import os
import random
import sys
import uuid

import django


def main(arguments: list[str]) -> int:
    """Run as the command line says; return 0 when no word is lost."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--writers", type=int, default=5)
    parser.add_argument("--requests", type=int, default=20_000, help="at most, of all writers together")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 (a dice)
    told = parser.parse_args(arguments)
    # The models are there only once Django is set up.
    from .run import Run

    print(f"{told.writers} writers, {told.seconds} s, at most {told.requests} requests, seed {told.seed}", flush=True)
    outcome = Run(told.seconds, told.writers, told.requests, told.seed).outcome()
    print(outcome.report)
    print(f"written {outcome.written} found {outcome.found} lost {outcome.lost}")
    return 1 if outcome.lost else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amif_network.settings")
    os.environ.setdefault("INSECURE_HTTP", "1")
    if not os.environ.get("DATABASE_URL"):
        os.environ.setdefault("AMIF_POSTGRES_THROW_AWAY", f"soak-{uuid.uuid4().hex[:8]}")
    django.setup()
    sys.exit(main(sys.argv[1:]))
