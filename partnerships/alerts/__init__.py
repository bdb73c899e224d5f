"""What needs attention in partnerships: facts, how they are loaded, and the rules, one function each (DOMAIN §8)."""
