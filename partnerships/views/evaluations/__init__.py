"""Pages about evaluations and alerts."""
