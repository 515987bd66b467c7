"""Files that belong to the server package: strings, example questions, static files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

HERE = Path(__file__).parent
#: libyaml where it is there: ten times as fast, and the first page waits for these files.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def data(name: str) -> Any:
    """The content of a YAML file of the package, by its path in it."""
    return yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=_LOADER)
