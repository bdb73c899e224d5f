"""Pages about the money of a partnership."""
