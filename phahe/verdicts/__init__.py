"""Verdicts on citations: what is right, wrong or unknown about each, against the register and the text. One verb, `judge`.

Cross-document checks are queries (`queries/checks`); a draft as a whole is `phahe.checking`. See docs/checking.md.
"""

from phahe.verdicts.judging import SILENT, Judgement, judge
from phahe.verdicts.model import Bench, Observation
from phahe.verdicts.rules import RULES, Rule

__all__ = ["RULES", "SILENT", "Bench", "Judgement", "Observation", "Rule", "judge"]
