"""What stops a whole run, as against one file."""


class IngestError(Exception):
    """A run that cannot begin or go on; one line that says why."""
