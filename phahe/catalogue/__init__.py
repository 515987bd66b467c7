"""The open data catalogue: which data sets there are, their files, and both described as DCAT 3 and VoID.

Public face: `read_settings` for what `data/catalogue.yaml` says, `plan` for the data sets of a store, `write_file` for the bytes of one of
their files, `describe` for DCAT, `describe_void` for VoID. Where files are kept and how they are served is decided by the server.
"""

from __future__ import annotations

from phahe.catalogue.describing import Page, describe
from phahe.catalogue.files import FORMATS, FileFormat, Made, write_file
from phahe.catalogue.model import Dataset, Kept, Settings
from phahe.catalogue.planning import plan, read_settings
from phahe.catalogue.statistics import Statistics, statistics
from phahe.catalogue.void import describe_void

__all__ = [
    "FORMATS", "Dataset", "FileFormat", "Kept", "Made", "Page", "Settings", "Statistics", "describe", "describe_void", "plan", "read_settings",
    "statistics", "write_file",
]  # fmt: skip
