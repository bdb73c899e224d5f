"""What of the portal may be away for a while, beside the database."""


class StorageAway(Exception):
    """The store of files could not do its part for now: not there, too slow, or it refuses the portal. Nothing was lost."""
