"""Every setting of the server, in one place: environment variables, read once when the app is made. docs/operations.md holds the same table.

Limits of a stranger's query are read by `querying.limits`; they are listed here as well, so that nothing is set anywhere else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its name, what holds without it, and what it is for."""

    name: str
    default: str
    purpose: str


SETTINGS: Final = (
    Setting("PHAHE_STORE", "var/store", "Directory of dataset versions, `memory`, or the address of a SPARQL 1.1 endpoint."),
    Setting("PHAHE_REGISTER", "var/register.sqlite", "An office's own register of documents (`phahe reference add`)."),
    Setting("PHAHE_QUERY_SECONDS", "10", "Seconds a stranger's query may take."),
    Setting("PHAHE_QUERY_MEMORY_MB", "1024", "Memory it may take on top of the store, in megabytes."),
    Setting("PHAHE_QUERY_ROWS", "100000", "Rows or triples of its answer."),
    Setting("PHAHE_QUERY_MB", "100", "Megabytes of its answer."),
    Setting(
        "PHAHE_ADMIN_TOKEN", "", "Token that may write, or `name:token` pairs with commas between; without one the server is read-only."
    ),
    Setting("PHAHE_ADMIN_TOKEN_FILE", "", "File that holds the same, one a line (systemd credentials, mounted secrets)."),
    Setting("PHAHE_WRITE_SECONDS", "20", "Seconds a write may take, validation included."),
    Setting("PHAHE_WRITE_MEMORY_MB", "2048", "Memory it may take, in megabytes."),
    Setting("PHAHE_UPLOAD_MB", "64", "Megabytes of an uploaded graph."),
    Setting("PHAHE_LOG", "requests", "`requests`: a line of JSON for each request on standard error; `errors`: only for failures; `off`."),
    Setting("PHAHE_LOG_QUERIES", "0", "`1`: the lines carry the query string, and with it the text of queries."),
    Setting("PHAHE_SHUTDOWN_SECONDS", "10", "Seconds that requests under way are given when the server is told to stop."),
)
_DEFAULTS: Final = {setting.name: setting.default for setting in SETTINGS}
_LOGS: Final = ("requests", "errors", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the web process. `tokens`: name of the holder by token."""

    tokens: Mapping[str, str]
    write_seconds: float
    write_memory: int
    upload_bytes: int
    log: str
    log_queries: bool
    shutdown_seconds: int


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of an environment. ValueError naming the variable that makes no sense.

    >>> read({"PHAHE_ADMIN_TOKEN": "lan:xyz"}).tokens
    {'xyz': 'lan'}
    """
    given = os.environ if environment is None else environment
    values = {name: given.get(name, "").strip() or default for name, default in _DEFAULTS.items()}
    if values["PHAHE_LOG"] not in _LOGS:
        raise ValueError(f"PHAHE_LOG must be one of {', '.join(_LOGS)}, not {values['PHAHE_LOG']!r}")
    return Settings(
        tokens=_tokens(values),
        write_seconds=_number(values, "PHAHE_WRITE_SECONDS"),
        write_memory=int(_number(values, "PHAHE_WRITE_MEMORY_MB") * (1 << 20)),
        upload_bytes=int(_number(values, "PHAHE_UPLOAD_MB") * 1_000_000),
        log=values["PHAHE_LOG"],
        log_queries=values["PHAHE_LOG_QUERIES"] not in ("", "0", "no", "false"),
        shutdown_seconds=int(_number(values, "PHAHE_SHUTDOWN_SECONDS")),
    )


def _number(values: Mapping[str, str], name: str) -> float:
    try:
        number = float(values[name])
    except ValueError:
        number = -1.0
    if not 0 < number < 1e9:
        raise ValueError(f"{name} must be a positive number, not {values[name]!r}")
    return number


def _tokens(values: Mapping[str, str]) -> dict[str, str]:
    entries = values["PHAHE_ADMIN_TOKEN"].split(",")
    if path := values["PHAHE_ADMIN_TOKEN_FILE"]:
        try:
            entries += Path(path).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"PHAHE_ADMIN_TOKEN_FILE: {path} cannot be read: {error}") from None
    found = {}
    for entry in filter(None, map(str.strip, entries)):
        name, colon, token = entry.partition(":")
        found[token if colon else entry] = name if colon and name else "admin"
    if "" in found:
        raise ValueError("PHAHE_ADMIN_TOKEN: a name without a token")
    return found
