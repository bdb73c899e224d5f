"""Pages of calls: the list, one call, its dates, envelopes and templates, and the programmes."""
