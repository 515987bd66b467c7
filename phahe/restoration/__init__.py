"""Restoration of Vietnamese text that an OCR broke: `is_ocr_broken`, `build_model`, `restore`, `to_text`, `doubtful`."""

from phahe.restoration.accuracy import Accuracy, accuracy, character_errors
from phahe.restoration.language import LanguageModel, build_model
from phahe.restoration.restoring import correct, doubtful, restore, to_text
from phahe.restoration.reviewing import read_corrections
from phahe.restoration.syllables import is_ocr_broken
from phahe.restoration.words import Correction, Restored

__all__ = [
    "Accuracy",
    "Correction",
    "LanguageModel",
    "Restored",
    "accuracy",
    "build_model",
    "character_errors",
    "correct",
    "doubtful",
    "is_ocr_broken",
    "read_corrections",
    "restore",
    "to_text",
]
