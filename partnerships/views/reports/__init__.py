"""Reports and tables of partnerships."""
