"""The two catalogues of strings say the same things, and exactly what the templates ask for."""

from __future__ import annotations

import re
from pathlib import Path

import phahe_server
from phahe_server import language

HERE = Path(phahe_server.__file__).parent
COMPUTED = (
    "count.",
    "direction.",
    "error.",
    "explorer.",
    "ontology.",
    "path.",
    "citations.",
    "filter.",
    "findings.",
    "kind.",
    "mark.",
    "severity.",
    "side.",
    "targets.",
    "tasks.",
)


def used() -> set[str]:
    found: set[str] = set()
    for path in (HERE / "templates").glob("*.html"):
        found |= set(re.findall(r"""\bt\('([\w.]+)'[,)]""", path.read_text(encoding="utf-8")))
        found |= set(re.findall(r"""'(nav\.\w+)'""", path.read_text(encoding="utf-8")))
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert set(language.catalogue("vi")) == set(language.catalogue("en"))


def test_the_same_values_are_put_in() -> None:
    for key, sentence in language.catalogue("vi").items():
        assert set(re.findall(r"{(\w+)}", sentence)) == set(re.findall(r"{(\w+)}", language.catalogue("en")[key])), key


def test_every_string_asked_for_is_there_and_none_is_left_over() -> None:
    known = set(language.catalogue("vi"))
    assert used() - known == set()
    assert {key for key in known if key.removesuffix("_one") not in used() and not key.startswith(COMPUTED)} == set()
