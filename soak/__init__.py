"""Several writers, a server that dies now and then, and a count of the words that are left: `make soak`."""
