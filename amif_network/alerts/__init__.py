"""What needs attention: computed from what stands, shown to whoever must act, told once by mail."""
