"""Pages of privacy: one's own data, other people's for administrators, the rules, and what the public may read."""
