"""Forms of partnerships and of what belongs to them."""
