"""What the pages say, in Vietnamese and in English: one catalogue file a language, and the reader's choice between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.requests import Request

from phahe_server import packaged

LANGUAGES: Final = ("vi", "en")
COOKIE: Final = "lang"


def language(request: Request) -> str:
    """The language of the page: `?lang=`, else the cookie, else Vietnamese."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return LANGUAGES[0]


def catalogue(lang: str) -> dict[str, str]:
    """Key to sentence for one language."""
    found: dict[str, str] = packaged.data(f"strings/{lang}.yaml")
    return found


def translator(lang: str) -> Callable[..., str]:
    """`t(key, **values)`: the sentence with its values put in. A missing key is an error, never shown as a blank.

    Where `n` is 1 the sentence `<key>_one` is taken, if there is one.

    >>> translator("en")("tasks.found", n="1"), translator("en")("tasks.found", n="2")
    ('1 task', '2 tasks')
    """
    sentences = catalogue(lang)

    def translate(key: str, **values: object) -> str:
        one = f"{key}_one" if str(values.get("n")) == "1" else ""
        sentence = sentences[one] if one in sentences else sentences[key]
        return sentence.format(**values) if values else sentence

    return translate
