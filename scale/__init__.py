"""A large network of invented people, meetings and money, the same each time: for benchmarks, trials of backups and upgrades.

`python -m scale 100` fills an empty database with all of it, 1 with a hundredth. Rows are written past triggers and references,
in bulk: they are known to keep the rules that these check row by row.
"""
