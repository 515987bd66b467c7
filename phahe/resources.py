"""Where the files that ship with the program are: in the source tree, or inside the installed package."""

from __future__ import annotations

from pathlib import Path


def folder(name: str) -> Path:
    """The shipped folder `name` ("queries", "ontology", "data/ttl").

    >>> (folder("queries") / "rules").is_dir()
    True
    """
    package = Path(__file__).parent
    installed = package / "share"
    return (installed if installed.is_dir() else package.parent) / name
