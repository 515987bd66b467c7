"""Values as text, the same in every format that knows only text: a list is a JSON array, so that it can be read back."""

from __future__ import annotations

import json

from phahe.exports.model import Value
from phahe.exports.spool import as_text


def flat(value: Value) -> str:
    """A value as one piece of text.

    >>> flat(("lao động", "a;b")), flat(True), flat(48.5)
    ('["lao động", "a;b"]', 'true', '48.5')
    """
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else as_text(value)
