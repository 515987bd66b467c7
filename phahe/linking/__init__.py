"""Links to other people's data: records of a CSV file, a CKAN dump or a SPARQL endpoint matched to places, agencies and documents.

`records_of_csv`, `records_of_ckan` and `records_of_endpoint` read the records, `match_places` and `match_things` find what they mean, `to_linkset`
writes the candidates. What fits several things is listed, not linked; `owl:sameAs` is written only where a person decided so (`decisions`).
"""

from phahe.linking.decisions import Decision, read_decisions
from phahe.linking.endpoint import EndpointError, records_of_endpoint
from phahe.linking.linkset import reviewed_links, to_linkset
from phahe.linking.matching import match_places, match_things
from phahe.linking.model import Candidate, Doubt, Matches, Record
from phahe.linking.records import records_of_ckan, records_of_csv

__all__ = [
    "Candidate", "Decision", "Doubt", "EndpointError", "Matches", "Record", "match_places", "match_things", "read_decisions", "records_of_ckan",
    "records_of_csv", "records_of_endpoint", "reviewed_links", "to_linkset",
]  # fmt: skip
