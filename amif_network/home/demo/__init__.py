"""A small believable network for trials: real CPAS names, invented people, texts written for it."""
