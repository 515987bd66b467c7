"""An office's own register of documents: `add` loads a list into it, `joined` lets the checker look things up there too.

The register is one SQLite file, read in place: a half million entries cost no loading time. See docs/checking.md for the columns.
"""

from phahe.reference.catalogue import Catalogue
from phahe.reference.loading import Added, add, default_path, joined

__all__ = ["Added", "Catalogue", "add", "default_path", "joined"]
