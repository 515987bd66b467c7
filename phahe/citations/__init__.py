"""Mentions of other documents in Vietnamese administrative and legal text, one `Citation` a mention.

`find_citations` reads a clean text and says what is printed: type, number, date, issuer, title, pinpoint. Which document is meant is
for `resolve`; which lines a scanner broke is for `reading`. How it works, and what counts, is in docs/citations.md.
"""

from phahe.citations.finder import find_citations
from phahe.citations.model import Citation

__all__ = ["Citation", "find_citations"]
