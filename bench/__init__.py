"""Benchmarks: `make bench`, or `python -m bench [module …]`. Every module here with a `rows()` takes part."""
