"""The lists of things with filters, kept in a file for each version of the data, so that no process holds a country in memory.

`write` makes the file of a list from a store (in a worker), `Listing` reads it: what the filters leave, how many rows each value of a
filter would leave, a page of rows, the rows under headings. What the rows are and what they can be filtered by, a `Kind` says;
`phahe_server.views` has one for each list. Nothing here knows a request or a page.
"""

from phahe_server.listing.making import write
from phahe_server.listing.model import FORM, Choice, Kind
from phahe_server.listing.reading import Head, Listing, Selection

__all__ = ["FORM", "Choice", "Head", "Kind", "Listing", "Selection", "write"]
