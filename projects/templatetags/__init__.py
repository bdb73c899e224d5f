"""Template tags of calls and projects."""
