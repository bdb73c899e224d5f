"""Programmes, calls and their moving dates, envelopes, expressions of interest, projects and their money (DOMAIN §5)."""
