"""Pages of what organisations say about a call: one answer, all answers, a poll, and what would be if (scenarios)."""
