"""Pages of projects: the list, one project, its money, its steps, its documents."""
