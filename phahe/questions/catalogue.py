"""The questions that ship with the program, read from their folder once."""

from __future__ import annotations

import difflib
from functools import lru_cache
from pathlib import Path

from phahe.questions.header import read
from phahe.questions.model import Question
from phahe.resources import folder


class UnknownQuestionError(LookupError):
    """No question has this slug; `near` lists similar ones, or all when none is similar."""

    def __init__(self, slug: str, near: tuple[str, ...]) -> None:
        self.slug, self.near = slug, near
        super().__init__(f"không có câu hỏi “{slug}” (no such question); có (there is): {', '.join(near)}")


def catalogue(directory: Path | None = None) -> tuple[Question, ...]:
    """All questions, in the order they are shown. Raises CatalogueError for a file that is no question.

    >>> "lineage-of-document" in [question.slug for question in catalogue()]
    True
    """
    return _catalogue(directory or folder("queries/questions"))


@lru_cache(maxsize=8)
def _catalogue(directory: Path) -> tuple[Question, ...]:
    # By a folder that is always given: a cache takes f() and f(None) for two calls, and then reads all files twice.
    return tuple(sorted((read(path) for path in sorted(directory.glob("*.rq"))), key=lambda question: (question.rank, question.slug)))


def get(slug: str, directory: Path | None = None) -> Question:
    """The question `slug`. Raises UnknownQuestionError.

    >>> get("lineage-of-document").parameters[0].type
    'document'
    """
    known = {question.slug: question for question in catalogue(directory)}
    if slug not in known:
        raise UnknownQuestionError(slug, tuple(difflib.get_close_matches(slug, known, 5, 0.4)) or tuple(sorted(known)))
    return known[slug]
