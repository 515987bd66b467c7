"""Restoration of Vietnamese text that an OCR broke: `is_ocr_broken`, `build_model`, `restore`, `to_text`, `doubtful`."""

from phahe.restoration.accuracy import Accuracy, accuracy, character_errors
from phahe.restoration.language import LanguageModel, build_model
from phahe.restoration.restoring import doubtful, restore, to_text
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
    "doubtful",
    "is_ocr_broken",
    "restore",
    "to_text",
]
