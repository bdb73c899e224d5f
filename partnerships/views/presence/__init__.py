"""Pages about the agent and their presence."""
