"""What changes partnerships: one module per noun, each action in one transaction."""
