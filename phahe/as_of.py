"""Restricts a query to the documents that existed on a day.

A query marks where: a comment line `# as of: ?document ?parent` names the variables that stand for documents. Asked for a day, the line
becomes filters; not asked, it stays a comment and costs nothing. A document is later than the day where its own date of issue or adoption
is, or that of any document it traces to: what carries out a resolution cannot be older than it, so an undated programme gets that bound.
A document without any such date is kept. Validity (entry into force) is not looked at.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from pyoxigraph import Literal, NamedNode

_DATE: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")
_LINE: Final = re.compile(r"^[ \t]*# as of:((?: \?\w+)+)[ \t]*$", re.MULTILINE)
# One pattern in each EXISTS: the embedded engine looks a pattern up from the row it tests, but reads a path, and the second of two patterns,
# for the whole country and for each row (a millisecond where this takes a tenth of it).
_ABOVE: Final = "FILTER NOT EXISTS {{ ?{name} ph:tracesTo ?above_{name} FILTER EXISTS {{ ?above_{name} {date} ?since_{name} FILTER(?since_{name} > {day}) }} }}"
_OWN: Final = "FILTER NOT EXISTS {{ ?{name} {date} ?since_{name} . FILTER(?since_{name} > {day}) }}"
_DATES: Final = ("ph:dateIssued", "ph:datePassed")


def read_day(text: str) -> datetime.date:
    """A day as a person writes it. Raises ValueError.

    >>> read_day("2025-09-30"), read_day(" 30/9/2025 ")
    (datetime.date(2025, 9, 30), datetime.date(2025, 9, 30))
    """
    printed = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
    if printed:
        return datetime.date(int(printed[3]), int(printed[2]), int(printed[1]))
    return datetime.date.fromisoformat(text.strip())


def restricted(query: str, day: datetime.date | None) -> str:
    """The query with its `# as of:` lines turned into filters, or untouched for None.

    >>> restricted("SELECT ?d {\\n# as of: ?d\\n}", None)
    'SELECT ?d {\\n# as of: ?d\\n}'
    >>> "FILTER(?since_d > \\"2025-07-01\\"" in restricted("SELECT ?d {\\n# as of: ?d\\n}", datetime.date(2025, 7, 1))
    True
    """
    if day is None:
        return query
    literal = str(Literal(day.isoformat(), datatype=_DATE))
    filters = [(form, date) for form in (_OWN, _ABOVE) for date in _DATES]

    def written(line: re.Match[str]) -> str:
        return " ".join(form.format(name=name[1:], date=date, day=literal) for name in line[1].split() for form, date in filters)

    return _LINE.sub(written, query)


def marks(query: str) -> tuple[str, ...]:
    """The variables that a query marks.

    >>> marks("# as of: ?a ?b")
    ('a', 'b')
    """
    return tuple(name[1:] for line in _LINE.findall(query) for name in line.split())
