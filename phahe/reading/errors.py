"""What reading raises."""

from __future__ import annotations


class ReadingError(Exception):
    """A file that cannot be read: its name and the cause, one line."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name}: {cause}")
        self.name, self.cause = name, cause
