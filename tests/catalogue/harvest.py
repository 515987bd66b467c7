"""Reads a catalogue the way a CKAN portal does: ckanext-dcat's own parser, page by page. Run by a Python that has CKAN; prints JSON.

make ckan                                          # CKAN and ckanext-dcat from PyPI, in an environment of their own
var/ckan/bin/python tests/catalogue/harvest.py catalog.ttl turtle
"""

import json
import sys
from pathlib import Path


def main() -> None:
    """For each file and format named: the data sets as CKAN would store them, and where the parser wants to go on."""
    from ckanext.dcat.processors import RDFParser  # noqa: PLC0415

    found = []
    for path, form in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        parser = RDFParser(profiles=["euro_dcat_ap_3"])
        parser.parse(Path(path).read_text(encoding="utf-8"), _format=form)
        found.append({"datasets": list(parser.datasets()), "next": parser.next_page()})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
