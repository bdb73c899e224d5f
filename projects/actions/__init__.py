"""What can be done with calls and projects: verbs in one transaction each, on a locked row, with the clock as an argument."""
