"""Partnerships between CPAS: parties, agreements, immersions, committees, money, evaluations (DOMAIN §6)."""
