"""Words in both languages of the program."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """The same words in Vietnamese and English."""

    vi: str
    en: str

    def text(self, language: str = "vi") -> str:
        """The words in `language`; any but "en" is Vietnamese.

        >>> Label("thực hiện", "carries out").text("en")
        'carries out'
        """
        return self.en if language == "en" else self.vi
