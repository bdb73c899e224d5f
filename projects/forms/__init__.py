"""Forms of calls and projects."""
