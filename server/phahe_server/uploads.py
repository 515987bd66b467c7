"""Forms with a file (multipart/form-data, RFC 7578), parsed from a body that was read up to a limit. Nothing is written anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from phahe_server.problems import Problem

_MAX_PARTS: Final = 20
_BOUNDARY: Final = re.compile(r'multipart/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_NAME: Final = re.compile(rb'(?:^|[;\s])name="([^"\r\n]*)"')
_FILE: Final = re.compile(rb'(?:^|[;\s])filename="([^"\r\n]*)"')


@dataclass(frozen=True)
class Form:
    """The fields of a form, and its file (name and bytes) where one was chosen."""

    fields: dict[str, str] = field(default_factory=dict)
    file_name: str = ""
    file: bytes = b""


def parse(content_type: str, body: bytes) -> Form:
    """The form in `body`. Problem 415 where it is no multipart form, 400 where it is a broken one.

    >>> parse("multipart/form-data; boundary=x", b'--x\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\nxa\\r\\n--x--\\r\\n').fields
    {'a': 'xa'}
    """
    found = _BOUNDARY.match(content_type)
    if found is None:
        raise Problem(415, "The form must be sent as multipart/form-data.")
    parts = (b"\r\n" + body).split(b"\r\n--" + (found[1] or found[2]).encode("latin-1", "replace"))
    if len(parts) < 2 or not parts[-1].startswith(b"--") or len(parts) > _MAX_PARTS:
        raise Problem(400, "The form is broken or has too many parts.")
    fields: dict[str, str] = {}
    file_name, file = "", b""
    for part in parts[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name, chosen = _NAME.search(head), _FILE.search(head)
        if name is None:
            continue
        if chosen is None:
            fields[name[1].decode("utf-8", "replace")] = content.decode("utf-8", "replace")
        elif content:
            file_name, file = chosen[1].decode("utf-8", "replace"), content
    return Form(fields, file_name, file)


def safe_name(name: str, fallback: str = "ban-thao.txt") -> str:
    """A file name without folders and odd characters.

    >>> safe_name("../../etc/Kế hoạch.docx"), safe_name("..")
    ('Kế hoạch.docx', 'ban-thao.txt')
    """
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[^\w. ()-]", "_", last).strip(". ")[-80:] or fallback
