"""What the portal owes to the people it knows: an account of their data, correction, erasure, and an end to keeping."""
