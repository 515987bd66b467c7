"""What a catalogue is made of: its settings and its data sets. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from phahe.labels import Label


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of `data/catalogue.yaml`: a data set, or one for each document (`of` is "document"). `graph`: the path of a named graph."""

    slug: str
    of: str
    title: Label
    description: Label
    keywords: tuple[tuple[str, str], ...]
    formats: tuple[str, ...]
    graph: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `data/catalogue.yaml` says. `themes` and `languages`: codes of the European vocabularies; keywords are (language, word)."""

    title: Label
    description: Label
    publisher: Label
    licence: str
    licence_name: str
    issued: str
    homepage: str
    email: str
    languages: Mapping[str, str]
    themes: Mapping[str, Label]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set of a store: what it is called, the place and the period it is about, the formats of its files.

    `of`: "graph", "named", "document", "rows". `graph`: IRI of the named graph it is. `about`: IRI of the document. `text`: its stored file.
    `begins`, `ends`: ISO days or "".
    """

    slug: str
    of: str
    title: Label
    description: Label
    keywords: tuple[tuple[str, str], ...]
    formats: tuple[str, ...]
    graph: str = ""
    about: str = ""
    text: str = ""
    place: str = ""
    place_name: str = ""
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of the data that is kept beside the current one: its id and when it was made (ISO)."""

    id: str
    made: str
