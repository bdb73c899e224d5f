"""Changes with side effects: keyword arguments, one transaction, the changed row locked, the clock handed in."""
