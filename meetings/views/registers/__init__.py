"""Pages of the registers: what was promised, what is passed on, what was proposed, what is still awaited."""
