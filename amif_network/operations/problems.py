"""Why a piece of the portal's upkeep was refused or failed: one sentence for whoever runs the command."""


class UpkeepRefused(Exception):
    """The command cannot do this; the message is a sentence that says why and what to do."""


class BackupBroken(UpkeepRefused):
    """A backup is not what was written: cut off, altered, or sealed with another passphrase."""
