"""The portal on several nodes, all on this machine, while its parts are killed one after the other: `make cluster`."""
