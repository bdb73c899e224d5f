"""Run the benchmarks, print their table and write it to bench/latest.json."""

import importlib
import json
import os
import pkgutil
import sys
import uuid
from dataclasses import asdict
from pathlib import Path

import django

HERE = Path(__file__).parent
LATEST = HERE / "latest.json"
COLUMNS = ("name", "scale", "median", "reference", "ratio", "goal", "met")


def main(wanted: list[str]) -> int:
    """Run the modules named on the command line, or all; return 0 when every goal is met."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amif_network.settings")
    os.environ.setdefault("INSECURE_HTTP", "1")
    if not os.environ.get("DATABASE_URL"):
        os.environ.setdefault("AMIF_POSTGRES_THROW_AWAY", f"bench-{uuid.uuid4().hex[:8]}")
    django.setup()
    found = []
    print(line(COLUMNS))
    for name in wanted or sorted(module.name for module in pkgutil.iter_modules([str(HERE)])):
        module = importlib.import_module(f"bench.{name}")
        for row in module.rows() if hasattr(module, "rows") else ():
            values = {**asdict(row), "ratio": row.ratio, "met": row.met}
            found.append({column: values[column] for column in COLUMNS})
            print(line([shown(values[column]) for column in COLUMNS]), flush=True)
    LATEST.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0 if all(row["met"] is not False for row in found) else 1


def line(cells: list[str] | tuple[str, ...]) -> str:
    """Set one line of the table: texts to the left, figures to the right."""
    widths = (28, 34, 10, 10, 7, 6, 5)
    return "  ".join(
        cell.ljust(width) if place < 2 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )


def shown(value: object) -> str:
    """Write a figure, a text or a missing value for the table."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return (
        f"{value:.4f}" if isinstance(value, float) and value < 1 else f"{value:.3f}" if isinstance(value, float) else str(value)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
