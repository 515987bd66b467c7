"""How a program asks what a page shows: the same address for curl and for Python, ready to be copied."""

from __future__ import annotations

import shlex
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calls:
    """One request as a shell command and as a Python program."""

    curl: str
    python: str


def calls(address: str) -> Calls:
    """The two ways to get the JSON at `address`, which may hold anything: it is quoted for the shell and for Python.

    >>> calls("http://127.0.0.1:8000/api/questions/orphan-tasks").curl
    'curl http://127.0.0.1:8000/api/questions/orphan-tasks'
    >>> calls("http://x/?a='$(id)").curl
    'curl \\'http://x/?a=\\'"\\'"\\'$(id)\\''
    """
    program = (
        "import json\nfrom urllib.request import urlopen\n\n"
        f"with urlopen({address!r}) as response:\n    answer = json.load(response)\n"
        'print(answer["answer"]["vi"])\nfor row in answer["rows"]:\n    print(row)\n'
    )
    return Calls(f"curl {shlex.quote(address)}", program)
