"""What the portal owes to the people it knows."""
