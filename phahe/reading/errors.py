"""What reading raises, and how a file's name is shown."""

from __future__ import annotations


class ReadingError(Exception):
    """A file that cannot be read: its name and the cause, one line."""

    def __init__(self, name: str, cause: str) -> None:
        self.name, self.cause = shown(name), " ".join(cause.split())
        super().__init__(f"{self.name}: {self.cause}")


def shown(name: str) -> str:
    r"""A file's name fit for one line of a report: what does not print (line ends, direction marks, bytes that are no text) as escapes.

    >>> print(shown("Nghị quyết\n47.txt"), shown("\u202egpj.exe"), shown("\udcff.pdf"))
    Nghị quyết\n47.txt \u202egpj.exe \udcff.pdf
    """
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in name)
