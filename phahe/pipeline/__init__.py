"""From files to Turtle: read → restore → analyse → graph → write. One file a document; the same input gives the same bytes.

`ingest` does it for many files, in this process, in several, or on a cluster; `graph_of` for one text, without writing. A document that
cannot be read is reported and the rest goes on. See docs/ingest.md.
"""

from phahe.pipeline.document import graph_of, prepare, restored
from phahe.pipeline.errors import IngestError
from phahe.pipeline.files import sources
from phahe.pipeline.ingesting import ingest, write_report
from phahe.pipeline.reports import Report, Trouble, counts, to_json, to_text
from phahe.pipeline.workers import cores

__all__ = [
    "IngestError", "Report", "Trouble", "cores", "counts", "graph_of", "ingest", "prepare", "restored", "sources", "to_json", "to_text", "write_report",
]  # fmt: skip
