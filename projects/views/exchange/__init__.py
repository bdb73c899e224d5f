"""Pages of import, export and PDF."""
