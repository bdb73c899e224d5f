"""What meetings leave to be done: promises, signals and ideas, each recorded, changed and moved along its workflow."""
