"""Pages of partnerships, one package per kind."""
