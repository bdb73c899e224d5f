"""A worker of its own, as a process: `python -m tests.reports.worker DATABASE MEDIA REPORT PROCESSES SECONDS MEGABYTES`."""

import sys


def main() -> None:
    from django.conf import settings

    database, media, key, *limits = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    settings.MEDIA_ROOT = media
    settings.REPORT_KINDS = ["tests.reports.trial_kinds.KIND"]
    settings.REPORT_PROCESSES, settings.REPORT_PART_SECONDS, settings.REPORT_PART_MEGABYTES = map(int, limits)
    import django

    django.setup()
    from django.utils import timezone

    from amif_network.reports import working

    print(working.work(int(key), at=timezone.now()))


if __name__ == "__main__":
    main()
