"""What happens in a review of minutes: sent round, answered, recorded, settled (DOMAIN §4, UX §5)."""
