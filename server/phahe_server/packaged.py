"""Files that belong to the server package: strings, example questions, static files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def data(name: str) -> Any:
    """The content of a YAML file of the package, by its path in it."""
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
