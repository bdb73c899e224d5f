"""Fill an empty database with a large invented network: `python -m scale [1-100]`, in hundredths of the whole."""

import argparse
import os
import sys
import time

import django


def main(arguments: list[str]) -> int:
    """Run as the command line says; return 2 with a sentence where the database is not empty or the size is none."""
    parser = argparse.ArgumentParser(prog="scale", description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=100, choices=range(1, 101), metavar="1-100")
    told = parser.parse_args(arguments)
    # The models are there only once Django is set up.
    from django.conf import settings
    from django.core.management import call_command

    from amif_network.accounts.models import User
    from amif_network.home.demo.cast import PASSWORD
    from scale.network import Size, grow
    from scale.people import add_leaders

    call_command("prepare_database", verbosity=0)
    if User.objects.exists():
        print("This database holds accounts already. Name an empty one in DATABASE_URL.", file=sys.stderr)
        return 2
    started, size = time.monotonic(), Size.of(told.size)
    # Only a trial on this machine has accounts with the password of the demo.
    password = PASSWORD if settings.INSECURE_HTTP else None
    grow(size, by=add_leaders(password)[0], password=password)
    print(f"{size} in {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amif_network.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
