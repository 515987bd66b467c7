"""Full-text search over what the graph names and quotes. `entries` reads what can be found from a store, `write` makes an index of it in a
file, `Index` searches that file, `named` and `excerpt` say how a hit is shown.

Words are found whatever their diacritics ("nghi quyet" finds "nghị quyết"). Where the query does have diacritics, entries that print
them the same way rank higher, and so do entries that hold the words side by side. The last word of a query may be cut short.
It does not stem, translate or correct spelling; scanned texts are found by their restored words where they have any.
"""

from phahe.search.entries import entries
from phahe.search.excerpts import excerpt, named
from phahe.search.index import FORM, Index, write
from phahe.search.model import KINDS, NAMED, Entry, Found, Hit

__all__ = ["FORM", "KINDS", "NAMED", "Entry", "Found", "Hit", "Index", "entries", "excerpt", "named", "write"]
